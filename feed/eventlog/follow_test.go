package eventlog_test

import (
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/eventlog"
)

func TestAConnectionThatIsLostWithinABatchIsInTheLog(t *testing.T) {
	f := eventlog.NewFollower("kraken")
	f.Follow(at(0), &event.Batch{Status: event.Status{State: event.Connecting, Since: at(0)}})
	var b event.Builder
	b.ChangeState(event.StateChange{State: event.Open, At: at(1)})
	b.ChangeState(event.StateChange{State: event.Retry, At: at(2), Reason: "1006", RetryAt: at(3)})
	lines := f.Follow(at(4), b.Seal(event.Status{State: event.Retry, Since: at(2), Reason: "1006", RetryAt: at(3)}, event.Labels{}))
	if len(lines) != 2 || lines[0].State != "OPEN" || !lines[0].At.Equal(at(1)) || lines[1].State != "RETRY" || lines[1].RetryIn != "1m0s" {
		t.Errorf("%+v", lines)
	}
}

func TestAStaleLabelThatIsNoSubscriptionIsInTheLog(t *testing.T) {
	f := eventlog.NewFollower("kraken")
	follow := func(second float64, state event.SubscriptionState) []eventlog.Line {
		return f.Follow(at(second), &event.Batch{Status: event.Status{Since: at(0)}, Labels: event.Labels{}.Renew(1, nil, func(int32) event.Label {
			return event.Label{Name: "sensor", State: state, Since: at(second)}
		})})
	}
	if lines := follow(0, event.NoSubscription); len(lines) > 0 && lines[len(lines)-1].Label != "" {
		t.Errorf("a label: %+v", lines)
	}
	if lines := follow(1, event.LabelStale); len(lines) != 1 || lines[0].Label != "sensor" || lines[0].Subscription != "stale" || !lines[0].At.Equal(at(1)) {
		t.Errorf("stale: %+v", lines)
	}
	if lines := follow(2, event.NoSubscription); len(lines) != 1 || lines[0].Subscription == "stale" {
		t.Errorf("with data again: %+v", lines)
	}
}
