package model_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/widgets/golden"
)

// fleet puts so many feeds on a screen, of which the last one cannot be reached.
func fleet(t *testing.T, n int) *driver {
	t.Helper()
	var presets []*preset.Bound
	for i := range n - 1 {
		presets = append(presets, ticks(t, fmt.Sprintf("feed%d", i+1), feedtest.New(t, talk()).URL()))
	}
	gone := feedtest.New(t)
	gone.Stop()
	d := drive(t, append(presets, ticks(t, "gone", gone.URL()))...)
	d.wait("data of all but one", func() bool {
		for _, other := range d.m.Feeds()[:n-1] {
			if !other.History().Heard(0) {
				return false
			}
		}
		return true
	})
	return d
}

// rowsOf are the names in the rows of the overview, in their order.
func rowsOf(d *driver) (names []string) {
	for _, line := range d.box("FEEDS") {
		fields := strings.Fields(strings.Trim(line, "▸ "))
		if len(fields) > 2 && strings.Contains("123456789", fields[0]) {
			names = append(names, fields[1])
		}
	}
	return names
}

func TestTheOverviewIsTheFirstScreenOfFiveFeeds(t *testing.T) {
	t.Parallel()
	d := fleet(t, 5)
	d.sees("FEEDS", "last hour", "5 gone")
	d = fleet(t, 4)
	d.misses("FEEDS")
}

func TestTheOverviewHasTheWorstFeedFirst(t *testing.T) {
	t.Parallel()
	d := fleet(t, 3)
	d.sees("gone RETRY")
	d.keys("0")
	d.sees("FEEDS", "RETRY")
	if names := rowsOf(d); len(names) != 3 || names[0] != "gone" {
		t.Errorf("the rows are %q in\n%s", names, d.screen())
	}
}

func TestTheOverviewGoesToAFeed(t *testing.T) {
	t.Parallel()
	d := fleet(t, 3)
	d.keys("0")
	for range 9 {
		d.keys("k")
	}
	for range 9 {
		if strings.Contains(d.screen(), "▸2 feed2") {
			break
		}
		d.keys("j")
	}
	d.keys("enter")
	d.misses("FEEDS")
	d.sees("[2 feed2 ")
	d.keys("0", "3")
	d.misses("FEEDS")
	d.sees("[3 gone ")
	d.keys("0")
	d.sees("FEEDS")
	d.keys("esc")
	d.misses("FEEDS")
	d.keys("0", "0")
	d.misses("FEEDS")
}

// TestTheOverviewIsThereInAWindowTooSmallForPanes has the worst feed visible in it.
func TestTheOverviewIsThereInAWindowTooSmallForPanes(t *testing.T) {
	t.Parallel()
	d := fleet(t, 5)
	d.wait("RETRY", func() bool {
		status, _ := d.m.Feeds()[4].History().State()
		return status.State == event.Retry
	})
	for _, size := range []tea.WindowSizeMsg{{Width: 28, Height: 20}, {Width: 28, Height: 7}, {Width: 16, Height: 5}, {Width: 200, Height: 5}} {
		d.send(size)
		d.sees("5 gone")
		golden.CheckSize(t, d.m.View().Content, size.Width, size.Height)
	}
	for _, size := range []tea.WindowSizeMsg{{Width: 15, Height: 5}, {Width: 28, Height: 4}, {Width: 1, Height: 1}} {
		d.send(size)
		d.misses("5 gone")
		golden.CheckSize(t, d.m.View().Content, size.Width, size.Height)
	}
	d.send(tea.WindowSizeMsg{Width: 28, Height: 4})
	d.keys("esc", "0")
	d.sees("too small for the overvi")
}
