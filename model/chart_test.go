package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestLockNeedsARange wants nothing to be called locked that is not.
func TestLockNeedsARange(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	lock := tea.KeyPressMsg{Code: 'Y', Text: "Y"}
	for range 2 { // the watchlist, the chart
		m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	m.Update(lock)
	if m.tab().Tab.Chart.Locked || !strings.Contains(m.notices.Text, ":y LOW HIGH") {
		t.Errorf("a chart without values: locked %t, and it says %q", m.tab().Tab.Chart.Locked, m.notices.Text)
	}
	for _, bounds := range [][]string{{"-Inf", "Inf"}, {"0", "Inf"}, {"NaN", "1"}, {"1", "1"}} {
		if m.commands.execute("y " + strings.Join(bounds, " ")); m.tab().Tab.Chart.Locked {
			t.Errorf(":y %v is taken", bounds)
		}
	}
	if m.commands.execute("y -1e308 1e308"); !m.tab().Tab.Chart.Locked {
		t.Errorf("the widest range is refused: %s", m.notices.Text)
	}
	m.Update(lock)
	if m.tab().Tab.Chart.Locked {
		t.Error("the lock stays")
	}
}

func TestTheChosenNumberStaysWhenAWrongOneIsUnplotted(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(feedtest.Silence(more), feedtest.Send(`{"s":"A","p":"1.75","deep":{"size":42}}`))).URL()))
	d.sees("1.50")
	d.command("plot deep.size as size")
	d.sees("size is plotted, with the past in the log")
	close(more)
	d.sees("A size", "◀ 42")
	d.command("unplot deep.size")
	d.sees("deep.size is not plotted", "A size", "◀ 42")
}

// TestGoto goes to the second of the oldest row, which that has begun before it came, and to a row while the log is not to
// be seen.
func TestGoto(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	log := d.m.tab().Tab.History()
	first, end := log.Range()
	oldest, _ := log.Entry(first)
	d.keys(":")
	d.types("goto " + time.Unix(0, oldest.At).UTC().Format("15:04:05"))
	d.keys("enter")
	if n, _ := d.m.tab().Log.Selected(); d.m.notices.Text != "" || n != first {
		t.Errorf("the log is at row %d, and says %q", n, d.m.notices.Text)
	}
	for _, cover := range []struct {
		width int
		keys  []string
	}{{120, []string{"G", "tab", "tab", "z"}}, {80, []string{"z", "G", "W"}}, {80, []string{"enter"}}} {
		d.send(tea.WindowSizeMsg{Width: cover.width, Height: 36})
		d.keys(cover.keys...)
		d.misses("LOG ")
		d.keys(":")
		d.types(fmt.Sprintf("goto #%d", end-1))
		d.keys("enter")
		d.sees("LOG  at #")
	}
}
