// Package action is the table of what an operator can do: one record an action, all that the screen knows of it.
//
// What a key does in a pane, what the mouse does over it, the help, the footer, `ui.keys` of the configuration, and what a screen
// that only reads or replays refuses, follow from the records. The package runs nothing by itself and knows no screen: the records
// are made for one, with what they run.
package action

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/footer"
)

// Panes are the panes in which an action has its keys.
type Panes uint8

// The panes, by [layout.Pane].
const (
	InLog     = Panes(1) << layout.Log
	InList    = Panes(1) << layout.List
	InChart   = Panes(1) << layout.Chart
	InInspect = Panes(1) << layout.Inspect
	Anywhere  = InLog | InList | InChart | InInspect
)

// Has reports whether a pane is one of them.
func (p Panes) Has(one layout.Pane) bool { return p&(1<<one) != 0 }

// Action is something that an operator can do on a screen S.
type Action[S any] struct {
	Name   string   // in `ui.keys` and in the help; no two have the same
	Panes  Panes    // no two that have a key in common are in the same pane
	Keys   []string // none: it is for the mouse alone
	Shown  string   // what stands for the keys, where that is not the first of them
	Help   string
	In     map[layout.Pane]Variant[S] // where it is something else than elsewhere
	Footer []Hint[S]
	Run    func(screen S, press tea.KeyPressMsg) tea.Cmd

	Mouse tea.MouseButton                  // what of the mouse does it over one of the panes, which has the keys then; tea.MouseNone: nothing
	Point func(screen S, x, y int) tea.Cmd // does it with the mouse, which is on a cell of the pane

	Sends    bool // a request to a server: nothing for a screen that only reads, and for a replay
	Connects bool // it makes or ends a connection: nothing for a replay
	Replays  bool // it is for a replay alone, where its keys are none of other actions; see [Map.Replaying]
	Acts     bool // it does more than change what is seen, and stands with what sends in the help
	Moves    bool // the cursor of a pane, whichever has the keys
	Fixed    bool // it cannot be given other keys
	Always   bool // while a dialog is open too

	Binding key.Binding // what it is bound to; see [Map.Configure]
}

// Variant is what an action does in one pane, and what the help says of it there; what is empty is as elsewhere.
type Variant[S any] struct {
	Help string
	Word string // what the last line of the pane itself says of it, which need not be in the footer then; "": nothing
	Run  func(screen S, press tea.KeyPressMsg) tea.Cmd
}

// Hint is a place of an action in the footer.
type Hint[S any] struct {
	Rank  int                 // those with lower ones stand before it
	In    Panes               // 0: wherever the action has its keys
	Words string              // "": those of the help
	With  string              // another action, whose key stands beside that of this one
	By    string              // what stands between them
	When  func(screen S) bool // nil: always
}

// Map is all that keys do, with the keys that they have.
type Map[S any] struct {
	Actions  []Action[S] // in the order of the help
	IsReplay bool        // they are those of a replay
}

// New returns what keys do by a table of actions, in the order of the help, with the keys that they have there.
func New[S any](actions []Action[S]) *Map[S] {
	k := &Map[S]{Actions: actions}
	for i := range k.Actions {
		a := &k.Actions[i]
		shown := a.Shown
		if shown == "" && len(a.Keys) > 0 {
			shown = a.Keys[0]
		}
		a.Binding = key.NewBinding(key.WithKeys(a.Keys...), key.WithHelp(shown, a.Help))
		a.Binding.SetEnabled(!a.Replays)
	}
	return k
}

// set gives the action other keys, or none.
func (a *Action[S]) set(keys []string) {
	b := &a.Binding
	b.SetEnabled(len(keys) > 0 && !a.Replays)
	if len(keys) > 0 {
		b.SetKeys(keys...)
		b.SetHelp(keys[0], b.Help().Desc)
	}
}

// Of returns the key of an action.
func (k *Map[S]) Of(name string) key.Binding {
	for i := range k.Actions {
		if k.Actions[i].Name == name {
			return k.Actions[i].Binding
		}
	}
	return key.NewBinding(key.WithDisabled()) // there is none: TestKeysAreAskedForByTheNamesOfActions
}

// Label returns the key of an action as sentences have it.
func (k *Map[S]) Label(name string) string { return k.Of(name).Help().Key }

