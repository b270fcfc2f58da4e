package model

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/model/alerts"
	"sockeye/model/layout"
	"sockeye/model/tab"
	"sockeye/widgets/footer"
	"sockeye/widgets/text"
)

// View returns the screen: as many lines as the terminal has, each as wide, whatever its size. It was drawn by Update, and
// stays the same while what is new waits for the link.
func (m *Model) View() tea.View { return m.renders.view }

// picture is the screen as it is drawn. Drawing changes nothing.
type picture struct{ m *Model }

// draw returns the screen, with what the terminal is asked for beside it.
func (p picture) draw() tea.View {
	v := tea.NewView(p.screen())
	v.ReportFocus = true
	v.AltScreen = !p.m.keeping
	if p.m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "sockeye " + text.Sanitize(p.m.tab().Tab.Name, 40) + " " + p.m.tab().At(p.m.now).Status.State.String()
	return v
}

// screen returns the lines of the screen.
func (p picture) screen() string {
	if p.m.shape.Width <= 0 || p.m.shape.Height <= 0 {
		return ""
	}
	if p.m.layout.Tiny() {
		return p.tiny()
	}
	parts := []string{p.m.header.View(), p.body(), p.bottom()}
	return strings.Join(parts, "\n")
}

// body is what lies between the header and the bottom line.
func (p picture) body() string {
	if box := p.m.dialogs.Box(); box != "" {
		return box
	}
	var rows []string // of panes that stand side by side
	for i, one := range p.m.layout.Shown {
		view := p.pane(one)
		if i > 0 && p.m.layout.Rects[one].Y == p.m.layout.Rects[p.m.layout.Shown[i-1]].Y {
			rows[len(rows)-1] = beside(rows[len(rows)-1], view)
			continue
		}
		rows = append(rows, view)
	}
	return strings.Join(rows, "\n")
}

// pane is a pane as it is rendered.
func (p picture) pane(of layout.Pane) string {
	t := p.m.tab()
	switch of {
	case layout.List:
		return t.List.View()
	case layout.Chart:
		return p.chartView(t)
	case layout.Inspect:
		return t.Inspector.View()
	}
	return t.Log.View()
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
func (p picture) bottom() string {
	th := p.m.options.Theme
	line := p.m.dialogs.Footer()
	if line != "" && p.m.dialogs.Box() == "" { // the dialog is in this line, and nowhere else
		return line
	}
	if p.m.notices.Text != "" {
		style := th.Text
		if p.m.notices.Bad {
			style = th.Bad
		}
		return th.Glyphs.Fit(" "+style.Render(th.Glyphs.Text(p.m.notices.Text, max(p.m.shape.Width-2, 0))), p.m.shape.Width)
	}
	if line != "" {
		return line
	}
	return footer.View(th, p.m.keys.Hints(p.m, p.m.shape.Focus, func(a *record) bool { return p.m.options.refuses(a.Name, a.Sends, a.Connects) != nil }), p.m.shape.Width)
}

// tiny is the screen for a window too small for panes: state, alerts, last value, age.
func (p picture) tiny() string {
	if box := p.m.dialogs.Box(); box != "" { // one that can do with so little
		return box + "\n" + p.bottom()
	}
	t, g := p.m.tab(), p.m.options.Theme.Glyphs
	shown := t.At(p.m.now)
	lines := []string{strings.TrimRight(g.Text(t.Tab.Name, p.m.shape.Width)+" "+shown.Status.State.String()+" "+shown.Detail(), " ")}
	if f := shown.Freeze(); f.Since != "" {
		lines = append([]string{p.m.options.Theme.Old.Render(f.Text(p.m.shape.Width))}, lines...)
	}
	if r := replayed(p.m.options.Playback); r.Is {
		lines = append([]string{p.m.options.Theme.Raised.Render("REPLAY "+p.m.now.In(p.m.options.Location).Format("15:04:05")) + " " + r.How}, lines...)
	}
	if n := alerts.Unacknowledged(&p.m.tabs); n > 0 {
		lines = append(lines, p.m.options.Theme.Raised.Render(fmt.Sprintf("ALERT %d", n))+" "+g.Text(alerts.Newest(&p.m.tabs, p.m.now), p.m.shape.Width))
	}
	for _, n := range headerNotes(&p.m.options, &p.m.tabs, p.m.now) {
		lines = append(lines, g.Text(n.Text, p.m.shape.Width))
	}
	if r := shown.Row(); r != nil {
		if v := r.Over(); v != nil {
			word := cmp.Or(g.Text(v.Word, p.m.shape.Width), g.Signs().None)
			lines = append(lines, g.Text(r.Name, p.m.shape.Width)+" "+p.m.options.Theme.Dim.Render(word))
		} else if v, _ := r.Main(); v != nil {
			lines = append(lines, g.Text(r.Name, p.m.shape.Width)+" "+format.Number(v.Last, v.Decimals))
		}
		if age, ok := tab.Since(p.m.now, r.LastHeard()); ok {
			lines = append(lines, "data "+format.Age(age)+" ago")
		}
	}
	for len(lines) < p.m.shape.Height {
		lines = append(lines, "")
	}
	if p.m.dialogs.Open != nil || p.m.notices.Text != "" {
		lines[p.m.shape.Height-1] = p.bottom()
	}
	for i := range lines {
		lines[i] = g.Fit(lines[i], p.m.shape.Width)
	}
	return strings.Join(lines[:p.m.shape.Height], "\n")
}
