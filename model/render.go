package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/flow"
	"sockeye/model/layout"
	"sockeye/model/pane"
)

// renders decides which states of the screen are rendered: those that the operator has caused, and of the others as many as
// the link to the terminal carries. Between two of them, View returns the same.
type renders struct {
	flow       *flow.Control
	figures    linkFigures
	view       tea.View   // the last one that was rendered
	pending    bool       // something new is not rendered until the link is ready
	waiting    bool       // and a Cmd waits for that
	quitting   bool       // the program may quit: no reply of the terminal is waited for
	headerOnly bool       // log and chart are left blank
	measured   bool       // the link was measured at the last render
	chartRows  int        // that the link can bring
	tab        *pane.Feed // of the last render
}

// Filter is for tea.WithFilter. It keeps the program from quitting while a reply of the terminal is on its way: it would go
// to the shell.
func (m *Model) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, quits := msg.(tea.QuitMsg); !quits || m.renders.quitting {
		return msg
	}
	return quitMsg{}
}

// quitMsg comes when the program is about to quit.
type quitMsg struct{}

// lastReply is how long the last reply is waited for.
const lastReply = time.Second

// quit quits when the terminal has replied.
func (m *Model) quit() tea.Cmd {
	m.renders.quitting = true
	control := m.renders.flow
	pending := control.Stop()
	return func() tea.Msg {
		if pending {
			control.WaitReplies(lastReply)
		}
		return tea.QuitMsg{}
	}
}

// isOperators reports whether a message is from the operator, or says what an act of the operator has led to.
func isOperators(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg, tea.WindowSizeMsg, tea.FocusMsg, noticeMsg, answerMsg, sentMsg:
		return true
	}
	return false
}

// readyMsg comes when what is new may be rendered.
type readyMsg struct{}

// probe is a render with nothing in it: what it resets is so already.
const probe = ansi.ResetStyle

// render renders the screen after a message, if there is something new on it: always when the operator has caused that,
// and else when the link is ready. What is not rendered now is as soon as it is.
func (m *Model) render(msg tea.Msg, origin flow.Origin) tea.Cmd {
	r := &m.renders
	if origin == flow.Other && isOperators(msg) {
		r.pending = false
		m.paint(true)
		return nil
	}
	switch msg.(type) {
	case tea.CursorPositionMsg: // nothing new
	case readyMsg:
		r.waiting = false
	default:
		r.pending = r.pending || origin != flow.Reply
	}
	if m.clipboard.sending() { // a terminal reads all that comes as a part of the sequence
		r.pending = true
		return nil
	}
	var cmds []tea.Cmd
	if r.pending && r.flow.Ready() && r.flow.Probe() {
		cmds = append(cmds, tea.Raw(probe))
	}
	if r.pending && r.flow.Ready() {
		r.pending = false
		m.paint(false)
	}
	if r.pending && !r.waiting {
		r.waiting = true
		ctx, control := m.ctx, r.flow
		cmds = append(cmds, func() tea.Msg {
			if !control.Wait(ctx) {
				return nil
			}
			return readyMsg{}
		})
	}
	return tea.Batch(cmds...)
}

// paint renders the screen as it is now. byOperator: what is new was caused by the operator.
func (m *Model) paint(byOperator bool) {
	r, t := &m.renders, m.tab()
	measured := r.flow.Measured()
	if r.limitChart(m.layout.Rects[layout.Chart]) {
		m.chart().Refresh()
	}
	// What a link of low rate is to bring first is the header and the watchlist: before it is measured, and once more after
	// that, when there are values. Log and chart are next.
	r.headerOnly = !measured || !r.measured && !byOperator && r.chartRows < m.layout.Rects[layout.Chart].Height
	r.measured = measured
	r.limitLog(t, m.layout.Rects[layout.Log])
	r.view = draw(m)
}

// entryExtra is what a line of the log costs beyond its cells, in bytes: colours, borders and the way to it.
const entryExtra = 70

// limitLog sets how many lines of the log of a feed the next render may change, in its place.
func (r *renders) limitLog(t *pane.Feed, in layout.Rect) {
	if r.tab != nil && r.tab != t { // the screen has the log of another feed
		t.Log.Redraw()
	}
	r.tab = t
	lines := r.flow.Budget(in.Width + entryExtra)
	t.Log.SetHighlight(r.highlights(t.Log.Live(), in))
	if r.headerOnly {
		lines = 0
	}
	t.Log.SetBudget(lines)
}

// highlights reports whether the link carries a log whose JSON has styles: over a network only one that does not move, and that is
// worth a render.
func (r *renders) highlights(live bool, place layout.Rect) bool {
	const highlighted = 3 // times as many bytes, at most
	if r.flow.Remote() && live {
		return false
	}
	return r.flow.Budget(highlighted*(place.Width+entryExtra)) >= place.Height
}

// lineExtra is what a line of the chart costs beyond its cells, in bytes: the way to it, and its colours; and cellBytes what
// a cell does.
const (
	lineExtra = 20
	cellBytes = 3
)

// limitChart sets how many rows the picture of the chart may have in its place, and reports whether they are others. A chart that moves
// is another one in each render, and large enough it takes more of the link than all the rest of the screen, which would
// be as old as that. So it is as large as what the link brings in the chart's share of a render. It does not grow before
// it can be twice as large: a picture that changes its size all the time cannot be read.
func (r *renders) limitChart(in layout.Rect) (changed bool) {
	rows := r.flow.Budget(in.Width*cellBytes + lineExtra)
	if before := r.chartRows; rows < before || rows >= 2*before {
		r.chartRows = rows
		return rows != before
	}
	return false
}
