package model_test

import (
	"fmt"
	"testing"

	"sockeye/feed/feedtest"
)

// TestAGapIsInTheLogTheChartAndTheHeader, and a key leads to it.
func TestAGapIsInTheLogTheChartAndTheHeader(t *testing.T) {
	t.Parallel()
	var steps []feedtest.Step
	for _, n := range []int{1, 2, 3, 20, 21} {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"A","p":%d,"n":%d}`, 100+n, n)))
	}
	server := feedtest.New(t, talk(steps...))
	d := drive(t, withEvents(t, server.URL(), "[{match: {s: \"*\", p: \"*\"}, label: s, value: p}]\n    seq: {at: n, step: 1}"))
	d.sees("GAP seq 3 to 20, 16 lost", "gaps 1", "░", `"n":21`)
	if !d.offers("e E", "gaps, alerts") {
		t.Errorf("the keys that lead to it are not offered: %s", d.footer())
	}
	d.keys("E")
	d.sees("▸┄", "LOG  at #")
}
