package model

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/model/link"
)

// over puts a screen behind a link that carries so many bytes a second, as far as it knows.
func over(m *Model, rate int) {
	begun := time.Now().Add(-10 * time.Second)
	m.pacer.glass.change(func(l *link.Link) {
		*l = link.New(0, true)
		l.Wrote(rate, begun)
		l.Answered(begun)
		l.Answered(begun.Add(time.Second))
	})
}

// distant is a screen with a value on it whose chart is on the glass, behind a link.
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
	t.point(&feed.Point{At: time.Now().UnixNano(), Value: v})
	t.valued = time.Now()
	d.m.now = d.m.now.Add(time.Second) // what is a new second on the clock
	d.m.refreshData()
	d.send(tickMsg(d.m.now))
}

// charted returns the chart as it is shown, and what else is shown; without the heading, which comes with both.
func (d *driver) charted() (chart, rest string) {
	l := d.m.plan()
	lines := strings.Split(d.screen(), "\n")
	for i, line := range lines {
		cells := []rune(line)
		if i >= l.header && i < l.header+l.chartHeight {
			if i > l.header {
				chart += string(cells[:l.chartWidth]) + "\n"
			}
			cells = cells[l.chartWidth:]
		}
		rest += string(cells) + "\n"
	}
	return chart, rest
}

func TestChartComesAloneOverAThinLink(t *testing.T) {
	d := distant(t, 1024)
	var alone int
	chart, rest := d.charted()
	for n := range 4 {
		d.m.pacer.picture.since = time.Time{} // so that a chart is due
		d.value(float64(100 * (n + 2)))
		nowChart, nowRest := d.charted()
		switch {
		case nowChart != chart && nowRest != rest:
			t.Errorf("frame %d brings the chart and the data", n)
		case nowChart != chart:
			alone++
		case nowRest == rest:
			t.Errorf("frame %d brings nothing", n)
		}
		chart, rest = nowChart, nowRest
	}
	if alone != 2 {
		t.Errorf("of four frames, %d bring a chart, want every other one", alone)
	}
	d.value(7000)
	d.value(8000)
	before, _ := d.charted()
	for n := range 3 {
		d.value(float64(9000 * (n + 1)))
	}
	if after, _ := d.charted(); after != before {
		t.Error("a chart comes that the link has no room for yet")
	}
	d.keys("+")
	if after, _ := d.charted(); after == before {
		t.Error("a chart that a key has changed is not shown")
	}
}

func TestChartComesWithTheDataOverAWideLink(t *testing.T) {
	d := distant(t, 1<<20)
	for n := range 3 {
		chart, rest := d.charted()
		d.value(float64(100 * (n + 2)))
		if nowChart, nowRest := d.charted(); nowChart == chart || nowRest == rest {
			t.Errorf("frame %d does not bring all that is new", n)
		}
	}
}

func TestFirstFrameOverAnUnknownLink(t *testing.T) {
	d := distant(t, 1024)
	d.m.pacer.glass.change(func(l *link.Link) { *l = link.New(0, true) })
	d.value(100)
	d.sees("alpha OPEN", "WATCHLIST")
	d.misses("LOG")
	d.misses("high")
	over(d.m, 1<<20)
	d.value(200)
	d.sees("LOG", "high")
}

func TestExchange(t *testing.T) {
	screen := "head\nAAxx\nBByy\nfoot"
	if got, ok := exchange(screen, 1, "AA\nBB", "11\n22"); !ok || got != "head\n11xx\n22yy\nfoot" {
		t.Errorf("%q, %v", got, ok)
	}
	for _, tt := range []struct {
		top      int
		from, to string
	}{
		{0, "AA\nBB", "11\n22"},          // it is elsewhere
		{1, "AA\nCC", "11\n22"},          // it looks otherwise
		{1, "AA\nBB", "11\n22\n33"},      // it has another size
		{3, "foot\nmore", "11\n22"},      // it does not end in time
		{1, "AA\nBB\nfoot\n", "1\n2\n3"}, // nor here
	} {
		if got, ok := exchange(screen, tt.top, tt.from, tt.to); ok {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

func TestDifference(t *testing.T) {
	const from = "one line\nanother\nthird"
	for _, tt := range []struct {
		to   string
		want int
	}{
		{from, 0},
		{"one lime\nanother\nthird", 1 + lineExtra},
		{"one line\nother\nfird", 0 + lineExtra + 1 + lineExtra},
		{"one line", 8},
	} {
		if got := difference(from, tt.to); got != tt.want {
			t.Errorf("from %q to %q it is %d bytes, want %d", from, tt.to, got, tt.want)
		}
	}
}
