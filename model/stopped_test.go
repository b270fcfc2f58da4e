package model_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/series"
	"sockeye/model"
)

// TestAScreenThatWasStoppedShowsWhatCameMeanwhile: it has every entry and every value, although much more has come than may wait for
// it, and so has a second screen on the same feed, of the one history.
func TestAScreenThatWasStoppedShowsWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	const n, size, portion = 4096, 1 << 10, 512 // of which a portion may wait for the feed to keep it
	conversation := talk()
	pad := strings.Repeat("x", size)
	var portions []chan struct{}
	for i := range n {
		if i%portion == 0 {
			begin := make(chan struct{})
			portions = append(portions, begin)
			conversation = append(conversation, feedtest.Silence(begin))
		}
		conversation = append(conversation, feedtest.Send(`{"s":"A","p":"2.50","pad":"`+pad+`"}`))
	}
	server := feedtest.New(t, append(conversation, feedtest.Silence(nil)))
	d := driveWith(t, func(o *model.Options) { o.UI.History = 12 << 20 }, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	e := d.another()
	e.sees("1.50")
	other := d.feed().Watch()
	for i, begin := range portions {
		close(begin)
		for d.history().Totals().Counts.Events < int64((i+1)*portion+1) {
			if _, err := other.Next(d.done); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, screen := range []*driver{d, e} {
		screen.command("balance")
		screen.sees("in 4,099 = 4,099 log", "+ 0 dropped", " 2.50 ")
	}
	if first, end := d.history().Range(); first != 0 || end < n {
		t.Errorf("the log has entries %d to %d", first, end)
	}
	var sum series.Column
	d.history().View(nil, func(v history.View) { sum, _ = v.Summary(history.Key{}, 0, time.Now().UnixNano()) })
	if sum.Count != n+1 {
		t.Errorf("the chart has %d values, want %d", sum.Count, n+1)
	}
}
