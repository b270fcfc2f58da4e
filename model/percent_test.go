package model_test

import (
	"testing"

	"sockeye/feed/feedtest"
)

func TestCompareAndHide(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(30))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("129.25")
	d.keys("tab", "x", "G", "x", "tab")
	d.sees("A ", "C ")
	d.keys("%")
	d.sees("changes since its window began", "%┤")
	d.keys("space")
	d.sees("(hidden)")
	d.keys("space")
	d.misses("(hidden)")
	d.keys("%")
	d.sees("the chart shows values")
}
