package model_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// entries are how many of the notes of many are on the screen.
func (d *driver) entries() int { return strings.Count(d.screen(), "of many") }

// notes has forty entries come.
func notes(f *feed.Feed) {
	for n := range 40 {
		f.Note(event.Notice, fmt.Sprintf("entry %d of many", n))
	}
}

// TestLogIsLimitedWhereTheLinkIs has an operator change the height of the log and nothing in it, which does not bring it whole, and
// then how it is drawn, which does.
func TestLogIsLimitedWhereTheLinkIs(t *testing.T) {
	t.Parallel()
	d := distantOver(t, 1<<10, 1)
	notes(d.feed())
	d.value()
	before := d.entries()
	if before > 3 {
		t.Fatalf("%d entries come at once over a thin link\n%s", before, d.screen())
	}
	for _, height := range []int{35, 36} {
		d.send(tea.WindowSizeMsg{Width: 120, Height: height})
	}
	if now := d.entries(); now > before {
		t.Errorf("%d entries are shown, and %d before its height changed\n%s", now, before, d.screen())
	}
	d.keys("t")
	if now := d.entries(); now < 10 {
		t.Errorf("%d entries are shown when a key has changed how they are drawn\n%s", now, d.screen())
	}
}

func TestAFrozenLogIsWhole(t *testing.T) {
	t.Parallel()
	d := distantOver(t, 1<<10, 1)
	notes(d.feed())
	d.value()
	before := d.entries()
	d.keys("p")
	if now := d.entries(); before > 3 || now < 10 {
		t.Errorf("%d entries are shown on a frozen screen, and %d before\n%s", now, before, d.screen())
	}
}

func TestLogOfAnotherFeedIsWhole(t *testing.T) {
	t.Parallel()
	d := driveWith(t, far(1<<10), ticks(t, "alpha", feedtest.New(t, talk()).URL()), ticks(t, "beta", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.keys("f", "f") // has both on the screen before there is more
	beta := d.m.Feeds()[1]
	notes(beta)
	d.wait("the entries", func() bool {
		_, end := beta.History().Range()
		return end >= 40
	})
	d.keys("f")
	if shown := d.entries(); shown < 10 {
		t.Errorf("%d entries of the other feed are shown\n%s", shown, d.screen())
	}
}
