package model

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/widgets/golden"
	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
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
		for _, other := range d.m.tabs.All[:n-1] {
			if other.Tab.Status().LastData.IsZero() {
				return false
			}
		}
		return true
	})
	return d
}

// rowsOf are the names in the rows of the overview, in their order.
func rowsOf(d *driver) (names []string) {
	for line := range strings.Lines(ansi.Strip(d.m.dialogs.Box())) {
		fields := strings.Fields(strings.Trim(line, "│▸ \n"))
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
	d.wait("RETRY", func() bool { return d.m.tabs.All[2].Tab.Status().State == event.Retry })
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
	for d.m.dialogs.Open.(*feedsDialog).table.Selected() != "feed2" {
		d.keys("j")
	}
	d.keys("enter")
	d.misses("FEEDS")
	if name := d.m.tab().Tab.Name; name != "feed2" {
		t.Errorf("%s is shown", name)
	}
	d.keys("0", "3")
	d.misses("FEEDS")
	if name := d.m.tab().Tab.Name; name != "gone" {
		t.Errorf("%s is shown", name)
	}
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
	d.wait("RETRY", func() bool { return d.m.tabs.All[4].Tab.Status().State == event.Retry })
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

// The figures of the overview are for reading, and the link to the terminal may be thin.
func TestOnlyWhatBecomesOfAFeedIsDrawnAtOnce(t *testing.T) {
	t.Parallel()
	row := overview.Row{Name: "a", Tone: theme.Good, Since: "12:00:00"}
	for what, c := range map[string]struct {
		change func(r *overview.Row)
		urgent bool
	}{
		"a rate":      {func(r *overview.Row) { r.PerSecond++ }, false},
		"an age":      {func(r *overview.Row) { r.DataAge++ }, false},
		"a countdown": {func(r *overview.Row) { r.State = "RETRY 11s" }, false},
		"a state":     {func(r *overview.Row) { r.Tone, r.Since = theme.Warn, "12:00:01" }, true},
		"an alert":    {func(r *overview.Row) { r.Alerts++ }, true},
		"an order":    {func(r *overview.Row) { r.Name = "b" }, true},
	} {
		other := row
		c.change(&other)
		if is := urgent([]overview.Row{row}, []overview.Row{other}); is != c.urgent {
			t.Errorf("%s is urgent: %v", what, is)
		}
	}
}
