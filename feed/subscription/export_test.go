package subscription

import "sockeye/feed/event"

// Transition is an entry of the table of transitions.
type Transition struct {
	Cause    string
	From, To event.SubscriptionState
	Lost     bool // it is caused by the end of the connection
}

// Transitions returns the whole table.
func Transitions() (all []Transition) {
	names := [causes]string{"wanted", "unwanted", "unwantedUnacked", "sent", "notSent", "sentWithoutAck", "acknowledged", "eventCame", "rejected", "ended",
		"answerDue", "staleDue", "unsubscribed", "unsubscribeFailed", "retryDue", "lost"}
	for why, pairs := range transitions {
		for from, to := range pairs {
			all = append(all, Transition{names[why], from, to, cause(why) == lost})
		}
	}
	return all
}
