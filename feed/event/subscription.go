package event

// SubscriptionState is the state of a subscription, or NoSubscription for a label that is none.
//
//	Off ─> Queued ─> Requested ─> Subscribed ─> Live <─> SubscriptionStale
//	                     │  └─> Unanswered ─┘     └─> Ended
//	                     └─> Rejected ─> Retrying
//	        Cancelling ─> Unsubscribing ─> Off
//
// The table of transitions in feed/session has all of them.
type SubscriptionState uint8

// The states of a subscription.
const (
	NoSubscription    SubscriptionState = iota // data that was not subscribed by this name
	Off                                        // not wanted
	Queued                                     // wanted; its request has not been sent on this connection
	Requested                                  // its request was sent and has no answer
	Retrying                                   // rejected on an earlier connection, and asked for again
	Unanswered                                 // neither an answer nor data within the preset's `answer`
	Subscribed                                 // the server agreed, or is not expected to answer; no event has come on this connection
	Live                                       // it has data
	SubscriptionStale                          // without data for longer than the preset's `stale`
	Rejected                                   // the server refused it; Label.Reason says why
	Ended                                      // the server ended it after it was subscribed; Label.Reason says why
	Cancelling                                 // given up before the ack that its unsubscribe message needs
	Unsubscribing                              // given up; the server has not confirmed that
	Resubscribing                              // as Unsubscribing, and wanted again
	Unconfirmed                                // given up; the server did not confirm that in time
	StillSent                                  // given up; the server sends its data all the same

	SubscriptionStates // how many states there are
)

// subscriptionWords are the names of the states, as a sentence has them.
var subscriptionWords = [SubscriptionStates]string{
	NoSubscription: "a label", Off: "unsubscribed", Queued: "pending, not asked for yet", Requested: "pending", Retrying: "pending, asked for again",
	Unanswered: "without an answer", Subscribed: "subscribed", Live: "live", SubscriptionStale: "stale", Rejected: "rejected", Ended: "ended",
	Cancelling: "unsubscribing", Unsubscribing: "unsubscribing", Resubscribing: "unsubscribing, and wanted again",
	Unconfirmed: "unsubscribed, not confirmed", StillSent: "unsubscribed, still sent",
}

// String returns the state in words.
func (s SubscriptionState) String() string { return subscriptionWords[s] }

// Wanted reports whether the operator wants it subscribed.
func (s SubscriptionState) Wanted() bool {
	return s >= Queued && s <= Ended || s == Resubscribing
}

// Pending reports whether an answer of the server is being waited for, or the moment to ask.
func (s SubscriptionState) Pending() bool {
	return s >= Queued && s <= Retrying || s >= Cancelling && s <= Resubscribing
}
