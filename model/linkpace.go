package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/link"
)

// pacer decides which of the Views are new ones: those that the operator has asked for, and of the others as many as the
// link carries.
type pacer struct {
	glass    *glass
	meter    linkMeter
	shown    tea.View // the last new one
	still    bool     // there is no new one
	asked    bool     // the operator has asked for it
	log      string   // its view before that
	waiting  bool     // something new is held back until the link is free
	showing  bool     // and that is waited for
	settling bool     // the program leaves
	doubt    bool     // the message at hand is a key that may be an answer
	shadow   bool     // it is one
	sparse   bool     // log and chart are left out
	known    bool     // there was a frame since the link is known

	chartRows int // that the link can bring
}

// Frame is to be called before each write to the terminal with its length in bytes, and returns what has to be written in
// front of it and behind it; see terminal.Output. It may be called from any goroutine.
func (m *Model) Frame(bytes int) (before, after string) { return m.pacer.glass.frame(bytes) }

// Filter is for tea.WithFilter. It keeps the program from leaving while the terminal has a question to answer: the answer
// would be typed into the shell.
func (m *Model) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, quits := msg.(tea.QuitMsg); !quits || m.pacer.settling {
		return msg
	}
	return settleMsg{}
}

// settleMsg comes when the program is about to leave.
type settleMsg struct{}

// lastAnswer is how long the answer to the last question is waited for.
const lastAnswer = time.Second

// settle leaves when the terminal has answered.
func (m *Model) settle() tea.Cmd {
	m.pacer.settling = true
	g, on := m.pacer.glass, false
	g.look(func(l *link.Link) { on = l.Leave(time.Now()) })
	return func() tea.Msg {
		if on {
			g.settled(lastAnswer)
		}
		return tea.QuitMsg{}
	}
}

// showMsg comes when what was held back may be shown.
type showMsg struct{}

// follow takes in what a message says about the link.
func (m *Model) follow(msg tea.Msg) {
	m.pacer.asked = false
	if m.answers(msg) {
		m.pacer.glass.change(func(l *link.Link) { l.Answered(time.Now()) })
		return
	}
	if m.pacer.asked = isOperators(msg) && !m.pacer.doubt; m.pacer.asked {
		m.pacer.log = m.tab().log.View()
	}
	switch msg.(type) {
	case tea.FocusMsg:
		m.pacer.glass.change(func(l *link.Link) { l.SetFocus(true) })
	case tea.BlurMsg:
		m.pacer.glass.change(func(l *link.Link) { l.SetFocus(false) })
	case tea.KeyPressMsg:
		m.pacer.glass.change(func(l *link.Link) { l.Typed() })
	case showMsg:
		m.pacer.showing = false
	}
}

// xtermModifiers are those that a key can have in a sequence of xterm's.
const xtermModifiers = tea.ModShift | tea.ModAlt | tea.ModCtrl | tea.ModMeta

// answers reports whether a message is the terminal's answer to a question. With the cursor in the first line, between the
// second and the sixteenth column, an answer reads like F3 with modifiers: to Bubble Tea it is only that if it comes
// alone, and that and then the position if it comes with something else. So there the key is what counts. In the first
// column it is always F3 and then the position, which counts; the key is one as far as anybody can tell, but not urgent.
func (m *Model) answers(msg tea.Msg) bool {
	m.pacer.shadow, m.pacer.doubt = false, false
	switch msg := msg.(type) {
	case tea.CursorPositionMsg:
		return msg.Y > 0 || msg.X == 0 || tea.KeyMod(msg.X) > xtermModifiers
	case tea.KeyPressMsg:
		if msg.Code == tea.KeyF3 && msg.Mod <= xtermModifiers {
			m.pacer.glass.look(func(l *link.Link) { m.pacer.doubt = l.Awaits() })
		}
		m.pacer.shadow = m.pacer.doubt && msg.Mod != 0
	}
	return m.pacer.shadow
}

// shadow reports whether the key at hand is none.
func (m *Model) shadow(tea.KeyPressMsg) bool { return m.pacer.shadow }

// isOperators reports whether a message is from the operator, or answers one.
func isOperators(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg, tea.WindowSizeMsg, tea.FocusMsg, saidMsg, answerMsg, sentMsg:
		return true
	}
	return false
}

// hold decides whether the next View is a new one: always when the operator has done something, and else when there
// is something new and the link is free. What is held back is shown as soon as it is.
func (m *Model) hold(msg tea.Msg) tea.Cmd {
	if m.pacer.asked {
		m.pacer.waiting, m.pacer.still = false, false
		return nil
	}
	if m.sending != nil {
		m.pacer.waiting, m.pacer.still = true, true
		return nil
	}
	switch msg.(type) {
	case tea.CursorPositionMsg, showMsg: // nothing new
	default:
		m.pacer.waiting = m.pacer.waiting || !m.pacer.shadow
	}
	ctx, g := m.ctx, m.pacer.glass
	var cmds []tea.Cmd
	if m.pacer.waiting && g.open() && g.probes() {
		cmds = append(cmds, tea.Raw(probe))
	}
	m.pacer.still = !m.pacer.waiting || !g.open()
	if !m.pacer.still {
		m.pacer.waiting = false
	}
	if m.pacer.waiting && !m.pacer.showing {
		m.pacer.showing = true
		cmds = append(cmds, func() tea.Msg {
			if !g.wait(ctx) {
				return nil
			}
			return showMsg{}
		})
	}
	return tea.Batch(cmds...)
}

// probe is a frame with nothing in it: what it resets is so already.
const probe = ansi.ResetStyle
