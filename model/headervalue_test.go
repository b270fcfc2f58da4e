package model_test

import (
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
