package model_test

import (
	"slices"
	"testing"
	"time"

	"sockeye/feed/feedtest"
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
