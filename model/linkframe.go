package model

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/link"
)

// lineExtra is what a changed line costs beyond its cells, in bytes: the way to it, and its colours.
const lineExtra = 20

// picture is the chart on a link that is too thin for it to come with the data. It costs as much as all the rest of the
// screen: together, both would be old when they are there. So it comes alone, and everything else stays as it is for the
// moment; the frame after it brings the data. A change of few cells comes with the data all the same, and so does the
// heading.
type picture struct {
	shown string    // as the glass has it
	since time.Time // when it came alone
	alone bool      // in the last frame
}

// frame returns the next View that is a new one.
func (m *Model) frame() tea.View {
	m.pacer.still = true // until something happens: View may be called again
	p, fresh := &m.pacer.picture, m.tab().chart.View()
	bytes := difference(p.shown, fresh)
	var measured, aside bool
	var pause time.Duration
	m.pacer.glass.look(func(l *link.Link) { measured, aside, pause = l.Measured(), l.Aside(bytes), l.Pause(bytes) })
	now, top := time.Now(), m.plan().header
	// What a thin link is to bring first is the header and the watchlist: before it is known, and once more after that,
	// when there are values. The log is next, and then the chart.
	m.pacer.sparse, m.pacer.known = !measured || !m.pacer.known && !aside && !m.pacer.asked, measured
	switch {
	case m.pacer.sparse:
		*p = picture{shown: blank(fresh)}
	case aside, m.pacer.asked && fresh != m.pacer.before.chart: // what a key has changed is shown whole
		p.shown, p.alone = fresh, false
		return m.paint()
	case !m.pacer.asked && !p.alone && now.Sub(p.since) >= pause:
		view := m.pacer.shown
		if screen, ok := exchange(view.Content, top, p.shown, fresh); ok {
			*p = picture{shown: fresh, since: now, alone: true}
			view.Content = screen
			return view
		}
	default:
		p.shown = headed(p.shown, fresh)
	}
	p.alone = m.pacer.sparse // so that the chart is not the next
	view := m.paint()
	if screen, ok := exchange(view.Content, top, fresh, p.shown); ok {
		view.Content = screen
	} else {
		p.shown = fresh
	}
	return view
}

// ahead moves the window of a chart that ends now so that it ends later, on a link that cannot carry a picture for each
// step of a slice: there it stands still for a while, only what is new is drawn, and then it moves by many slices at once.
func (m *Model) ahead(from, to int64, slices int) (int64, int64) {
	l := m.plan()
	var pause time.Duration
	m.pacer.glass.look(func(k *link.Link) { pause = k.Pause(l.chartWidth * l.chartHeight) })
	slice := (to - from) / int64(slices)
	step := slice
	for step < int64(pause) && step < (to-from)/8 {
		step *= 2
	}
	wait := (step - to%step) % step
	return from + wait, to + wait
}

// exchange puts another block in the place of one at the left of a screen, from a line on; false if it is not there.
func exchange(screen string, top int, from, to string) (string, bool) {
	lines, old, fresh := strings.Split(screen, "\n"), strings.Split(from, "\n"), strings.Split(to, "\n")
	if len(old) != len(fresh) || len(lines) < top+len(old) {
		return "", false
	}
	for i, line := range lines[top : top+len(old)] {
		rest, ok := strings.CutPrefix(line, old[i])
		if !ok {
			return "", false
		}
		lines[top+i] = fresh[i] + rest
	}
	return strings.Join(lines, "\n"), true
}

// headed returns a block with the first line of another one.
func headed(block, by string) string {
	_, rest, _ := strings.Cut(block, "\n")
	heading, _, _ := strings.Cut(by, "\n")
	return heading + "\n" + rest
}

// difference returns about how many bytes it takes to make one block of another on the glass.
func difference(from, to string) (bytes int) {
	old, fresh := strings.Split(from, "\n"), strings.Split(to, "\n")
	if len(old) != len(fresh) {
		return len(to)
	}
	for i, line := range fresh {
		before := old[i]
		if line == before {
			continue
		}
		same := 0
		for same < min(len(line), len(before)) && line[same] == before[same] {
			same++
		}
		line, before = line[same:], before[same:]
		same = 0
		for same < min(len(line), len(before)) && line[len(line)-1-same] == before[len(before)-1-same] {
			same++
		}
		bytes += len(line) - same + lineExtra
	}
	return bytes
}

// blank returns a block as large as another one, with nothing in it.
func blank(block string) string {
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		lines[i] = strings.Repeat(" ", ansi.StringWidth(line))
	}
	return strings.Join(lines, "\n")
}
