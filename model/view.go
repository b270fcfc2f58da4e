package model

import (
	"cmp"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/draw"
)

// View returns the screen: as many lines as the terminal has, each as wide, whatever its size. It is the last one while
// what is new is held back.
func (m *Model) View() tea.View {
	if !m.pacer.still {
		m.pacer.shown = m.frame()
	}
	return m.pacer.shown
}

func (m *Model) paint() tea.View {
	v := tea.NewView(m.screen())
	v.ReportFocus = true
	v.AltScreen = !m.keeping
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "sockeye " + draw.Text(m.tab().name, 40) + " " + m.tab().status.State.String()
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
	switch open := m.layer.(type) {
	case *picker:
		return open.view(m, m.width, l.body())
	case *alertList:
		return open.view(m, m.width, l.body())
	case *help:
		return open.view(m, m.width, l.body())
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
	switch open := m.layer.(type) {
	case *prompt:
		return open.line(m, m.width)
	case *question:
		return open.line(m, m.width)
	case *picker:
		if m.plan() == (layout{}) { // no room for its box
			return m.typed(&open.in, m.width)
		}
	}
	if m.said != "" {
		return th.Glyphs.Fit(" "+th.Bad.Render(th.Glyphs.Text(m.said, max(m.width-2, 0))), m.width)
	}
	var b strings.Builder
	room := m.width
	for _, k := range m.offered() {
		h := k.Help()
		if !k.Enabled() {
			continue
		}
		if room -= len([]rune(h.Key)) + len(h.Desc) + 3; room < 0 {
			break // half a key helps nobody
		}
		b.WriteString(" " + th.Key.Render(h.Key) + " " + th.Dim.Render(h.Desc) + " ")
	}
	return th.Glyphs.Fit(b.String(), m.width)
}

// offered are the keys that do something where the cursor is, the most wanted ones first.
func (m *Model) offered() []key.Binding {
	t, k := m.tab(), m.keys
	switch m.layer.(type) {
	case *help:
		return []key.Binding{described(both(k.list.Down, k.list.Up, " "), "scroll"), described(k.Peel, "back")}
	case *alertList:
		return []key.Binding{described(k.Acknowledge, "acknowledge"), described(k.Inspect, "the log at that time"), described(k.Command, "set or end"), described(k.Peel, "back")}
	}
	keys := []key.Binding{k.Help, k.Command}
	if m.unacknowledged() > 0 {
		keys = append(keys, described(k.Acknowledge, "acknowledge"), k.Alerts)
	}
	if !t.status.State.Connected() {
		keys = append(keys, k.Reconnect)
	}
	if m.focus == paneLog {
		keys = append(keys, k.Inspect, k.Search, described(k.Filter, "filter"))
	}
	switch {
	case m.focus == paneLog && t.log.Frozen():
		keys = append(keys, t.log.Keys.Bottom, described(t.log.Keys.FreezePage, "page down"))
	case m.focus == paneInspect:
		keys = append(keys, k.StepNext, k.StepPrev, described(k.Plot, "plot"), k.Copy, described(k.Peel, "back"))
	case m.focus == paneChart:
		keys = append(keys, described(k.Kind, "kind"), described(both(k.Left, k.Right, " "), "crosshair"), described(k.Percent, "per cent"), described(k.Add, "compare"))
	case m.focus == paneList:
		keys = append(keys, described(k.Inspect, "last message"))
		if !m.options.ReadOnly {
			keys = append(keys, described(k.Toggle, "on/off"))
		}
		keys = append(keys, described(k.Add, "compare"))
		if r := t.row(); r != nil && r.retriable() && !m.options.ReadOnly {
			keys = append(keys, described(k.Again, "try again"))
		}
	}
	if !t.log.Frozen() {
		keys = append(keys, described(k.Freeze, "freeze"))
	}
	if m.focus != paneLog && m.offersLive() {
		keys = append(keys, t.log.Keys.Bottom)
	}
	if t.log.Search() != "" {
		keys = append(keys, described(both(t.log.Keys.NextHit, t.log.Keys.PrevHit, " "), "hits"))
	}
	if t.feed.Preset().OpenEnded && !m.options.ReadOnly {
		keys = append(keys, k.Subscribe)
	}
	if r := t.row(); t.feed.Preset().Unsubscribe != nil && r != nil && r.State.Wanted() && !m.options.ReadOnly {
		keys = append(keys, k.Unsubscribe)
	}
	keys = append(keys, described(both(k.Wider, k.Narrower, "/"), "window"))
	if len(m.visible()) > 1 {
		keys = append(keys, described(k.NextPane, "pane"))
	}
	if len(m.tabs) > 1 {
		keys = append(keys, described(k.NextFeed, "feed"))
	}
	if m.plan().listWidth == 0 {
		keys = append(keys, k.List)
	}
	quit := "quit"
	if m.canPeel() { // which it does first
		quit = "back"
	}
	keys = append(keys, described(k.Quit, quit))
	if t.status.State.Connected() {
		keys = append(keys, k.Reconnect)
	}
	return append(keys, described(k.Zoom, "zoom"))
}

// described is a key with other words, for where it does something of its own.
func described(b key.Binding, what string) key.Binding {
	return key.NewBinding(key.WithKeys(b.Keys()...), key.WithHelp(b.Help().Key, what))
}

// both is two keys shown as one.
func both(a, b key.Binding, between string) key.Binding {
	switch {
	case !a.Enabled():
		return b
	case !b.Enabled():
		return a
	}
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(a.Help().Key+between+b.Help().Key, a.Help().Desc))
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
			lines = append(lines, g.Text(r.Name, m.width)+" "+draw.Number(v.last, v.decimals))
		}
		if age, ok := m.age(r); ok {
			lines = append(lines, "data "+draw.Age(age)+" ago")
		}
	}
	for len(lines) < m.height {
		lines = append(lines, "")
	}
	if m.layer != nil || m.said != "" {
		lines[m.height-1] = m.bottom()
	}
	for i := range lines {
		lines[i] = g.Fit(lines[i], m.width)
	}
	return strings.Join(lines[:m.height], "\n")
}
