package model

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/footer"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// panes are the panes in which an action has its keys.
type panes uint8

const (
	inLog     = panes(1) << layout.Log
	inList    = panes(1) << layout.List
	inChart   = panes(1) << layout.Chart
	inInspect = panes(1) << layout.Inspect
	anywhere  = inLog | inList | inChart | inInspect
)

// has reports whether a pane is one of them.
func (p panes) has(one layout.Pane) bool { return p&(1<<one) != 0 }

// action is something that an operator can do with a key: all that the screen knows of it. What keys do, the help, the
// footer, `ui.keys` of the configuration and what a screen that only reads refuses follow from the records. They are in
// the function [actions] and those that it calls, and nowhere else.
type action struct {
	name  string // in `ui.keys` and in the help; no two have the same
	panes panes  // no two that have a key in common are in the same pane
	keys  []string
	shown string // what stands for the keys, where that is not the first of them
	help  string
	// widgets are the keys of widgets that know the action by themselves. Where the record has no keys, the first of them
	// gives keys and help.
	widgets func(k *KeyMap) []*key.Binding
	in      map[layout.Pane]variant // where it is something else than elsewhere
	footer  []keyHint
	run     func(m *Model, press tea.KeyPressMsg) tea.Cmd

	sends    bool // a request to a server: nothing for a screen that only reads, and for a replay
	connects bool // it makes or ends a connection: nothing for a replay
	replays  bool // it is for a replay alone, where its keys are none of other actions; see [KeyMap.Replaying]
	moves    bool // the cursor of a pane, whichever has the keys
	fixed    bool // it cannot be given other keys
	always   bool // while a dialog is open too

	binding key.Binding // what it is bound to; see NewKeys
}

// variant is what an action does in one pane, and what the help says of it there; what is empty is as elsewhere.
type variant struct {
	help string
	run  func(m *Model, press tea.KeyPressMsg) tea.Cmd
}

// keyHint is a place of an action in the footer.
type keyHint struct {
	rank  int                 // those with lower ones stand before it
	in    panes               // 0: wherever the action has its keys
	words string              // "": those of the help
	with  string              // another action, whose key stands beside that of this one
	by    string              // what stands between them
	when  func(m *Model) bool // nil: always
}

// KeyMap are all that keys do, with the keys that they have.
type KeyMap struct {
	actions   []action // in the order of the help
	replaying bool     // they are those of a replay

	log     logview.KeyMap
	inspect inspect.KeyMap
	list    watchlist.KeyMap
}

// actions returns the table of all that keys do, in the order of the help.
func actions() []action {
	return slices.Concat(logActions(), inspectActions(), listActions(), chartActions(), replayActions(), screenActions())
}

// DefaultKeys returns the keys that the screen has without a configuration: those of vim, less and k9s.
func DefaultKeys() *KeyMap {
	k := &KeyMap{actions: actions(), log: logview.DefaultKeyMap(), inspect: inspect.DefaultKeyMap(), list: watchlist.DefaultKeyMap()}
	for i := range k.actions {
		a := &k.actions[i]
		if len(a.keys) == 0 {
			a.binding = *a.widgets(k)[0]
			continue
		}
		shown := a.shown
		if shown == "" {
			shown = a.keys[0]
		}
		a.binding = key.NewBinding(key.WithKeys(a.keys...), key.WithHelp(shown, a.help))
		a.binding.SetEnabled(!a.replays)
	}
	return k
}

// set gives an action other keys, or none.
func (k *KeyMap) set(a *action, keys []string) {
	bindings := []*key.Binding{&a.binding}
	if a.widgets != nil {
		bindings = append(bindings, a.widgets(k)...)
	}
	for _, b := range bindings {
		b.SetEnabled(len(keys) > 0 && !a.replays)
		if len(keys) > 0 {
			b.SetKeys(keys...)
			b.SetHelp(keys[0], b.Help().Desc)
		}
	}
}

