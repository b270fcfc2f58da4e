package flow

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Origin is where a message of Bubble Tea comes from, as far as that can be known.
type Origin uint8

const (
	Other     Origin = iota
	Reply            // the terminal's reply to a query, even if it reads like a key
	Ambiguous        // a key that may be the first part of a reply
)

// xtermModifiers are those that a key can have in a sequence of xterm's.
const xtermModifiers = tea.ModShift | tea.ModAlt | tea.ModCtrl | tea.ModMeta

// Receive updates the flow control with what a message says about the terminal: a reply, a key, or whether it has the
// focus.
func (c *Control) Receive(msg tea.Msg) (origin Origin) {
	if origin = c.origin(msg); origin == Reply {
		c.reply()
		return Reply
	}
	switch msg.(type) {
	case tea.FocusMsg:
		c.change(func(l *link) { l.blurred = false })
	case tea.BlurMsg:
		c.change(func(l *link) { l.blurred = true })
	case tea.KeyPressMsg:
		c.change(func(l *link) { l.queries.keyPressed() })
	}
	return origin
}

func (c *Control) reply() { c.change(func(l *link) { l.reply(time.Now()) }) }

// origin returns where a message comes from. With the cursor in the first line, between the second and the sixteenth column,
// a reply reads like F3 with modifiers: for Bubble Tea it is only that if it comes alone, and that and then the position
// if it comes with something else. So there the key is what counts. In the first column it is always F3 and then the
// position, which counts; the key may be one or not.
func (c *Control) origin(msg tea.Msg) Origin {
	switch msg := msg.(type) {
	case tea.CursorPositionMsg:
		if msg.Y > 0 || msg.X == 0 || tea.KeyMod(msg.X) > xtermModifiers {
			return Reply
		}
	case tea.KeyPressMsg:
		c.mu.Lock()
		defer c.mu.Unlock()
		switch {
		case msg.Code != tea.KeyF3 || msg.Mod > xtermModifiers || !c.link.queries.pending():
		case msg.Mod != 0:
			return Reply
		default:
			return Ambiguous
		}
	}
	return Other
}
