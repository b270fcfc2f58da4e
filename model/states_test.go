package model

import (
	"testing"

	"sockeye/feed/event"
	"sockeye/widgets/theme"
)

func TestEveryStateOfAFeedIsShown(t *testing.T) {
	for s := range event.States {
		shown := feedStates[s]
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
