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
	"sockeye/widgets/chart"
	"sockeye/widgets/text"
)

// View returns the screen: as many lines as the terminal has, each as wide, whatever its size. It was drawn by Update, and
// stays the same while what is new waits for the link.
func (m *Model) View() tea.View { return m.renders.view }

// draw returns the screen, with what the terminal is asked for beside it.
func draw(m *Model) tea.View {
	p := pictureOf(m)
	v := tea.NewView(p.screen())
	v.ReportFocus = true
	v.AltScreen = !m.keeping
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "sockeye " + text.Sanitize(m.tab().Tab.Name, 40) + " " + m.tab().At(m.now).Status.State.String()
	return v
}

// pictureOf returns what is on the screen now. Widgets that have changed are drawn.
func pictureOf(m *Model) picture {
	p := picture{
		theme: m.options.Theme, width: m.shape.Width, height: m.shape.Height, layout: m.layout,
		box: m.dialogs.Box(), line: m.dialogs.Footer(), notice: m.notices,
		keys: m.keys.Hints(m, m.shape.Focus, func(a *record) bool { return m.options.refuses(a.Name, a.Sends, a.Connects) != nil }),
	}
	if m.shape.Width <= 0 || m.shape.Height <= 0 {
		return p
	}
	if m.layout.Tiny() {
		p.tiny = tinyLines(m)
		return p
	}
	p.header = m.header.View()
	if p.box != "" {
		return p
	}
	t := m.tab()
	for _, one := range m.layout.Shown {
		switch {
		case one == layout.List:
			p.panes[one] = t.List.View()
		case one == layout.Inspect:
			p.panes[one] = t.Inspector.View()
		case one == layout.Log:
			p.panes[one] = t.Log.View()
		case m.renders.headerOnly:
			p.panes[one] = blank(m.layout.Rects[one])
		default:
			p.panes[one] = t.Chart.View()
		}
	}
	return p
}

// tinyLines are the screen for a window too small for panes: state, alerts, last value, age.
func tinyLines(m *Model) []string {
	t, th, width := m.tab(), m.options.Theme, m.shape.Width
	g, shown := th.Glyphs, t.At(m.now)
	lines := []string{strings.TrimRight(g.Text(t.Tab.Name, width)+" "+shown.Status.State.String()+" "+shown.Detail(), " ")}
	if f := shown.Freeze(); f.Since != "" {
		lines = append([]string{th.Old.Render(f.Text(width))}, lines...)
	}
	if r := replayed(m.options.Playback); r.Is {
		lines = append([]string{th.Raised.Render("REPLAY "+m.now.In(m.options.Location).Format("15:04:05")) + " " + r.How}, lines...)
	}
	if a := alerts.Waiting(&m.tabs, m.now); a.Count > 0 {
		style := th.Raised
		if a.Over {
			style = th.Warn
		}
		lines = append(lines, style.Render(fmt.Sprintf("ALERT %d", a.Count))+" "+g.Text(a.Newest, width))
	}
	for _, n := range headerNotes(&m.options, &m.tabs, m.now) {
		lines = append(lines, g.Text(n.Text, width))
	}
	if r := shown.Row(); r != nil {
		if v := r.Over(); v != nil {
			word := cmp.Or(g.Text(v.Word, width), g.Signs().None)
			lines = append(lines, g.Text(r.Name, width)+" "+th.PastValue().Render(word))
		} else if v, _ := r.Main(); v != nil {
			value := format.Number(v.Last, v.DecimalsOf(v.Last))
			if space := width - len(value) - 1; space > 1 { // else the value alone: it is what changes
				value = g.Text(r.Name, space) + " " + value
			}
			lines = append(lines, value)
		}
		if age, ok := tab.Since(m.now, r.LastHeard()); ok {
			lines = append(lines, "data "+format.Age(age)+" ago")
		}
		if !t.Tab.Chart.Off {
			on := tab.Screen{Window: m.window, Columns: width, Location: m.options.Location, Keys: m.keys.Labels}
			if row := chart.Row(th, shown.Chart(on), width); row != "" {
				lines = append(lines, row)
			}
		}
	}
	return lines
}
