package model

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model/flow"
	"sockeye/model/layout"
	"sockeye/model/pane"
)

// over puts a screen behind a link that carries so many bytes a second, as the operator says.
func over(m *Model, rate int) {
	m.options.Flow = flow.New(true)
	m.renders.flow = m.options.Flow
	m.renders.flow.SetRate(rate)
}

// distant is a screen with a value on it whose chart is on the screen, behind a link.
func distant(t *testing.T, rate int) *driver {
	t.Helper()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	over(d.m, rate)
	d.keys("+") // draws the chart
	return d
}

// value has a value come that changes all of the chart.
func (d *driver) value(v float64) {
	t := d.m.tab()
	now := time.Now()
	b := &event.Batch{Status: t.Tab.Status(), Points: []event.Point{{At: now.UnixNano(), Value: v}}}
	t.Tab.History().Add(now, b)
	t.Receive(now, b)
	d.m.now = d.m.now.Add(time.Second) // what is a new second on the clock
	d.m.refreshData()
	d.send(tickMsg(d.m.now))
}

// drawn returns how many lines the picture of the chart has.
func (d *driver) drawn() (lines int) {
	l, place := d.m.layout, d.m.layout.Rects[layout.Chart]
	for i, line := range strings.Split(d.screen(), "\n")[l.Header+1 : l.Header+place.Height-1] {
		if strings.Trim(string([]rune(line)[1:place.Width-1]), " ") != "" {
			lines = i + 1
		}
	}
	return lines
}

func TestChartIsAsLargeAsTheLinkBrings(t *testing.T) {
	t.Parallel()
	d := distant(t, 1<<20)
	all := d.drawn()
	d.misses(pane.SmallReason)
	for _, step := range []struct{ rate, lines int }{
		{1 << 10, 1},
		{2 << 10, 2},
		{3200, 2}, // could be three, and would be two again soon
		{4 << 10, 4},
		{1 << 10, 1},
		{1 << 20, all},
	} {
		over(d.m, step.rate)
		d.value(100)
		if lines := d.drawn(); lines != step.lines {
			t.Errorf("over %d bytes a second the chart has %d lines, want %d\n%s", step.rate, lines, step.lines, d.screen())
		}
		if said := strings.Contains(d.screen(), pane.SmallReason); said != (step.lines < all) {
			t.Errorf("over %d bytes a second the chart says %v that it could be larger", step.rate, said)
		}
	}
	over(d.m, 1<<10)
	d.value(200)
	d.keys("p")
	if lines := d.drawn(); lines != all {
		t.Errorf("frozen, the chart has %d lines, want %d", lines, all)
	}
	d.keys("p")
	if lines := d.drawn(); lines != 1 {
		t.Errorf("live again, the chart has %d lines, want 1", lines)
	}
}

func TestFirstRenderOverAnUnknownLinkIsTheHeader(t *testing.T) {
	t.Parallel()
	d := distant(t, 1024)
	d.m.options.Flow = flow.New(true)
	d.m.renders.flow = d.m.options.Flow
	d.value(100)
	d.sees("alpha OPEN", "WATCHLIST")
	d.misses("LOG")
	d.misses("high")
	over(d.m, 1<<20)
	d.value(200)
	d.sees("LOG", "high")
}