// of returns the key of an action.
func (k *KeyMap) of(name string) key.Binding {
	for i := range k.actions {
		if k.actions[i].name == name {
			return k.actions[i].binding
		}
	}
	return key.NewBinding(key.WithDisabled()) // there is none: TestKeysAreAskedForByTheNamesOfActions
}

// label returns the key of an action as sentences have it.
func (k *KeyMap) label(name string) string { return k.of(name).Help().Key }

// labels returns the keys of actions, one and another, as sentences have them.
func (k *KeyMap) labels(names ...string) string {
	b := k.of(names[0])
	for _, name := range names[1:] {
		b = footer.Join(b, k.of(name), " and ")
	}
	return b.Help().Key
}

// is reports whether a key is that of an action.
func (k *KeyMap) is(name string, press tea.KeyPressMsg) bool { return key.Matches(press, k.of(name)) }

// forDialogs returns the keys that dialogs share with the panes.
func (k *KeyMap) forDialogs() dialog.Keys {
	return dialog.Keys{
		Back: k.of("back"), Quit: k.of("quit"), Help: k.of("help"),
		Up: k.of("up"), Down: k.of("down"), PageUp: k.of("page-up"), PageDown: k.of("page-down"), Top: k.of("top"), Bottom: k.of("bottom"),
		HalfUp: k.of("half-up"), HalfDown: k.of("half-down"), PinPage: k.of("pin-page"),
	}
}

// find returns what a key does in a pane; nil is nothing.
func (k *KeyMap) find(in layout.Pane, press tea.KeyPressMsg) *action {
	for i := range k.actions {
		if a := &k.actions[i]; a.panes.has(in) && key.Matches(press, a.binding) {
			return a
		}
	}
	return nil
}

// clash returns a key that two actions have in the same pane.
func (a *action) clash(b *action) (string, bool) {
	if a.panes&b.panes == 0 || !a.binding.Enabled() || !b.binding.Enabled() {
		return "", false
	}
	for _, k := range a.binding.Keys() {
		if slices.Contains(b.binding.Keys(), k) {
			return k, true
		}
	}
	return "", false
}

// does returns what the help says of the action in a pane.
func (a *action) does(in layout.Pane) string {
	if v := a.in[in]; v.help != "" {
		return v.help
	}
	return a.binding.Help().Desc
}

// names returns the keys of the action as the help has them.
func (a *action) names() string {
	if keys := a.binding.Keys(); len(keys) <= 3 {
		return strings.Join(keys, " ")
	}
	return a.binding.Help().Key
}

// act does what an action does in the pane that has the keys.
func (m *Model) act(a *action, press tea.KeyPressMsg) tea.Cmd {
	if err := m.refuses(a.sends, a.connects); err != nil {
		m.notices.ShowError(err)
		return nil
	}
	if v := a.in[m.shape.Focus]; v.run != nil {
		return v.run(m, press)
	}
	return a.run(m, press)
}

// hints returns the keys that do something where the cursor of a screen is, the most wanted ones first.
func (k *KeyMap) hints(m *Model) []key.Binding {
	type ranked struct {
		rank int
		key  key.Binding
	}
	var shown []ranked
	for i := range k.actions {
		a := &k.actions[i]
		if !a.panes.has(m.shape.Focus) || m.refuses(a.sends, a.connects) != nil {
			continue
		}
		if a.replays && !k.replaying {
			continue
		}
		for _, h := range a.footer {
			if h.in != 0 && !h.in.has(m.shape.Focus) || h.when != nil && !h.when(m) {
				continue
			}
			b := a.binding
			if h.with != "" {
				b = footer.Join(b, k.of(h.with), h.by)
			}
			if h.words != "" {
				b = footer.Describe(b, h.words)
			}
			shown = append(shown, ranked{h.rank, b})
		}
	}
	slices.SortStableFunc(shown, func(a, b ranked) int { return a.rank - b.rank })
	keys := make([]key.Binding, len(shown))
	for i := range shown {
		keys[i] = shown[i].key
	}
	return keys
}
