package subscription

import "sockeye/feed/event"

// cause is what moves a subscription to another state.
type cause uint8

const (
	wanted            cause = iota // the operator wants it
	unwanted                       // the operator gives it up
	unwantedUnacked                // likewise, and the unsubscribe message needs what the ack brings
	sent                           // its request was sent
	notSent                        // its request cannot be sent on this connection
	sentWithoutAck                 // its request was sent, and the preset has no `ack`; one that is asked for again is not rejected within `answer`
	acknowledged                   // its ack came
	eventCame                      // an event came
	rejected                       // its rejection came, while its request was open
	ended                          // the server ended it
	answerDue                      // `answer` has passed
	staleDue                       // `stale` has passed
	unsubscribed                   // the unsubscribe was confirmed, also by an end or a rejection, or sent where the preset expects no answer
	unsubscribeFailed              // it was not confirmed in time, or could not be sent
	retryDue                       // all others are answered: those that were rejected are asked for again
	lost                           // the connection is gone
	causes
)

// transitions has, for each cause, what becomes of a subscription in a state. A pair that is not here changes nothing.
var transitions = [causes]map[event.SubscriptionState]event.SubscriptionState{
	wanted: {
		event.NoSubscription: event.Queued, event.Off: event.Queued, event.Unanswered: event.Queued, event.Rejected: event.Queued, event.Ended: event.Queued,
		event.Cancelling: event.Requested, event.Unsubscribing: event.Resubscribing, event.Unconfirmed: event.Queued, event.StillSent: event.Queued, event.LabelStale: event.Queued, event.Unsent: event.Queued,
	},
	unwanted: {
		event.Queued: event.Off, event.Requested: event.Unsubscribing, event.Retrying: event.Unsubscribing, event.Unanswered: event.Unsubscribing, event.Subscribed: event.Unsubscribing,
		event.Live: event.Unsubscribing, event.SubscriptionStale: event.Unsubscribing, event.Rejected: event.Off, event.Ended: event.Off, event.Unsent: event.Off, event.Resubscribing: event.Unsubscribing,
	},
	unwantedUnacked: {
		event.Requested: event.Cancelling, event.Retrying: event.Cancelling, event.Unanswered: event.Cancelling, event.Live: event.Cancelling, event.SubscriptionStale: event.Cancelling,
	},
	sent:           {event.Queued: event.Requested},
	notSent:        {event.Queued: event.Unsent, event.Retrying: event.Unsent},
	sentWithoutAck: {event.Queued: event.Subscribed, event.Retrying: event.Subscribed},
	acknowledged: {
		event.Requested: event.Subscribed, event.Retrying: event.Subscribed, event.Unanswered: event.Subscribed, event.Rejected: event.Subscribed, event.Cancelling: event.Unsubscribing,
	},
	eventCame: {
		event.Off: event.StillSent, event.Requested: event.Live, event.Retrying: event.Live, event.Unanswered: event.Live, event.Subscribed: event.Live, event.SubscriptionStale: event.Live,
		event.Rejected: event.Live, event.Ended: event.Live, event.Unconfirmed: event.StillSent, event.LabelStale: event.NoSubscription, event.Unsent: event.Live,
	},
	rejected: {
		event.Requested: event.Rejected, event.Retrying: event.Rejected, event.Unanswered: event.Rejected, event.Subscribed: event.Rejected, event.SubscriptionStale: event.Rejected, event.Live: event.Ended, event.Cancelling: event.Off,
	},
	ended:             {event.Subscribed: event.Ended, event.Live: event.Ended, event.SubscriptionStale: event.Ended},
	answerDue:         {event.Requested: event.Unanswered, event.Retrying: event.Unanswered},
	staleDue:          {event.Subscribed: event.SubscriptionStale, event.Live: event.SubscriptionStale, event.NoSubscription: event.LabelStale},
	unsubscribed:      {event.Cancelling: event.Off, event.Unsubscribing: event.Off, event.Resubscribing: event.Queued, event.Unconfirmed: event.Off, event.StillSent: event.Off},
	unsubscribeFailed: {event.Cancelling: event.Unconfirmed, event.Unsubscribing: event.Unconfirmed, event.Resubscribing: event.Queued},
	retryDue:          {event.Rejected: event.Retrying},
	lost: {
		event.Requested: event.Queued, event.Retrying: event.Rejected, event.Unanswered: event.Queued, event.Subscribed: event.Queued, event.Live: event.Queued, event.SubscriptionStale: event.Queued,
		event.Cancelling: event.Off, event.Unsubscribing: event.Off, event.Resubscribing: event.Queued, event.Unconfirmed: event.Off, event.StillSent: event.Off, event.LabelStale: event.NoSubscription,
	},
}
