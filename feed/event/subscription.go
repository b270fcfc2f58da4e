package event

// SubscriptionState is the state of a subscription, or NoSubscription for a label that is none.
//
//	Off ─> Queued ─> Requested ─> Subscribed ─> Live <─> SubscriptionStale
//	         │           │  └─> Unanswered ─┘     └─> Ended
//	         └─> Unsent  └─> Rejected ─> Retrying
//	        Cancelling ─> Unsubscribing ─> Off
//	NoSubscription <─> LabelStale
//
// The table of transitions in feed/subscription has all of them.
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
	LabelStale                                 // as NoSubscription, and silent for longer than its rhythm lets expect
	Unsent                                     // wanted; its request cannot be sent on this connection, Label.Reason says why

	SubscriptionStates // how many states there are
)

// subscriptionRecords are what is to be known of each state.
var subscriptionRecords = [SubscriptionStates]struct {
	words   string // as a sentence has them
	wanted  bool   // the operator wants it subscribed
	failed  bool   // nothing is to be expected before it is asked for again
	pending bool   // an answer of the server is being waited for, or the moment to ask
	agreed  bool   // the server has agreed to it, as far as is known
	givenUp bool   // its unsubscribe was asked for, and the server may still have it
	awaited bool   // the server has a reason to send something on account of it
}{
	NoSubscription:    {words: "a label"},
	Off:               {words: "unsubscribed"},
	Queued:            {words: "pending, not asked for yet", wanted: true, pending: true, awaited: true},
	Requested:         {words: "pending", wanted: true, pending: true, awaited: true},
	Retrying:          {words: "pending, asked for again", wanted: true, pending: true, awaited: true},
	Unanswered:        {words: "without an answer", wanted: true, awaited: true},
	Subscribed:        {words: "subscribed", wanted: true, agreed: true, awaited: true},
	Live:              {words: "live", wanted: true, agreed: true, awaited: true},
	SubscriptionStale: {words: "stale", wanted: true, agreed: true, awaited: true},
	Rejected:          {words: "rejected", wanted: true, failed: true},
	Ended:             {words: "ended", wanted: true, failed: true},
	Cancelling:        {words: "unsubscribing", pending: true, awaited: true},
	Unsubscribing:     {words: "unsubscribing", pending: true, givenUp: true, awaited: true},
	Resubscribing:     {words: "unsubscribing, and wanted again", wanted: true, pending: true, givenUp: true, awaited: true},
	Unconfirmed:       {words: "unsubscribed, not confirmed", givenUp: true},
	StillSent:         {words: "unsubscribed, still sent", givenUp: true},
	LabelStale:        {words: "stale"},
	Unsent:            {words: "not sent", wanted: true, failed: true},
}

// String returns the state in words.
func (s SubscriptionState) String() string { return subscriptionRecords[s].words }

// Wanted reports whether the operator wants it subscribed.
func (s SubscriptionState) Wanted() bool { return subscriptionRecords[s].wanted }

// Failed reports whether nothing is to be expected of it before it is asked for again; Label.Reason says why.
func (s SubscriptionState) Failed() bool { return subscriptionRecords[s].failed }

// Pending reports whether an answer of the server is being waited for, or the moment to ask.
func (s SubscriptionState) Pending() bool { return subscriptionRecords[s].pending }

// Agreed reports whether the server has agreed to it, as far as is known.
func (s SubscriptionState) Agreed() bool { return subscriptionRecords[s].agreed }

// GivenUp reports whether its unsubscribe was asked for, and the server may still have it.
func (s SubscriptionState) GivenUp() bool { return subscriptionRecords[s].givenUp }

// Awaited reports whether the server has a reason to send something on account of it.
func (s SubscriptionState) Awaited() bool { return subscriptionRecords[s].awaited }

// Subscription reports whether it is that of a subscription, or of one that was, and not of data that came without one.
func (s SubscriptionState) Subscription() bool { return s != NoSubscription && s != LabelStale }
