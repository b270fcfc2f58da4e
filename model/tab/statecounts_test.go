package tab

import (
	"math/rand/v2"
	"testing"

	"sockeye/feed/event"
)

func TestStatesOfLabelsAreCountedByWhatHasChanged(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 0))
	var counts stateCounts
	all := []event.Labels{{}}
	for range 300 {
		from := all[r.IntN(len(all))] // mostly another moment than the one that was counted last
		var changed []int32
		for n := range from.All() {
			if r.IntN(100) == 0 {
				changed = append(changed, n)
			}
		}
		labels := from.Renew(from.Len()+r.IntN(10), changed, func(n int32) event.Label {
			return event.Label{State: event.SubscriptionState(r.IntN(int(event.SubscriptionStates)))}
		})
		all = append(all, labels)
		var want stateCounts
		for _, l := range labels.All() {
			want.counts[subscriptionState(l)]++
		}
		if got := counts.of(labels); *got != want.counts {
			t.Fatalf("%d labels: %v, want %v", labels.Len(), *got, want.counts)
		}
	}
}
