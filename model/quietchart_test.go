package model_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/preset/lang"
)

// TestTheChartOfAQuietFeedMovesByAQuarterOfItsWindow: what it shows as the present is not much older than the ages beside it say.
func TestTheChartOfAQuietFeedMovesByAQuarterOfItsWindow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		key  string
		pace time.Duration
	}{{"", 15 * time.Second}, {"-", 5 * time.Second}, {"+", time.Minute}} {
		d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(feedtest.Silence(nil))).URL()))
		d.sees("1.50", "●▸A", "✗ B") // nothing more changes
		if test.key != "" {
			d.keys(test.key)
		}
		at := time.Now().Add(2 * test.pace)
		d.tick(at.Add(-time.Millisecond))
		d.tick(at) // what came in the moment of a render is in the next one
		drawn := d.box("A")
		d.tick(at.Add(test.pace - time.Second))
		if !slices.Equal(d.box("A"), drawn) {
			t.Errorf("%q: it is drawn before %v have passed", test.key, test.pace)
		}
		d.tick(at.Add(test.pace))
		if slices.Equal(d.box("A"), drawn) {
			t.Errorf("%q: it is not drawn after %v\n%s", test.key, test.pace, d.screen())
		}
	}
}

// TestTheChangesOfAQuietFeedAreThoseOfItsChart: header and watchlist count from where the chart beside them begins, also between two
// times at which that is drawn.
func TestTheChangesOfAQuietFeedAreThoseOfItsChart(t *testing.T) {
	t.Parallel()
	steps := talk()[:3] // up to the first value, which has no time
	for i, now := 0, time.Now(); i < 12; i++ {
		at := now.Add(time.Duration(i-12) * 5 * time.Second)
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"A","p":"%d.00","t":%d}`, 100+i, at.UnixMilli())))
	}
	sent, err := lang.ParsePath("t")
	if err != nil {
		t.Fatal(err)
	}
	p := ticks(t, "alpha", feedtest.New(t, append(steps, feedtest.Silence(nil))).URL())
	p.Events[0].Time = &sent
	d := drive(t, p)
	d.sees("111.00", "✗ B")
	changes := regexp.MustCompile(`[+-]\d+\.\d+`)
	seen := map[string]bool{}
	for at, end := time.Now(), time.Now().Add(40*time.Second); at.Before(end); at = at.Add(time.Second) {
		d.tick(at)
		all := changes.FindAllString(d.screen(), -1)
		if len(all) != 3 || all[0] != all[1] || all[0] != all[2] {
			t.Fatalf("header, chart and watchlist have changes of %v\n%s", all, d.screen())
		}
		seen[all[0]] = true
	}
	if n := len(seen); n < 3 || n > 5 {
		t.Errorf("in 40s there are the changes %v, and the chart is drawn each 15s", slices.Sorted(maps.Keys(seen)))
	}
}
