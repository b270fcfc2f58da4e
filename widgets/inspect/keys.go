package inspect

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap are the keys of the inspector.
type KeyMap struct {
	Up, Down, HalfUp, HalfDown, PageUp, PageDown, Top, Bottom key.Binding
	// Toggle folds or unfolds what is under the cursor.
	Toggle key.Binding
	// Fold folds what is under the cursor, or goes out to the container around it.
	Fold key.Binding
	// Unfold unfolds what is under the cursor, or goes into it.
	Unfold key.Binding
	// Difference shows what has changed since the message before, or stops showing it.
	Difference key.Binding
	// Mode goes from tree to text to hex to tree, passing over what the message does not allow.
	Mode key.Binding
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
		Top:        bind("g", "first line", "g", "home"),
		Bottom:     bind("G", "last line", "G", "end"),
		Toggle:     bind("space", "fold", "space", "enter"),
		Fold:       bind("left", "fold, or out", "left"),
		Unfold:     bind("right", "unfold, or in", "right"),
		Difference: bind("D", "difference", "D"),
		Mode:       bind("r", "raw / hex", "r"),
	}
}

// Update handles a key press. It does not check the focus: the
// caller does. The command is always nil.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m, nil
	}
	_, height, _ := m.space()
	half, page := max(height/2, 1), max(height-1, 1)
	switch {
	case key.Matches(press, m.Keys.Up):
		m.move(-1, 0)
	case key.Matches(press, m.Keys.Down):
		m.move(1, 0)
	case key.Matches(press, m.Keys.HalfUp):
		m.move(-half, -half)
	case key.Matches(press, m.Keys.HalfDown):
		m.move(half, half)
	case key.Matches(press, m.Keys.PageUp):
		m.move(-page, -page)
	case key.Matches(press, m.Keys.PageDown):
		m.move(page, page)
	case key.Matches(press, m.Keys.Top):
		m.move(-m.length(), -m.length())
	case key.Matches(press, m.Keys.Bottom):
		m.move(m.length(), m.length())
	case key.Matches(press, m.Keys.Toggle):
		m.refold((*tree).toggle)
	case key.Matches(press, m.Keys.Fold):
		m.refold((*tree).fold)
	case key.Matches(press, m.Keys.Unfold):
		m.refold((*tree).unfold)
	case key.Matches(press, m.Keys.Difference):
		m.differ = !m.differ
		m.read()
	case key.Matches(press, m.Keys.Mode):
		m.wanted = (m.shown() + 1) % modes
		m.top = 0
		m.dirty = true
		m.clampWindow()
	}
	return m, nil
}

// Move moves the cursor by so many lines, down if n is positive.
func (m *Model) Move(n int) { m.move(n, 0) }

// move moves the cursor and the window by so many lines. Without a cursor, the window follows what it would do.
func (m *Model) move(cursor, window int) {
	m.dirty = true
	if m.shown() == asTree {
		m.tree.moveTo(m.tree.cursor + cursor)
		m.top += window
	} else {
		m.top += cursor
	}
	m.clampWindow()
}

// refold folds, unfolds or follows the tree. The window stays, unless the cursor leaves it.
func (m *Model) refold(do func(*tree)) {
	if m.shown() != asTree {
		return
	}
	do(&m.tree)
	m.dirty = true
	m.clampWindow()
}
