package model

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
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
	return footer.View(th, m.hints(), m.width)
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
			lines = append(lines, g.Text(r.Name, m.width)+" "+format.Number(v.last, v.decimals))
		}
		if age, ok := m.age(r); ok {
			lines = append(lines, "data "+format.Age(age)+" ago")
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
