package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// pacer decides which of the Views are new ones: those that the operator has asked for, and of the others as many as the
// link carries.
type pacer struct {
	glass    *glass
	meter    linkMeter
	shown    tea.View  // the last new one
	still    bool      // there is no new one
	asked    bool      // the operator has asked for it
	waiting  bool      // something new is held back until the link is free
	showing  bool      // and that is waited for
	settling bool      // the program leaves
	charted  time.Time // when the chart was refreshed
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
	g.look(func(l *link) { on = l.leave(time.Now()) })
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
	switch msg.(type) {
	case tea.CursorPositionMsg:
		m.pacer.glass.change(func(l *link) { l.answered(time.Now()) })
	case tea.FocusMsg:
		m.pacer.glass.change(func(l *link) { l.blurred = false })
	case tea.BlurMsg:
		m.pacer.glass.change(func(l *link) { l.blurred = true })
	case tea.KeyPressMsg:
		m.pacer.glass.change((*link).typed)
	case showMsg:
		m.pacer.showing = false
	}
}

// shadow reports whether a key is none: to Bubble Tea, the answer of a terminal whose cursor is at the left of the first
// line is also F3 with modifiers.
func (m *Model) shadow(press tea.KeyPressMsg) (is bool) {
	if press.Code == tea.KeyF3 && press.Mod != 0 {
		m.pacer.glass.look(func(l *link) { is = l.awaited > 0 })
	}
	return is
}

// hold decides whether the next View is a new one: always when the operator has done something, and else when there
// is something new and the link is free. What is held back is shown as soon as it is.
func (m *Model) hold(msg tea.Msg) tea.Cmd {
	m.pacer.asked = false
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg, tea.WindowSizeMsg, tea.FocusMsg, saidMsg:
		m.pacer.asked, m.pacer.waiting, m.pacer.still = true, false, false
		return nil
	case tea.CursorPositionMsg, showMsg: // nothing new
	default:
		m.pacer.waiting = true
	}
	m.pacer.still = !m.pacer.waiting || !m.pacer.glass.open()
	if !m.pacer.still {
		m.pacer.waiting = false
	}
	if !m.pacer.waiting || m.pacer.showing {
		return nil
	}
	m.pacer.showing = true
	ctx, g := m.ctx, m.pacer.glass
	return func() tea.Msg {
		if !g.wait(ctx, 0, nil) {
			return nil
		}
		return showMsg{}
	}
}

// chartDue reports whether the link can carry another chart. On a link that is not thin it always can.
func (m *Model) chartDue(now time.Time) bool {
	var pace time.Duration
	l := m.plan()
	m.pacer.glass.look(func(link *link) { pace = link.chartPace(l.chartWidth * l.chartHeight) })
	if now.Sub(m.pacer.charted) < pace {
		return false
	}
	m.pacer.charted = now
	return true
}
