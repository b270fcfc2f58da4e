package tab

import (
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/theme"
	"sockeye/widgets/watchlist"
)

func TestEveryStateOfAFeedIsShown(t *testing.T) {
	t.Parallel()
	for s := range event.States {
		shown := feedState(s)
		if shown.Word == "" || shown.Word != s.String() {
			t.Errorf("state %d (%s) is shown as %q", s, s, shown.Word)
		}
		if good := shown.Tone == theme.Good; good != (s == event.Open) {
			t.Errorf("%s is shown as good: %v", s, good)
		}
	}
	for s := range event.SubscriptionStates {
		if s.String() == "" {
			t.Errorf("subscription state %d has no words", s)
		}
	}
}

// TestDataThatNeverCameIsNotShownAsOld: a subscription without a first event has no data, for however long, and one of which only
// old events came says so. Neither is green.
func TestDataThatNeverCameIsNotShownAsOld(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for want, labels := range map[watchlist.State][]event.Label{
		watchlist.NoData:      {{State: event.Subscribed, Awaited: now}, {State: event.SubscriptionStale, Awaited: now}},
		watchlist.OnlyHistory: {{State: event.Live, History: true}},
		watchlist.Stale:       {{State: event.SubscriptionStale}, {State: event.SubscriptionStale, History: true}},
		watchlist.Live:        {{State: event.Live}, {State: event.Live, Late: true}},
	} {
		for _, l := range labels {
			if got := subscriptionState(&l); got != want {
				t.Errorf("%+v is shown as %q, want %q", l, got.Word(), want.Word())
			}
		}
	}
}
