package model

import (
	"errors"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/model/action"
	"sockeye/model/command"
	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/theme"
)

// showHelp opens the page of keys and commands, for a pane and for all.
func showHelp(d *dialog.Slot, keys *KeyMap, of layout.Pane) {
	if d.Size.Height == 0 {
		d.Notices.ShowError(errors.New("too small for help"))
		return
	}
	d.Show(dialog.NewPage(d.Theme, d.Keys, "HELP", func(width int) []string { return helpLines(keys, d.Theme, of, width) }))
}

// paneTitles are the panes as the help names them.
var paneTitles = map[layout.Pane]string{layout.Log: "LOG", layout.List: "WATCHLIST", layout.Chart: "CHART", layout.Inspect: "INSPECTOR"}

// nameColumn is where the names of the actions stand, where there is space; nameSpace is what the longest of them takes.
const (
	whatColumn = 26
	nameColumn = 74
	nameSpace  = 17
)

// helpLines are the keys of a pane, those that work everywhere, and the commands. They are made from what is bound.
func helpLines(k *KeyMap, th *theme.Theme, of layout.Pane, width int) []string {
	var lines []string
	row := func(left, right, name string) {
		line := "  " + th.Key.Render(left) + strings.Repeat(" ", max(whatColumn-ansi.StringWidth(left), 1)) + right
		if name != "" {
			line += strings.Repeat(" ", max(min(nameColumn, width-nameSpace)-ansi.StringWidth(line), 2)) + th.Dim.Render(name)
		}
		lines = append(lines, line)
	}
	title := func(text string) {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, " "+th.Title.Render(text))
	}
	section := func(text string, shown func(a *record) bool) {
		title(text)
		for i := range k.Actions {
			if a := &k.Actions[i]; a.Binding.Enabled() && shown(a) {
				row(a.Names(), a.Does(of), a.Name)
			}
		}
	}
	section(paneTitles[of], func(a *record) bool { return a.Panes.Has(of) && (a.Panes != action.Anywhere || a.Moves) })
	section("ANYWHERE", func(a *record) bool { return a.Panes == action.Anywhere && !a.Moves })
	title("COMMANDS")
	for _, c := range command.All() {
		if c.Replays && !k.IsReplay {
			continue
		}
		row(strings.TrimSpace(":"+c.Name+" "+c.Args), c.Help, "")
	}
	title("STATES")
	signs := th.Glyphs.Signs()
	for _, s := range [][2]string{{signs.Live + " live", "subscribed, data is fresh"}, {signs.Stale + " stale", "subscribed, but no data for longer than is usual, or the preset's `stale`"},
		{signs.NoData + " no data", "subscribed, and nothing has come yet; only history: nothing that is new"},
		{signs.Pending + " pending", "asked for, not answered yet"}, {signs.Rejected + " rejected", "the server said no; " + k.Label("again") + " tries again"}, {signs.Off + " off", "not subscribed"}} {
		row(s[0], s[1], "")
	}
	title("FIGURES")
	for _, f := range [][2]string{
		{"term 38ms 9KiB/s", "round trip to your terminal, and what it is sent"}, {"lag 38ms p99 210ms", "how late data comes by the feed's own clock: half of it, and all but 1 %"},
		{"data 0.1s heartbeat 0.4s", "since the last event, and since the last heartbeat"}, {"in = log + beats + dropped", "messages, where some were dropped: too many to keep; :balance"},
		{signs.Change, "change over the window of the chart, in per cent"}, {"/s", "events a second, over five seconds"},
		{"hatched", "messages were lost (gap), nothing came (silence), no connection (down)"},
	} {
		row(f[0], f[1], "")
	}
	lines = append(lines, "", th.Dim.Render(" The dim words are the names of the actions, for `ui.keys` in the configuration."))
	return lines
}
