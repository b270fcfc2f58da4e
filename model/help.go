package model

import (
	"errors"
	"strings"

	"sockeye/model/action"
	"sockeye/model/command"
	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/theme"
)

// showHelp opens the help for a pane: its keys and the commands, and with the key of the help those of all panes.
func showHelp(d *dialog.Slot, keys *KeyMap, of layout.Pane) {
	if d.Size.Height == 0 {
		d.Notices.ShowError(errors.New("too small for the help: enlarge the window"))
		return
	}
	d.Show(dialog.NewPage(d.Theme, d.Keys, "HELP",
		func(width int) []string { return paneHelp(keys, d.Theme, of).lines(d.Theme, width) },
		func(width int) []string { return allHelp(keys, d.Theme).lines(d.Theme, width) }))
}

// paneTitles are the panes as the help names them.
var paneTitles = map[layout.Pane]string{layout.Log: "LOG", layout.List: "WATCHLIST", layout.Chart: "CHART", layout.Inspect: "INSPECTOR"}

// helpGroups are the groups of actions in the order of the help.
var helpGroups = []struct {
	title string
	has   func(a *record) bool
}{
	{"move", func(a *record) bool { return a.Moves }},
	{"look", func(a *record) bool { return !a.Moves && !acts(a) }},
	{"act", func(a *record) bool { return !a.Moves && acts(a) }},
}

// acts reports whether an action does more than change what is seen.
func acts(a *record) bool { return a.Acts || a.Sends || a.Connects }

// paneHelp is what works in a pane, each action once, and the commands.
func paneHelp(k *KeyMap, th *theme.Theme, of layout.Pane) (h help) {
	for _, group := range helpGroups {
		var entries []helpEntry
		for i := range k.Actions {
			if a := &k.Actions[i]; a.Binding.Enabled() && a.Panes.Has(of) && group.has(a) {
				entries = append(entries, helpEntry{left: a.Names(), right: a.Does(of)})
			}
		}
		h.add(paneTitles[of]+": "+group.title, entries)
	}
	h.add("COMMANDS", commandHelp(k))
	h.add("STATES", stateHelp(k, th))
	h.add("FIGURES", figureHelp(th))
	return h
}

// allHelp is what works in each pane, with the names of the actions.
func allHelp(k *KeyMap, th *theme.Theme) (h help) {
	entries := func(of layout.Pane, shown func(a *record) bool) (entries []helpEntry) {
		for i := range k.Actions {
			if a := &k.Actions[i]; a.Binding.Enabled() && shown(a) {
				entries = append(entries, helpEntry{left: a.Names(), right: a.Does(of), more: a.Name})
			}
		}
		return entries
	}
	h.add("ANYWHERE", entries(layout.Log, func(a *record) bool { return a.Panes == action.Anywhere && !a.Moves }))
	for _, of := range []layout.Pane{layout.Log, layout.List, layout.Chart, layout.Inspect} {
		h.add(paneTitles[of], entries(of, func(a *record) bool { return a.Panes.Has(of) && (a.Panes != action.Anywhere || a.Moves) }))
	}
	h.note = "The dim words are the names of the actions, for `ui.keys` in the configuration."
	return h
}

func commandHelp(k *KeyMap) (entries []helpEntry) {
	for _, c := range command.All() {
		if c.Replays && !k.IsReplay {
			continue
		}
		more := ""
		if c.Example != "" {
			more = ":" + c.Name + " " + c.Example
		}
		entries = append(entries, helpEntry{left: strings.TrimSpace(":" + c.Name + " " + c.Args), right: c.Help, more: more})
	}
	return entries
}

func stateHelp(k *KeyMap, th *theme.Theme) []helpEntry {
	signs := th.Glyphs.Signs()
	return []helpEntry{
		{left: signs.Live + " live", right: "subscribed, data is fresh"},
		{left: signs.Stale + " stale", right: "subscribed, but no data for longer than is usual, or the preset's `stale`"},
		{left: signs.NoData + " no data", right: "subscribed, and nothing has come yet; only history: nothing that is new"},
		{left: signs.Pending + " pending", right: "asked for, not answered yet"},
		{left: signs.Rejected + " rejected", right: "the server said no; " + k.Label("again") + " tries again"},
		{left: signs.Off + " off", right: "not subscribed"},
	}
}

func figureHelp(th *theme.Theme) []helpEntry {
	return []helpEntry{
		{left: "term 38ms 9KiB/s", right: "round trip to your terminal, and what it is sent"},
		{left: "lag 38ms p99 210ms", right: "how late data comes by the feed's own clock: the median, and the 99th percentile"},
		{left: "data 0.1s heartbeat 0.4s", right: "since the last event, and since the last heartbeat"},
		{left: "in = log + beats + dropped", right: "messages, where some were dropped: too many to keep; :balance"},
		{left: th.Glyphs.Signs().Change, right: "change over the window of the chart, in per cent"},
		{left: "/s", right: "events a second, over five seconds"},
		{left: "hatched", right: "messages were lost (gap), nothing came (silence), no connection (down)"},
	}
}
