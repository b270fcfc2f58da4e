package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// TestLogIsLimitedWhereTheLinkIs has an operator change the height of the log and nothing in it, which does not bring it whole, and
// then how it is drawn, which does.
func TestLogIsLimitedWhereTheLinkIs(t *testing.T) {
	t.Parallel()
	d := distant(t, 1<<10)
	d.m.renders.measured = true
	for n := range 40 {
		d.m.tab().Tab.History().Note(time.Now(), event.Notice, fmt.Sprintf("entry %d of many", n))
	}
	d.m.tab().Log.Refresh()
	d.value(100)
	shown := func() (entries int) { return strings.Count(d.screen(), "of many") }
	before := shown()
	if before > 3 {
		t.Fatalf("%d entries come at once over a thin link\n%s", before, d.screen())
	}
	d.send(tea.WindowSizeMsg{Width: d.m.shape.Width, Height: d.m.shape.Height - 1})
	d.screen()
	d.send(tea.WindowSizeMsg{Width: d.m.shape.Width, Height: d.m.shape.Height + 1})
	if now := shown(); now > before {
		t.Errorf("%d entries are shown, and %d before its height changed\n%s", now, before, d.screen())
	}
	d.keys("t")
	if now := shown(); now < 10 {
		t.Errorf("%d entries are shown when a key has changed how they are drawn\n%s", now, d.screen())
	}
}

func TestLogOfAnotherFeedIsWhole(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()), ticks(t, "beta", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	over(d.m, 1<<10)
	d.keys("f", "f") // has both on the screen before there is more
	beta := d.m.tabs.All[1]
	for n := range 40 {
		beta.Tab.History().Note(time.Now(), event.Notice, fmt.Sprintf("entry %d of many", n))
	}
	beta.Log.Refresh()
	d.keys("f")
	if shown := strings.Count(d.screen(), "of many"); shown < 10 {
		t.Errorf("%d entries of the other feed are shown\n%s", shown, d.screen())
	}
}
