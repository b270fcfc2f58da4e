package model

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model/flow"
)

// over puts a screen behind a link that carries so many bytes a second, as the operator says.
func over(m *Model, rate int) {
	m.renders.flow = flow.New(true)
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
	t.point(&event.Point{At: now.UnixNano(), Value: v}, now)
	t.valued = time.Now()
	d.m.now = d.m.now.Add(time.Second) // what is a new second on the clock
	d.m.refreshData()
	d.send(tickMsg(d.m.now))
}

// drawn returns how many lines the picture of the chart has.
func (d *driver) drawn() (lines int) {
	l := d.m.plan()
	for i, line := range strings.Split(d.screen(), "\n")[l.header+1 : l.header+l.chartHeight-1] {
		if strings.Trim(string([]rune(line)[1:l.chartWidth-1]), " ") != "" {
			lines = i + 1
		}
	}
	return lines
}

func TestChartIsAsLargeAsTheLinkBrings(t *testing.T) {
	d := distant(t, 1<<20)
	all := d.drawn()
	d.misses(smallWhy)
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
		if said := strings.Contains(d.screen(), smallWhy); said != (step.lines < all) {
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

func TestFirstFrameOverAnUnknownLink(t *testing.T) {
	d := distant(t, 1024)
	d.m.renders.flow = flow.New(true)
	d.value(100)
	d.sees("alpha OPEN", "WATCHLIST")
	d.misses("LOG")
	d.misses("high")
	over(d.m, 1<<20)
	d.value(200)
	d.sees("LOG", "high")
}
