package model

import (
	"cmp"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/footer"
	"sockeye/widgets/text"
)

// View returns the screen: as many lines as the terminal has, each as wide, whatever its size. It was drawn by Update, and
// stays the same while what is new waits for the link.
func (m *Model) View() tea.View { return m.renders.view }

func (m *Model) draw() tea.View {
	v := tea.NewView(m.screen())
	v.ReportFocus = true
	v.AltScreen = !m.keeping
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "sockeye " + text.Text(m.tab().name, 40) + " " + m.tab().status.State.String()
	return v
}

func (m *Model) screen() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	l := m.plan()
	if l == (layout{}) {
		return m.tiny()
	}
	parts := []string{m.header.View(), m.body(l), m.bottom()}
	return strings.Join(parts, "\n")
}

// body is what lies between the header and the bottom line.
func (m *Model) body(l layout) string {
	t := m.tab()
	if m.dialog != nil {
		if box := m.dialog.View(); box != "" {
			return box
		}
	}
	if m.zoomed || m.listed {
		switch m.focus {
		case paneLog:
			return m.logView(t)
		case paneChart:
			return m.chartView(t)
		case paneList:
			return t.list.View()
		case paneInspect:
			return t.inspector.View()
		}
	}
	if t.inspecting && l.listWidth == 0 {
		return t.inspector.View()
	}
	var blocks []string
	switch {
	case l.chartWidth > 0 && l.listWidth > 0:
		blocks = append(blocks, beside(m.chartView(t), t.list.View()))
	case l.chartWidth > 0:
		blocks = append(blocks, m.chartView(t))
	case l.listWidth > 0:
		blocks = append(blocks, t.list.View())
	}
	log := m.logView(t)
	if t.inspecting {
		log = beside(log, t.inspector.View())
	}
	return strings.Join(append(blocks, log), "\n")
}

// beside puts two blocks of equal height side by side. Their lines are as wide as they say they are, so nothing
// is measured.
func beside(left, right string) string {
	l, r := strings.Split(left, "\n"), strings.Split(right, "\n")
	var b strings.Builder
	for i := range min(len(l), len(r)) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l[i])
		b.WriteString(r[i])
	}
	return b.String()
}

// bottom is the last line: the prompt, a question, what has to be said, or the keys.
func (m *Model) bottom() string {
	th := m.options.Theme
	if m.dialog != nil && m.dialog.View() == "" { // it is in this line
		return m.dialog.Footer()
	}
	if m.said != "" {
		return th.Glyphs.Fit(" "+th.Bad.Render(th.Glyphs.Text(m.said, max(m.width-2, 0))), m.width)
	}
	if m.dialog != nil {
		return m.dialog.Footer()
	}
	return footer.View(th, m.offered(), m.width)
}

// offered are the keys that do something where the cursor is, the most wanted ones first.
func (m *Model) offered() []key.Binding {
	t, k := m.tab(), m.keys
	keys := []key.Binding{k.Help, k.Command}
	if m.unacknowledged() > 0 {
		keys = append(keys, footer.Describe(k.Acknowledge, "acknowledge"), k.Alerts)
	}
	if !t.status.State.Connected() {
		keys = append(keys, k.Reconnect)
	}
	if m.focus == paneLog {
		keys = append(keys, k.Inspect, k.Search, footer.Describe(k.Filter, "filter"))
	}
	switch {
	case m.focus == paneLog && t.log.Frozen():
		keys = append(keys, t.log.Keys.Bottom, footer.Describe(t.log.Keys.FreezePage, "page down"))
	case m.focus == paneInspect:
		keys = append(keys, k.StepNext, k.StepPrev, footer.Describe(k.Plot, "plot"), k.Copy, footer.Describe(k.Peel, "back"))
	case m.focus == paneChart:
		keys = append(keys, footer.Describe(k.Kind, "kind"), footer.Describe(footer.Join(k.Left, k.Right, " "), "crosshair"), footer.Describe(k.Percent, "per cent"), footer.Describe(k.Add, "compare"))
	case m.focus == paneList:
		keys = append(keys, footer.Describe(k.Inspect, "last message"))
		if !m.options.ReadOnly {
			keys = append(keys, footer.Describe(k.Toggle, "on/off"))
		}
		keys = append(keys, footer.Describe(k.Add, "compare"))
		if r := t.row(); r != nil && r.retriable() && !m.options.ReadOnly {
			keys = append(keys, footer.Describe(k.Again, "try again"))
		}
	}
	if !t.log.Frozen() {
		keys = append(keys, footer.Describe(k.Freeze, "freeze"))
	}
	if m.focus != paneLog && m.offersLive() {
		keys = append(keys, t.log.Keys.Bottom)
	}
	if t.log.Search() != "" {
		keys = append(keys, footer.Describe(footer.Join(t.log.Keys.NextHit, t.log.Keys.PrevHit, " "), "hits"))
	}
	if t.feed.Preset().OpenEnded && !m.options.ReadOnly {
		keys = append(keys, k.Subscribe)
	}
	if r := t.row(); t.feed.Preset().Unsubscribe != nil && r != nil && r.State.Wanted() && !m.options.ReadOnly {
		keys = append(keys, k.Unsubscribe)
	}
	keys = append(keys, footer.Describe(footer.Join(k.Wider, k.Narrower, "/"), "window"))
	if len(m.visible()) > 1 {
		keys = append(keys, footer.Describe(k.NextPane, "pane"))
	}
	if len(m.tabs) > 1 {
		keys = append(keys, footer.Describe(k.NextFeed, "feed"))
	}
	if m.plan().listWidth == 0 {
		keys = append(keys, k.List)
	}
	quit := "quit"
	if m.canPeel() { // which it does first
		quit = "back"
	}
	keys = append(keys, footer.Describe(k.Quit, quit))
	if t.status.State.Connected() {
		keys = append(keys, k.Reconnect)
	}
	return append(keys, footer.Describe(k.Zoom, "zoom"))
}

// tiny is the screen for a window too small for panes: state, alerts, last value, age.
func (m *Model) tiny() string {
	t, g := m.tab(), m.options.Theme.Glyphs
	lines := []string{g.Text(t.name, m.width) + " " + m.stateWord(t)}
	if n := m.unacknowledged(); n > 0 {
		lines = append(lines, m.options.Theme.Raised.Render(fmt.Sprintf("ALERT %d", n))+" "+g.Text(m.newest(), m.width))
	}
	if r := t.row(); r != nil {
		if v := r.over(); v != nil {
			word := cmp.Or(g.Text(v.word, m.width), g.Signs().None)
			lines = append(lines, g.Text(r.Name, m.width)+" "+m.options.Theme.Dim.Render(word))
		} else if v, _ := r.main(); v != nil {
			lines = append(lines, g.Text(r.Name, m.width)+" "+text.Number(v.last, v.decimals))
		}
		if age, ok := m.age(r); ok {
			lines = append(lines, "data "+text.Age(age)+" ago")
		}
	}
	for len(lines) < m.height {
		lines = append(lines, "")
	}
	if m.dialog != nil || m.said != "" {
		lines[m.height-1] = m.bottom()
	}
	for i := range lines {
		lines[i] = g.Fit(lines[i], m.width)
	}
	return strings.Join(lines[:m.height], "\n")
}
