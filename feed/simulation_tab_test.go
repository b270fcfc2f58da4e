package feed_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing/synctest"
	"time"

	"sockeye/feed"
	"sockeye/model/tab"
	"sockeye/widgets/watchlist"
)

// simulatedTab is the feed of a simulation on a screen, which an operator freezes and resumes now and then.
type simulatedTab struct {
	*simulation
	tab    *tab.Tab
	random *rand.Rand
	frozen *frozen // nil: the present is shown
}

// frozen is what is shown of a moment at which the screen was frozen.
type frozen struct {
	rows []watchlist.Row
	end  uint64 // of the log
}

func newSimulatedTab(s *simulation, f *feed.Feed, seed uint64) *simulatedTab {
	return &simulatedTab{simulation: s, tab: tab.New(f, tab.Own{Feed: f}), random: rand.New(rand.NewPCG(seed, 3))}
}

// read gives the tab what there is.
func (s *simulatedTab) read() {
	for {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		b, err := s.tab.Watcher().Next(ctx)
		cancel()
		if err != nil {
			break
		}
		s.tab.Receive(time.Now(), b)
	}
	synctest.Wait()
}

// check checks what is shown, and then freezes or resumes it now and then.
func (s *simulatedTab) check() {
	s.t.Helper()
	now := time.Now()
	shown := s.tab.At(s.tab.Moment(now))
	rows := s.rows(now)
	if s.frozen != nil {
		if end := shown.Entries().End(); end != s.frozen.end {
			s.fail("frozen, the log ends at %d, and not at %d", end, s.frozen.end)
		}
		if !slices.EqualFunc(rows, s.frozen.rows, sameRow) {
			s.fail("frozen, the rows are\n%+v, and not\n%+v", rows, s.frozen.rows)
		}
	} else {
		status, labels := s.feed.History().State()
		if shown.Status.State != status.State || !status.Since.Equal(shown.Status.Since) {
			s.fail("%v since %v is shown, and not %v since %v", shown.Status.State, shown.Status.Since, status.State, status.Since)
		}
		if _, end := s.feed.History().Range(); shown.Entries().End() != end {
			s.fail("the log is shown up to %d, and ends at %d", shown.Entries().End(), end)
		}
		for n, l := range labels.All() {
			if l.State != shown.Labels.At(n).State || l.Name != rows[n].Label {
				s.fail("%s %v is shown as %s %v", l.Name, l.State, rows[n].Label, shown.Labels.At(n).State)
			}
		}
	}
	switch s.random.IntN(3) {
	case 0:
		s.tab.Resume(now)
		s.frozen = nil
		s.read()
	case 1:
		if s.frozen == nil {
			s.tab.Freeze(now)
			s.frozen = &frozen{s.rows(now), s.tab.At(s.tab.Moment(now)).Entries().End()}
		}
	}
}

// rows returns the rows of the watchlist.
func (s *simulatedTab) rows(now time.Time) []watchlist.Row {
	screen := tab.Screen{Window: time.Minute, Columns: 60, Location: time.UTC, Keys: func(...string) string { return "" }}
	shown := s.tab.At(s.tab.Moment(now))
	rows := shown.Rows(screen)
	shown.Complete(rows, screen, 0, len(rows))
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Values = slices.Clone(rows[i].Values)
	}
	return rows
}

// sameRow compares two rows but for what is computed from series, of which the oldest go.
func sameRow(a, b watchlist.Row) bool {
	a.Spark, b.Spark, a.ChangePct, b.ChangePct = nil, nil, 0, 0
	return reflect.DeepEqual(a, b)
}
