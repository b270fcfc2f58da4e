package model_test

import (
	"fmt"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/pane"
)

// rows is a server that sends a price of each of so many labels, and the same with another price at each gate.
func rows(n int, gates ...chan struct{}) feedtest.Conversation {
	c := talk()
	for round := range len(gates) + 1 {
		if round > 0 {
			c = append(c, feedtest.Silence(gates[round-1]))
		}
		for i := range n {
			c = append(c, feedtest.Send(fmt.Sprintf(`{"s":"row%d","p":"%d.00"}`, i, 1000*(round+1)+i)))
		}
	}
	return c
}

// TestFilterHidesTheSelectedRow wants keys and chart to go by the cursor, wherever a filter takes it.
func TestFilterHidesTheSelectedRow(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, append(rows(3), feedtest.Expect(`{"op":"unsub","args":["A"]}`), feedtest.Send(`{"op":"unsubbed","s":"A"}`))).URL()))
	d.sees("1,002.00")
	d.focuses(inList)
	filter := func(text string) {
		d.keys("/")
		d.types(text)
		d.keys("enter")
	}
	filter("row1")
	if row := d.selected(); !strings.HasPrefix(row, "row1 ") {
		t.Errorf("row1 is all that is shown, and %q is selected", row)
	}
	d.keys("esc")
	filter("a")
	d.keys("u")
	d.sees("○▸A")
	d.keys("esc")
	filter("nothing")
	d.sees("no label has nothing")
	for _, key := range []string{"u", "space", "x", "enter"} {
		d.keys(key)
		d.says(pane.ErrNoRow.Error())
	}
	d.keys("esc")
	if row := d.selected(); !strings.HasPrefix(row, "A ") {
		t.Errorf("without the filter, %q is selected", row)
	}
}

// TestRowsThatComeIntoViewAreOfTheMoment moves through more rows than there is space for, while their values change: what comes into
// sight says what is true now, and while the screen is frozen what was true then.
func TestRowsThatComeIntoViewAreOfTheMoment(t *testing.T) {
	t.Parallel()
	const n = 40
	gates := []chan struct{}{make(chan struct{}), make(chan struct{}), make(chan struct{})}
	d := drive(t, ticks(t, "alpha", feedtest.New(t, rows(n, gates...)).URL()))
	shown := func(round int) string { return fmt.Sprintf(`"p":"%d.00"`, 1000*round+n-1) } // in the log
	d.sees(shown(1), "1,001.00")
	if strings.Contains(strings.Join(d.box(inList), ""), "1,039.00") {
		t.Errorf("the last row is shown:\n%s", d.screen())
	}
	close(gates[0])
	d.sees(shown(2))
	d.focuses(inList)
	d.keys("G")
	d.sees("2,039.00")
	close(gates[1])
	d.sees(shown(3), "3,039.00")
	d.keys("p")
	close(gates[2])
	d.sees("+40 new")
	d.keys("g")
	if list := strings.Join(d.box(inList), "\n"); !strings.Contains(list, "3,001.00") {
		t.Errorf("the first rows do not say what was true when the screen was frozen:\n%s", list)
	}
	d.keys("p")
	d.sees("4,001.00")
}

// TestEventsOfLabelsBeyondTheLimitAreSaid in the last line of the watchlist, which begins with them: how often the feed was connected
// anew may have no space behind them.
func TestEventsOfLabelsBeyondTheLimitAreSaid(t *testing.T) {
	t.Parallel()
	preset := ticks(t, "alpha", feedtest.New(t, rows(3)).URL())
	preset.Limits.Labels = 3 // A, B and row0
	d := drive(t, preset)
	d.sees("│ 2 events of labels beyond the limit ")
}
