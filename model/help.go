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
		func(width int) []string { return paneHelp(keys, d.Theme, of).Lines(d.Theme, width) },
		func(width int) []string { return allHelp(keys, d.Theme).Lines(d.Theme, width) }))
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
func paneHelp(k *KeyMap, th *theme.Theme, of layout.Pane) (h dialog.HelpText) {
	for _, group := range helpGroups {
		var entries []dialog.HelpEntry
		for i := range k.Actions {
			if a := &k.Actions[i]; a.Binding.Enabled() && a.Panes.Has(of) && group.has(a) {
				entries = append(entries, dialog.HelpEntry{Left: a.Names(), Right: a.Does(of)})
			}
		}
		h.Add(paneTitles[of]+": "+group.title, entries)
	}
	h.Add("COMMANDS", commandHelp(k))
	h.Add("STATES", stateHelp(k, th))
	h.Add("FIGURES", figureHelp(th))
	return h
}

// allHelp is what works in each pane, with the names of the actions.
func allHelp(k *KeyMap, th *theme.Theme) (h dialog.HelpText) {
	entries := func(of layout.Pane, shown func(a *record) bool) (entries []dialog.HelpEntry) {
		for i := range k.Actions {
			if a := &k.Actions[i]; a.Binding.Enabled() && shown(a) {
				entries = append(entries, dialog.HelpEntry{Left: a.Names(), Right: a.Does(of), More: a.Name})
			}
		}
		return entries
	}
	h.Add("ANYWHERE", entries(layout.Log, func(a *record) bool { return a.Panes == action.Anywhere && !a.Moves }))
	for _, of := range []layout.Pane{layout.Log, layout.List, layout.Chart, layout.Inspect} {
		h.Add(paneTitles[of], entries(of, func(a *record) bool { return a.Panes.Has(of) && (a.Panes != action.Anywhere || a.Moves) }))
	}
	h.Note = "The dim words are the names of the actions, for `ui.keys` in the configuration."
	return h
}

func commandHelp(k *KeyMap) (entries []dialog.HelpEntry) {
	for _, c := range command.All() {
		if c.Replays && !k.IsReplay {
			continue
		}
		more := ""
		if c.Example != "" {
			more = ":" + c.Name + " " + c.Example
		}
		entries = append(entries, dialog.HelpEntry{Left: strings.TrimSpace(":" + c.Name + " " + c.Args), Right: c.Help, More: more})
	}
	return entries
}

func stateHelp(k *KeyMap, th *theme.Theme) []dialog.HelpEntry {
	signs := th.Glyphs.Signs()
	return []dialog.HelpEntry{
		{Left: signs.Live + " live", Right: "subscribed, data is fresh"},
		{Left: signs.Stale + " stale", Right: "subscribed, but no data for longer than is usual, or the preset's `stale`"},
		{Left: signs.NoData + " no data", Right: "subscribed, and nothing has come yet; only history: nothing that is new"},
		{Left: signs.Pending + " pending", Right: "asked for, not answered yet"},
		{Left: signs.Rejected + " rejected", Right: "the server said no; " + k.Label("again") + " tries again"},
		{Left: signs.Off + " off", Right: "not subscribed"},
	}
}

func figureHelp(th *theme.Theme) []dialog.HelpEntry {
	return []dialog.HelpEntry{
		{Left: "term 38ms 9KiB/s", Right: "round trip to your terminal, and what it is sent"},
		{Left: "lag 38ms p99 210ms", Right: "how late data comes by the feed's own clock: the median, and the 99th percentile"},
		{Left: "data 0.1s heartbeat 0.4s", Right: "since the last event, and since the last heartbeat"},
		{Left: "in = log + beats + dropped", Right: "messages, where some were dropped: too many to keep; :balance"},
		{Left: th.Glyphs.Signs().Change, Right: "change over the window of the chart, in per cent"},
		{Left: "/s", Right: "events a second, over five seconds"},
		{Left: "hatched", Right: "messages were lost (gap), nothing came (silence), no connection (down)"},
	}
}
