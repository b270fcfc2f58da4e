package model

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// panes are the panes in which an action has its keys.
type panes uint8

const (
	inLog     = panes(1) << paneLog
	inList    = panes(1) << paneList
	inChart   = panes(1) << paneChart
	inInspect = panes(1) << paneInspect
	anywhere  = inLog | inList | inChart | inInspect
)

// action is something that keys do. One that several widgets know, such as going up, has the same keys in all of them.
type action struct {
	name  string // in `ui.keys` and in the help
	panes panes
	keys  []*key.Binding
	fixed bool // cannot be given other keys
	moves bool // the cursor of a pane, whichever has the keys
}

// binding returns the keys of the action with what they do.
func (a *action) binding() *key.Binding { return a.keys[0] }

// actions are all actions of the panes, in the order of the help.
func (k *KeyMap) actions() []action {
	on := func(name string, where panes, keys ...*key.Binding) action {
		return action{name: name, panes: where, keys: keys}
	}
	moves := func(name string, where panes, keys ...*key.Binding) action {
		return action{name: name, panes: where, keys: keys, moves: true}
	}
	l, i, w := &k.log, &k.inspect, &k.list
	return []action{
		moves("up", anywhere, &l.Up, &i.Up, &w.Up),
		moves("down", anywhere, &l.Down, &i.Down, &w.Down),
		moves("half-up", inLog|inInspect, &l.HalfUp, &i.HalfUp),
		moves("half-down", inLog|inInspect, &l.HalfDown, &i.HalfDown),
		moves("page-up", anywhere, &l.PageUp, &i.PageUp, &w.PageUp),
		moves("page-down", anywhere, &l.PageDown, &i.PageDown, &w.PageDown),
		moves("top", anywhere, &l.Top, &i.Top, &w.Top),
		moves("bottom", anywhere, &l.Bottom, &i.Bottom, &w.Bottom),
		moves("left", inLog, &l.Left),
		moves("right", inLog, &l.Right),
		on("freeze-page", inLog, &l.FreezePage),
		on("inspect", inLog|inList, &k.Inspect),
		on("search", anywhere, &k.Search),
		on("next-hit", anywhere, &l.NextHit),
		on("previous-hit", anywhere, &l.PrevHit),
		on("filter", inLog|inInspect|inChart, &k.Filter),
		on("context", inLog, &l.Context),
		on("mark", inLog, &l.Mark),
		on("next-mark", inLog, &l.NextMark),
		on("next-event", inLog, &l.NextEvent),
		on("previous-event", inLog, &l.PrevEvent),
		on("time", inLog, &l.Time),
		on("wrap", inLog, &l.Wrap),

		on("fold", inInspect, &i.Toggle),
		on("out", inInspect, &i.Fold),
		on("in", inInspect, &i.Unfold),
		on("next-message", inInspect, &k.StepNext),
		on("previous-message", inInspect, &k.StepPrev),
		on("plot", inInspect, &k.Plot),
		on("alert-on", inInspect, &k.AlertOn),
		on("difference", inInspect, &i.Difference),
		on("raw", inInspect, &i.Mode),
		on("copy", inLog|inInspect, &k.Copy),
		on("copy-path", inInspect, &k.CopyPath),

		on("toggle", inList, &k.Toggle),
		on("again", inList, &k.Again),
		on("sort", inList, &k.Sort),
		on("add", inList|inChart, &k.Add),

		on("crosshair-left", inChart, &k.Left),
		on("crosshair-right", inChart, &k.Right),
		on("seek", inChart, &k.Seek),
		on("hide", inChart, &k.Hide),
		on("percent", inChart, &k.Percent),
		on("earlier", inChart, &k.Back),
		on("later", inChart, &k.Forward),
		on("reset", inChart, &k.Reset),
		on("interval", inChart, &k.Interval),
		on("lock", inChart, &k.Lock),

		on("subscribe", anywhere, &k.Subscribe),
		on("unsubscribe", anywhere, &k.Unsubscribe),
		on("unsubscribe-all", anywhere, &k.UnsubscribeAll),
		on("reconnect", anywhere, &k.Reconnect),
		on("freeze", anywhere, &k.Freeze, &l.Freeze),
		on("chart", anywhere, &k.Kind),
		on("wider", anywhere, &k.Wider),
		on("narrower", anywhere, &k.Narrower),
		on("next-pane", anywhere, &k.NextPane),
		on("previous-pane", anywhere, &k.PrevPane),
		{name: "feed", panes: anywhere, keys: []*key.Binding{&k.Feed}, fixed: true},
		on("next-feed", anywhere, &k.NextFeed),
		on("previous-feed", anywhere, &k.PrevFeed),
		on("zoom", anywhere, &k.Zoom),
		on("watchlist", anywhere, &k.List),
		on("alerts", anywhere, &k.Alerts),
		on("acknowledge", anywhere, &k.Acknowledge),
		on("clear", anywhere, &k.Clear),
		on("mouse", anywhere, &k.Mouse),
		on("command", anywhere, &k.Command),
		on("help", anywhere, &k.Help),
		on("back", anywhere, &k.Peel),
		on("quit", anywhere, &k.Quit),
		on("keep", anywhere, &k.Keep),
		on("suspend", anywhere, &k.Suspend),
		{name: "leave", panes: anywhere, keys: []*key.Binding{&k.Leave}, fixed: true},
	}
}

// bound reports whether a key does anything in the pane that has the keys.
func (m *Model) bound(press tea.KeyPressMsg) bool {
	actions := m.keys.actions()
	return slices.ContainsFunc(actions, func(a action) bool {
		return a.panes&(1<<m.focus) != 0 && key.Matches(press, *a.binding())
	})
}

// shared returns a key that two actions have in the same pane.
func (a *action) shared(b *action) (string, bool) {
	if a.panes&b.panes == 0 || !a.binding().Enabled() || !b.binding().Enabled() {
		return "", false
	}
	for _, k := range a.binding().Keys() {
		if slices.Contains(b.binding().Keys(), k) {
			return k, true
		}
	}
	return "", false
}

// set gives the action other keys, or none.
func (a *action) set(keys []string) {
	for _, b := range a.keys {
		b.SetEnabled(len(keys) > 0)
		if len(keys) > 0 {
			b.SetKeys(keys...)
			b.SetHelp(keys[0], b.Help().Desc)
		}
	}
}
