package feed

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/series"
)

// TestPlotsBeginWithThePastOfTheLog: a plot has what it would have read of the messages that are kept, split by a field of theirs,
// and goes on with what comes.
func TestPlotsBeginWithThePastOfTheLog(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "    frames: {split: \"\\n\"}\n")
	before := time.Now().Add(-time.Minute)
	f.receive(before, one([]byte(`{"s":"A","p":1}`)))
	f.receive(before.Add(10*time.Second), one([]byte(`{"s":"B","p":20}`)))
	f.receive(before.Add(feedtest.Patience), one([]byte(`{"s":"A","p":"none"}`)))
	f.receive(before.Add(30*time.Second), one([]byte(`{"s":"A","p":3.5}`)))
	for _, end := f.History().Range(); end < 4; _, end = f.History().Range() {
		if _, err := w.Next(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-f.Plot("p", "s", "price"); err != nil {
		t.Fatal(err)
	}
	f.receive(before.Add(time.Minute), one([]byte(`{"s":"A","p":4}`)))
	values := func() (got map[string][]float64) {
		got = make(map[string][]float64)
		f.History().View(nil, func(v history.View) {
			_, labels := v.State()
			for n, l := range labels.All() {
				var columns [7]series.Column
				v.Columns(columns[:], history.Key{Label: n, Field: slices.Index(f.Fields(), "price")}, before.UnixNano(), before.Add(70*time.Second).UnixNano())
				for _, c := range columns {
					if c.Count > 0 {
						got[l.Name] = append(got[l.Name], c.Last)
					}
				}
			}
		})
		return got
	}
	for len(values()["A"]) < 3 {
		if _, err := w.Next(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := values(); !slices.Equal(got["A"], []float64{1, 3.5, 4}) || !slices.Equal(got["B"], []float64{20}) {
		t.Errorf("the series have %v", got)
	}
	f.History().View(nil, func(v history.View) {
		_, labels := v.State()
		for n, l := range labels.All() {
			if value := v.Row(n).Values; l.Name == "B" && value[0].Heard.Sub(before) > 11*time.Second {
				t.Errorf("the past of B was heard at %v, want the time of its message", value[0].Heard)
			}
		}
	})
}

// TestAPlotThatFindsNothingIsSaid in the log, and not one that finds a number in a single message.
func TestAPlotThatFindsNothingIsSaid(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "")
	before := time.Now().Add(-time.Minute)
	f.receive(before, one([]byte(`{"s":"A","p":1}`)))
	f.receive(before.Add(time.Second), one([]byte(`{"s":"A","q":1}`)))
	for _, end := f.History().Range(); end < 4; _, end = f.History().Range() {
		if _, err := w.Next(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"q", "p.last"} {
		if err := <-f.Plot(path, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	var notes []string
	first, end := f.History().Range()
	for n := first; n < end; n++ {
		if e, _ := f.History().Entry(n); strings.HasPrefix(string(e.Text), "plot") {
			notes = append(notes, string(e.Text))
		}
	}
	if want := []string{"plot: `p.last` finds nothing in the 2 messages of the log"}; !slices.Equal(notes, want) {
		t.Errorf("the log says %q, want %q", notes, want)
	}
}
