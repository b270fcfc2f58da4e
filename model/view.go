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
	if m.shape.width <= 0 || m.shape.height <= 0 {
		return ""
	}
	if m.layout.tiny() {
		return m.tiny()
	}
	parts := []string{m.header.View(), m.body(), m.bottom()}
	return strings.Join(parts, "\n")
}

// body is what lies between the header and the bottom line.
func (m *Model) body() string {
	if box := m.dialogs.box(); box != "" {
		return box
	}
	var rows []string // of panes that stand side by side
	for i, p := range m.layout.shown {
		view := m.paneView(p)
		if i > 0 && m.layout.rects[p].y == m.layout.rects[m.layout.shown[i-1]].y {
			rows[len(rows)-1] = beside(rows[len(rows)-1], view)
			continue
		}
		rows = append(rows, view)
	}
	return strings.Join(rows, "\n")
}

// paneView is a pane as it is rendered.
func (m *Model) paneView(p pane) string {
	t := m.tab()
	switch p {
	case paneList:
		return t.list.View()
	case paneChart:
		return m.chartView(t)
	case paneInspect:
		return t.inspector.View()
	}
	return t.log.View()
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

// bottom is the last line: the prompt, a question, a notice, or the keys.
func (m *Model) bottom() string {
	th := m.options.Theme
	line := m.dialogs.footer()
	if line != "" && m.dialogs.box() == "" { // the dialog is in this line, and nowhere else
		return line
	}
	if m.notices.text != "" {
		return th.Glyphs.Fit(" "+th.Bad.Render(th.Glyphs.Text(m.notices.text, max(m.shape.width-2, 0))), m.shape.width)
	}
	if line != "" {
		return line
	}
	return footer.View(th, m.hints(), m.shape.width)
}

// tiny is the screen for a window too small for panes: state, alerts, last value, age.
func (m *Model) tiny() string {
	t, g := m.tab(), m.options.Theme.Glyphs
	lines := []string{g.Text(t.name, m.shape.width) + " " + m.stateWord(t)}
	if n := m.tabs.unacknowledged(); n > 0 {
		lines = append(lines, m.options.Theme.Raised.Render(fmt.Sprintf("ALERT %d", n))+" "+g.Text(m.tabs.newest(m.now), m.shape.width))
	}
	if r := t.row(); r != nil {
		if v := r.over(); v != nil {
			word := cmp.Or(g.Text(v.word, m.shape.width), g.Signs().None)
			lines = append(lines, g.Text(r.Name, m.shape.width)+" "+m.options.Theme.Dim.Render(word))
		} else if v, _ := r.main(); v != nil {
			lines = append(lines, g.Text(r.Name, m.shape.width)+" "+format.Number(v.last, v.decimals))
		}
		if age, ok := m.age(r); ok {
			lines = append(lines, "data "+format.Age(age)+" ago")
		}
	}
	for len(lines) < m.shape.height {
		lines = append(lines, "")
	}
	if m.dialogs.open != nil || m.notices.text != "" {
		lines[m.shape.height-1] = m.bottom()
	}
	for i := range lines {
		lines[i] = g.Fit(lines[i], m.shape.width)
	}
	return strings.Join(lines[:m.shape.height], "\n")
}
