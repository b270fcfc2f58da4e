package freshness

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestLabelsWithoutLimitsHaveTheLongestOfAllOthers(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		tracker := New(0)
		var names []string
		now := int64(time.Hour)
		remembered := New(0)
		for range 2000 {
			now += int64(r.IntN(int(time.Second)))
			switch n := int32(len(names)); {
			case r.IntN(20) == 0:
				names = append(names, string(rune('a'+n)))
				tracker.Add(n, names[n], -1)
			case n == 0:
			case r.IntN(100) == 0:
				tracker.Restore(r.Int32N(n), Checkpoint{Live: true, State: Fresh, Last: now, Limits: Limits{time.Second, time.Minute, time.Hour}}, now)
			case r.IntN(200) == 0:
				tracker.Remember(remembered.Rhythms())
				remembered = tracker
			case r.IntN(10) == 0:
				tracker.Judge(now)
			case r.IntN(50) == 0:
				now += int64(3 * time.Hour) // the rate of the day is another one then
			default:
				tracker.Event(r.Int32N(n), now)
			}
			if r.IntN(3) > 0 {
				continue
			}
			got, gotKnown := tracker.longest.of(tracker.labels)
			var want Limits
			wantKnown := false
			for i := range tracker.labels {
				if l := &tracker.labels[i]; l.intervals.added >= Known {
					l.measure()
					want, wantKnown = longer(want, Limits{Late: l.limits.Late, Stale: l.limits.Stale}), true
				}
			}
			if got != want || gotKnown != wantKnown {
				t.Fatalf("seed %d, of %d labels: %+v %v, want %+v %v", seed, len(names), got, gotKnown, want, wantKnown)
			}
		}
	}
}
