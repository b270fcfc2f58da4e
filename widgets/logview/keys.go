package logview

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap are the keys of the log.
type KeyMap struct {
	Up, Down, HalfUp, HalfDown, PageUp, PageDown, Top, Bottom key.Binding
	Left, Right                                               key.Binding
	// Freeze stops the log, or lets it go on.
	Freeze key.Binding
	// FreezePage freezes the log if it is live, and else pages forward.
	FreezePage key.Binding
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
		Freeze:     bind("p", "freeze", "p"),
		FreezePage: bind("space", "freeze, then page down", "space"),
		NextHit:    bind("n", "next hit", "n"),
		PrevHit:    bind("N", "previous hit", "N"),
		Context:    bind("\\", "the entry in its unfiltered context", "\\"),
		Mark:       bind("m", "mark", "m"),
		NextMark:   bind("'", "next mark", "'"),
		NextEvent:  bind("e", "next gap, trouble or alert", "e"),
		PrevEvent:  bind("E", "previous gap, trouble or alert", "E"),
		Time:       bind("t", "time of receipt, of the feed, or difference", "t"),
		Wrap:       bind("w", "wrap long entries", "w"),
	}
}

// Update handles a key press. It does not check the focus: the caller
// does. The command is always nil.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	m.jump = pendingJump{}
	m.say("")
	switch {
	case key.Matches(press, m.Keys.Up):
		m.Up(1)
	case key.Matches(press, m.Keys.Down):
		m.Down(1)
	case key.Matches(press, m.Keys.HalfUp):
		m.HalfUp()
	case key.Matches(press, m.Keys.HalfDown):
		m.HalfDown()
	case key.Matches(press, m.Keys.PageUp):
		m.PageUp()
	case key.Matches(press, m.Keys.PageDown):
		m.PageDown()
	case key.Matches(press, m.Keys.Top):
		m.Top()
	case key.Matches(press, m.Keys.Bottom):
		m.Bottom()
	case key.Matches(press, m.Keys.Left):
		m.Left()
	case key.Matches(press, m.Keys.Right):
		m.Right()
	case key.Matches(press, m.Keys.Freeze) && m.frozen:
		m.Live()
	case key.Matches(press, m.Keys.Freeze):
		m.Freeze(m.now)
	case key.Matches(press, m.Keys.FreezePage) && m.frozen:
		m.PageDown()
	case key.Matches(press, m.Keys.FreezePage):
		m.Freeze(m.now)
	case key.Matches(press, m.Keys.NextHit):
		m.NextHit()
	case key.Matches(press, m.Keys.PrevHit):
		m.PrevHit()
	case key.Matches(press, m.Keys.Context):
		m.ToggleContext()
	case key.Matches(press, m.Keys.Mark):
		m.ToggleMark()
	case key.Matches(press, m.Keys.NextMark):
		m.NextMark()
	case key.Matches(press, m.Keys.NextEvent):
		m.NextEvent()
	case key.Matches(press, m.Keys.PrevEvent):
		m.PrevEvent()
	case key.Matches(press, m.Keys.Time):
		m.CycleTime()
	case key.Matches(press, m.Keys.Wrap):
		m.ToggleWrap()
	}
	return m, nil
}
