package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model"
	"sockeye/model/flow"
	"sockeye/model/pane"
)

// far is a screen behind a link that carries so many bytes a second, as the operator says; 0: that is not known yet.
func far(rate int) func(*model.Options) {
	return func(o *model.Options) {
		o.Flow, o.UI.Link = flow.New(true), rate
		o.Flow.SetRate(rate)
	}
}

// distant is such a screen, with a value that changes all of the chart whenever a test says so.
type distant struct {
	*driver
	next chan struct{}
	at   time.Time
	n    int
}

func distantOver(t *testing.T, rate, values int) *distant {
	t.Helper()
	d := &distant{next: make(chan struct{}), at: time.Now()}
	conversation := talk()
	for n := range values {
		conversation = append(conversation, feedtest.Do(func() { <-d.next }), feedtest.Send(fmt.Sprintf(`{"s":"A","p":"%d"}`, 100*(n+1))))
	}
	d.driver = driveWith(t, far(rate), ticks(t, "alpha", feedtest.New(t, append(conversation, feedtest.Silence(nil))).URL()))
	t.Cleanup(func() { close(d.next) }) // before the server ends
	d.sees("1.50")
	d.keys("+") // draws the chart
	return d
}

// value has the next value come, and the tick of the second after it.
func (d *distant) value() {
	d.t.Helper()
	d.n++
	d.next <- struct{}{}
	d.wait("a value", func() bool { return d.history().Totals().Counts.Events == int64(1+d.n) })
	d.at = d.at.Add(time.Second)
	d.tick(d.at)
}

// drawn returns how many lines the picture of the chart has.
func (d *driver) drawn() (lines int) {
	for i, line := range d.box("A") {
		if strings.Trim(line, " ") != "" {
			lines = i + 1
		}
	}
	return lines
}

func TestChartIsAsLargeAsTheLinkBrings(t *testing.T) {
	t.Parallel()
	d := distantOver(t, 1<<20, 7)
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
		d.options.Flow.SetRate(step.rate)
		d.value()
		if lines := d.drawn(); lines != step.lines {
			t.Errorf("over %d bytes a second the chart has %d lines, want %d\n%s", step.rate, lines, step.lines, d.screen())
		}
		if said := strings.Contains(d.screen(), pane.SmallReason); said != (step.lines < all) {
			t.Errorf("over %d bytes a second the chart says %v that it could be larger", step.rate, said)
		}
	}
	d.options.Flow.SetRate(1 << 10)
	d.value()
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
	d := driveWith(t, far(0), ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("alpha OPEN", "WATCHLIST", "1.50")
	if screen := d.screen(); strings.Contains(screen, "LOG") || strings.Contains(screen, "high") {
		t.Errorf("there is more than the header and the watchlist:\n%s", screen)
	}
	d.options.Flow.SetRate(1 << 20)
	d.tick(time.Now().Add(time.Second))
	d.sees("LOG", "high")
}
