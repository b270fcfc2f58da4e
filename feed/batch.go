package feed

import "sockeye/feed/session"

// What a feed hands out is made in feed/session; these are its names for those who only watch.
type (
	// Batch is what happened between two moments; immutable.
	Batch = session.Batch
	// Chunk is a run of log rows with their bytes.
	Chunk = session.Chunk
	// Message is one row of the log.
	Message = session.Message
	// Kind says what a log row is.
	Kind = session.Kind
	// Point is one number at one time.
	Point = session.Point
	// EndOfValue says that a number is none from a time on.
	EndOfValue = session.EndOfValue
	// Candle is the state of one candle.
	Candle = session.Candle
	// Touch says that a row had events.
	Touch = session.Touch
	// Counts are what arrived.
	Counts = session.Counts
	// Lags is a histogram of how late events arrived.
	Lags = session.Lags
	// Row is a subscription or a label.
	Row = session.Row
	// RowState is the state of a subscription.
	RowState = session.RowState
	// Status is the state of a feed at one moment.
	Status = session.Status
	// State is the state of a feed.
	State = session.State
)

// The kinds of log rows.
const (
	Event     = session.Event
	Control   = session.Control
	Unmatched = session.Unmatched
	Sent      = session.Sent
	Notice    = session.Notice
	Trouble   = session.Trouble
	Gap       = session.Gap
	Heartbeat = session.Heartbeat
	Alert     = session.Alert
)

// The states of a feed.
const (
	Connecting = session.Connecting
	Hello      = session.Hello
	Open       = session.Open
	Stale      = session.Stale
	Retry      = session.Retry
	Closed     = session.Closed
	Failed     = session.Failed
)

// The states of a row.
const (
	Label         = session.Label
	Off           = session.Off
	Queued        = session.Queued
	Requested     = session.Requested
	Retrying      = session.Retrying
	Unanswered    = session.Unanswered
	Subscribed    = session.Subscribed
	Live          = session.Live
	RowStale      = session.RowStale
	Rejected      = session.Rejected
	Ended         = session.Ended
	Cancelling    = session.Cancelling
	Unsubscribing = session.Unsubscribing
	Resubscribing = session.Resubscribing
	Unconfirmed   = session.Unconfirmed
	StillSent     = session.StillSent
)

// MaxLag is the longest lag that is measured, either way.
const MaxLag = session.MaxLag

// NoRow is the row number of what belongs to no row.
const NoRow = session.NoRow
