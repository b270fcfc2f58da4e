package model_test

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestTheHeaderHasTheValueOfTheSelectedRow has one with a value and one without.
func TestTheHeaderHasTheValueOfTheSelectedRow(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("OPEN 1 rejected", " A 1.50 ")
	d.keys("tab", "j")
	d.sees(" B – ")
}

// TestTheHeaderFollowsTheSelectionAtOnce moves the cursor of the watchlist, and shows a feed that was not shown yet: the next render
// has the value of the row that is selected then, and not only the one after something new has come.
func TestTheHeaderFollowsTheSelectionAtOnce(t *testing.T) {
	t.Parallel()
	first, second := feedtest.New(t, talk()), feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", first.URL()), ticks(t, "beta", second.URL()))
	d.sees("[1 alpha OPEN 1 rejected", "2 beta OPEN 1 rejected", " A 1.50 ")
	has := func(value string) {
		t.Helper()
		if line := strings.Split(d.screen(), "\n")[1]; !strings.HasPrefix(line, value) {
			t.Errorf("the header says %q, and not %q", line, value)
		}
	}
	d.keys("tab", "j")
	has(" B – ")
	d.keys("2")
	has(" A ")
}
