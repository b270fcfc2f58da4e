package model_test

import (
	"fmt"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestAFrozenScreenHasNothingThatCameLater: wherever the operator scrolls, searches, goes and inspects, and in whatever pane.
func TestAFrozenScreenHasNothingThatCameLater(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	var steps []feedtest.Step
	for i := range 60 {
		if i == 30 {
			steps = append(steps, feedtest.Do(func() { <-more }))
		}
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"A","p":"%d.25"}`, 100+i)))
	}
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(steps...)).URL()))
	d.sees("129.25")
	d.keys("p")
	close(more)
	d.sees("+30 new")
	_, end := d.history().Range()
	for _, keys := range [][]string{
		{"j"}, {"down"}, {"ctrl+d"}, {"pgdown"}, {"space"}, {"g", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown"}, {"e"}, {"E"}, {"w", "pgdown"}, {"w"},
		{"m", "g", "'"}, {"\\"}, {"/", "2", "5", "enter", "n", "n"}, {"N", "N"}, {"g", "N"}, {"&", "A", "enter", "pgdown"}, {"\\"},
		{":", "n", "o", "f", "i", "l", "t", "e", "r", "enter"}, {"enter", "J"}, {"J"}, {"esc"}, {"tab", "enter"}, {"J", "esc"},
		append(append([]string{":"}, strings.Split(fmt.Sprintf("goto #%d", end-1), "")...), "enter"),
		{"tab", "v"}, {"v"}, {"]"}, {"left"}, {"enter"}, {"pgdown"},
	} {
		d.keys(keys...)
		for i := 30; i < 60; i++ {
			if strings.Contains(d.screen(), fmt.Sprintf("%d.25", 100+i)) {
				t.Fatalf("after %q the frozen screen has what came later:\n%s", keys, d.screen())
			}
		}
		d.sees("FROZEN")
	}
	d.keys("p")
	d.sees("159.25", "while frozen")
	d.misses("FROZEN")
}
