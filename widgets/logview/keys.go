package logview

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap are the keys of the log.
type KeyMap struct {
	Up, Down, HalfUp, HalfDown, PageUp, PageDown, Top, Bottom key.Binding
	Left, Right                                               key.Binding
	// StopOrPage pins the log if it is live, and else pages forward.
	StopOrPage key.Binding
	// NextHit and PrevHit go to the entries that the search found.
	NextHit, PrevHit key.Binding
	// Context shows the selected entry among those that the filters hide.
	Context key.Binding
	// Mark marks the selected entry, NextMark goes to the next one so marked.
	Mark, NextMark key.Binding
	// NextEvent and PrevEvent go to gaps, troubles and alerts.
	NextEvent, PrevEvent key.Binding
	// Time chooses what stands in the column of times.
	Time key.Binding
	// Wrap breaks long entries into lines, or cuts them.
	Wrap key.Binding
	// Raw shows events as they came, or as a table.
	Raw key.Binding
}

// DefaultKeyMap returns keys as in vim and less.
func DefaultKeyMap() KeyMap {
	bind := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return KeyMap{
		Up:         bind("k", "up", "k", "up"),
		Down:       bind("j", "down", "j", "down"),
		HalfUp:     bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown:   bind("ctrl+d", "half a page down", "ctrl+d"),
		PageUp:     bind("pgup", "page up", "pgup"),
		PageDown:   bind("pgdn", "page down", "pgdown"),
		Top:        bind("g", "first entry", "g", "home"),
		Bottom:     bind("G", "live", "G", "end"),
		Left:       bind("h", "left", "h", "left"),
		Right:      bind("l", "right", "l", "right"),
		StopOrPage: bind("space", "stop the log, then page down", "space"),
		NextHit:    bind("n", "next hit", "n"),
		PrevHit:    bind("N", "previous hit", "N"),
		Context:    bind("\\", "the entry in its unfiltered context", "\\"),
		Mark:       bind("m", "mark", "m"),
		NextMark:   bind("'", "next mark", "'"),
		NextEvent:  bind("e", "next gap, trouble or alert", "e"),
		PrevEvent:  bind("E", "previous gap, trouble or alert", "E"),
		Time:       bind("t", "time of receipt, of the feed, or difference", "t"),
		Wrap:       bind("w", "wrap long entries", "w"),
		Raw:        bind("r", "raw messages, or the table", "r"),
	}
}

// Action is what a key of the log does.
type Action uint8

const (
	LineUp Action = iota
	LineDown
	HalfUp
	HalfDown
	PageUp
	PageDown
	Top
	Bottom     // follows the end of the log again
	Left       // moves the texts back towards their beginning
	Right      // moves the texts so that more of them can be read; they stay so while entries arrive
	StopOrPage // pins a live log, and else pages forward
	NextHit    // the next entry that the search found, or after the last the first
	PrevHit
	ToggleContext // shows the selected entry among those that the filters hide, in its place on the screen, or no more
	ToggleMark
	NextMark // the next marked entry that is shown, or after the last the first
	NextEvent
	PrevEvent // a gap, trouble or alert
	CycleTime // the time of receipt, the feed's own time, and the difference to the entry before
	ToggleWrap
	ToggleRaw // events as they came, or as a table
)

// bindings are the keys by action.
func (k *KeyMap) bindings() [ToggleRaw + 1]key.Binding {
	return [...]key.Binding{
		LineUp: k.Up, LineDown: k.Down, HalfUp: k.HalfUp, HalfDown: k.HalfDown, PageUp: k.PageUp, PageDown: k.PageDown,
		Top: k.Top, Bottom: k.Bottom, Left: k.Left, Right: k.Right, StopOrPage: k.StopOrPage,
		NextHit: k.NextHit, PrevHit: k.PrevHit, ToggleContext: k.Context, ToggleMark: k.Mark, NextMark: k.NextMark,
		NextEvent: k.NextEvent, PrevEvent: k.PrevEvent, CycleTime: k.Time, ToggleWrap: k.Wrap, ToggleRaw: k.Raw,
	}
}

// Update handles a key press. It does not check the focus: the caller
// does. The command is always nil.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	m.jumps.cancel()
	m.jumps.say("")
	for action, binding := range m.Keys.bindings() {
		if key.Matches(press, binding) {
			m.Do(Action(action))
			break
		}
	}
	return m, nil
}

const (
	// sideways is how many cells one step to the left or right moves the text.
	sideways = 16
	// farthest is as far as the text can be moved: what lies beyond is for a pane
	// that shows one message whole.
	farthest = 512 * sideways
)

// Do does what a key does. All that go to an entry pin the log to it.
func (m *Model) Do(a Action) {
	w := m.window
	switch a {
	case LineUp:
		m.Up(1)
	case LineDown:
		m.Down(1)
	case HalfUp:
		m.moved(w.scroll(-w.halfPage()))
	case HalfDown:
		m.moved(w.scroll(w.halfPage()))
	case PageUp:
		m.moved(w.scroll(-w.pageStep()))
	case PageDown:
		m.moved(w.scroll(w.pageStep()))
	case Top:
		m.moved(w.toTop())
	case Bottom:
		m.Resume()
	case Left:
		m.shift(-sideways)
	case Right:
		m.shift(sideways)
	case StopOrPage:
		if m.Live() {
			m.Pin()
		} else {
			m.Do(PageDown)
		}
	case NextHit, PrevHit:
		m.jumps.toHit(a == NextHit)
	case ToggleContext:
		m.toggleContext()
	case ToggleMark:
		m.jumps.toggleMark()
	case NextMark:
		m.jumps.toMark()
	case NextEvent, PrevEvent:
		m.jumps.toEvent(a == NextEvent)
	case CycleTime:
		m.format.times = (m.format.times + 1) % (difference + 1)
		m.redraw.body = true
	case ToggleWrap:
		m.format.wrap, m.format.skip = !m.format.wrap, 0
		m.reform()
	case ToggleRaw:
		if m.format.table.names == nil {
			m.jumps.say("no preset names values")
			return
		}
		m.format.table.raw, m.format.wrap = m.format.tabular, false
		m.reform()
	}
}

// moved notes that the window or the cursor was moved, if it was.
func (m *Model) moved(was bool) {
	if was {
		m.redraw.body = true
	}
}

// shift moves the texts sideways, to the right if there is more to read.
func (m *Model) shift(cells int) {
	m.refreshBody() // to know whether there is more
	f := m.format
	if f.tabular {
		m.moved(f.table.shift(cells > 0))
		return
	}
	if cells > 0 && !f.wider {
		return
	}
	if skip := min(max(f.skip+cells, 0), farthest); skip != f.skip {
		f.skip = skip
		m.redraw.body = true
	}
}

// toggleContext shows the selected entry among those that the filters hide, or goes back to what they let pass.
func (m *Model) toggleContext() {
	switch {
	case len(m.filters.list) == 0:
		m.jumps.say("no filter")
	case !m.log.empty():
		m.window.pin()
		m.rearrange(func() { m.filters.suspended = !m.filters.suspended })
	}
}
