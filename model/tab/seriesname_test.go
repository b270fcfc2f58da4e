package tab

import (
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/history"
)

// TestASeriesHasEachNameOnce: a number that is plotted has a row of its own name where its message has no label.
func TestASeriesHasEachNameOnce(t *testing.T) {
	tab := closed(t)
	tab.labels = event.Labels{}.Renew(2, nil, func(n int32) event.Label { return event.Label{Name: []string{"A", "1.5"}[n]} })
	tab.fields = []string{unnamed, "1.5"}
	for key, want := range map[history.Key]string{{Label: 0}: "A", {Label: 0, Field: 1}: "A 1.5", {Label: 1, Field: 1}: "1.5"} {
		if got := tab.SeriesName(key); got != want {
			t.Errorf("%+v is called %q, want %q", key, got, want)
		}
	}
}
