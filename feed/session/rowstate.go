package session

// RowState is the state of a subscription, or Label for a row that is none.
//
//	Off ─> Queued ─> Requested ─> Subscribed ─> Live <─> RowStale
//	                     │  └─> Unanswered ─┘     └─> Ended
//	                     └─> Rejected ─> Retrying
//	        Cancelling ─> Unsubscribing ─> Off
//
// The table `transitions` has all of them.
type RowState uint8

// The states of a row.
const (
	Label         RowState = iota // data that was not subscribed by this name
	Off                           // not wanted
	Queued                        // wanted; its request has not been sent on this connection
	Requested                     // its request was sent and has no answer
	Retrying                      // rejected on an earlier connection, and asked for again
	Unanswered                    // neither an answer nor data within the preset's `answer`
	Subscribed                    // the server agreed, or is not expected to answer; no event has come on this connection
	Live                          // it has data
	RowStale                      // without data for longer than the preset's `stale`
	Rejected                      // the server refused it; Row.Reason says why
	Ended                         // the server ended it after it was subscribed; Row.Reason says why
	Cancelling                    // given up before the ack that its unsubscribe message needs
	Unsubscribing                 // given up; the server has not confirmed that
	Resubscribing                 // as Unsubscribing, and wanted again
	Unconfirmed                   // given up; the server did not confirm that in time
	StillSent                     // given up; the server sends its data all the same
	rowStates
)

// rowStateWords are the names of the states, as a sentence has them.
var rowStateWords = [rowStates]string{
	Label: "a label", Off: "unsubscribed", Queued: "pending, not asked for yet", Requested: "pending", Retrying: "pending, asked for again",
	Unanswered: "without an answer", Subscribed: "subscribed", Live: "live", RowStale: "stale", Rejected: "rejected", Ended: "ended",
	Cancelling: "unsubscribing", Unsubscribing: "unsubscribing", Resubscribing: "unsubscribing, and wanted again",
	Unconfirmed: "unsubscribed, not confirmed", StillSent: "unsubscribed, still sent",
}

// String returns the state in words.
func (s RowState) String() string { return rowStateWords[s] }

// Wanted reports whether the operator wants it subscribed.
func (s RowState) Wanted() bool { return s >= Queued && s <= Ended || s == Resubscribing }

// Pending reports whether an answer of the server is being waited for, or the moment to ask.
func (s RowState) Pending() bool {
	return s >= Queued && s <= Retrying || s >= Cancelling && s <= Resubscribing
}

// expects reports whether the server has a reason to send something on account of it.
func (s RowState) expects() bool {
	return s >= Queued && s <= RowStale || s >= Cancelling && s <= Resubscribing
}

// cause is what moves a row to another state.
type cause uint8

const (
	wanted            cause = iota // the operator wants it
	unwanted                       // the operator gives it up
	unwantedUnacked                // likewise, and the unsubscribe message needs what the ack brings
	sent                           // its request was sent
	sentWithoutAck                 // its request was sent, and the preset has no `ack`; one that is asked for again is not refused within `answer`
	acknowledged                   // its ack came
	heard                          // an event came
	refused                        // its rejection came, while its request was open
	ended                          // the server ended it
	answerDue                      // `answer` has passed
	staleDue                       // `stale` has passed
	unsubscribed                   // the unsubscribe was confirmed, also by an end or a rejection, or sent where the preset expects no answer
	unsubscribeFailed              // it was not confirmed in time, or could not be sent
	retryDue                       // all others are answered: those that were rejected are asked for again
	lost                           // the connection is gone
	causes
)

// transitions has, for each cause, what becomes of a row in a state. A pair that is not here changes nothing.
var transitions = [causes]map[RowState]RowState{
	wanted: {
		Label: Queued, Off: Queued, Unanswered: Queued, Rejected: Queued, Ended: Queued,
		Cancelling: Requested, Unsubscribing: Resubscribing, Unconfirmed: Queued, StillSent: Queued,
	},
	unwanted: {
		Queued: Off, Requested: Unsubscribing, Retrying: Unsubscribing, Unanswered: Unsubscribing, Subscribed: Unsubscribing,
		Live: Unsubscribing, RowStale: Unsubscribing, Rejected: Off, Ended: Off, Resubscribing: Unsubscribing,
	},
	unwantedUnacked: {
		Requested: Cancelling, Retrying: Cancelling, Unanswered: Cancelling, Live: Cancelling, RowStale: Cancelling,
	},
	sent:           {Queued: Requested},
	sentWithoutAck: {Queued: Subscribed, Retrying: Subscribed},
	acknowledged: {
		Requested: Subscribed, Retrying: Subscribed, Unanswered: Subscribed, Rejected: Subscribed, Cancelling: Unsubscribing,
	},
	heard: {
		Off: StillSent, Requested: Live, Retrying: Live, Unanswered: Live, Subscribed: Live, RowStale: Live,
		Rejected: Live, Ended: Live, Unconfirmed: StillSent,
	},
	refused: {
		Requested: Rejected, Retrying: Rejected, Unanswered: Rejected, Subscribed: Rejected, RowStale: Rejected, Live: Ended, Cancelling: Off,
	},
	ended:             {Subscribed: Ended, Live: Ended, RowStale: Ended},
	answerDue:         {Requested: Unanswered, Retrying: Unanswered},
	staleDue:          {Subscribed: RowStale, Live: RowStale},
	unsubscribed:      {Cancelling: Off, Unsubscribing: Off, Resubscribing: Queued, Unconfirmed: Off, StillSent: Off},
	unsubscribeFailed: {Cancelling: Unconfirmed, Unsubscribing: Unconfirmed, Resubscribing: Queued},
	retryDue:          {Rejected: Retrying},
	lost: {
		Requested: Queued, Retrying: Rejected, Unanswered: Queued, Subscribed: Queued, Live: Queued, RowStale: Queued, Ended: Queued,
		Cancelling: Off, Unsubscribing: Off, Resubscribing: Queued, Unconfirmed: Off, StillSent: Off,
	},
}