// Labels returns the keys of actions, one and another, as sentences have them.
func (k *Map[S]) Labels(names ...string) string {
	b := k.Of(names[0])
	for _, name := range names[1:] {
		b = footer.Join(b, k.Of(name), " and ")
	}
	return b.Help().Key
}

// Is reports whether a key is that of an action.
func (k *Map[S]) Is(name string, press tea.KeyPressMsg) bool { return key.Matches(press, k.Of(name)) }

// ForDialogs returns the keys that dialogs share with the panes.
func (k *Map[S]) ForDialogs() dialog.Keys {
	return dialog.Keys{
		Back: k.Of("back"), Quit: k.Of("quit"), Help: k.Of("help"),
		Up: k.Of("up"), Down: k.Of("down"), PageUp: k.Of("page-up"), PageDown: k.Of("page-down"), Top: k.Of("top"), Bottom: k.Of("bottom"),
		HalfUp: k.Of("half-up"), HalfDown: k.Of("half-down"), PinPage: k.Of("pin-page"),
	}
}

// Find returns what a key does in a pane; nil is nothing.
func (k *Map[S]) Find(in layout.Pane, press tea.KeyPressMsg) *Action[S] {
	for i := range k.Actions {
		if a := &k.Actions[i]; a.Panes.Has(in) && key.Matches(press, a.Binding) {
			return a
		}
	}
	return nil
}

// Pointed returns what a button of the mouse, or a turn of its wheel, does over a pane; nil is nothing.
func (k *Map[S]) Pointed(in layout.Pane, button tea.MouseButton) *Action[S] {
	for i := range k.Actions {
		if a := &k.Actions[i]; a.Mouse == button && a.Panes.Has(in) {
			return a
		}
	}
	return nil
}

// Clash returns a key that two actions have in the same pane.
func (a *Action[S]) Clash(b *Action[S]) (string, bool) {
	if a.Panes&b.Panes == 0 || !a.Binding.Enabled() || !b.Binding.Enabled() {
		return "", false
	}
	for _, k := range a.Binding.Keys() {
		if slices.Contains(b.Binding.Keys(), k) {
			return k, true
		}
	}
	return "", false
}

// Does returns what the help says of the action in a pane.
func (a *Action[S]) Does(in layout.Pane) string {
	if v := a.In[in]; v.Help != "" {
		return v.Help
	}
	return a.Binding.Help().Desc
}

// Names returns the keys of the action as the help has them.
func (a *Action[S]) Names() string {
	if keys := a.Binding.Keys(); len(keys) <= 3 {
		return strings.Join(keys, " ")
	}
	return a.Binding.Help().Key
}

// InPane returns the keys that the last line of a pane itself has, with what they do.
func (k *Map[S]) InPane(pane layout.Pane) (keys []key.Binding) {
	for i := range k.Actions {
		a := &k.Actions[i]
		if word := a.In[pane].Word; word != "" && a.Panes.Has(pane) && a.Binding.Enabled() {
			keys = append(keys, footer.Describe(a.Binding, word))
		}
	}
	return keys
}

// Hints returns the keys that do something in a pane of a screen, the most wanted ones first, but for
// those that the screen refuses.
func (k *Map[S]) Hints(screen S, in layout.Pane, refuses func(a *Action[S]) bool) []key.Binding {
	type ranked struct {
		rank int
		key  key.Binding
	}
	var shown []ranked
	for i := range k.Actions {
		a := &k.Actions[i]
		if !a.Panes.Has(in) || refuses(a) {
			continue
		}
		if a.Replays && !k.IsReplay {
			continue
		}
		for _, h := range a.Footer {
			if h.In != 0 && !h.In.Has(in) || h.When != nil && !h.When(screen) {
				continue
			}
			b := a.Binding
			if h.With != "" {
				b = footer.Join(b, k.Of(h.With), h.By)
			}
			if h.Words != "" {
				b = footer.Describe(b, h.Words)
			}
			shown = append(shown, ranked{h.Rank, b})
		}
	}
	slices.SortStableFunc(shown, func(a, b ranked) int { return a.rank - b.rank })
	keys := make([]key.Binding, len(shown))
	for i := range shown {
		keys[i] = shown[i].key
	}
	return keys
}
