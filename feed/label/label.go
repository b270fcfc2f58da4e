package label

import (
	"time"

	"sockeye/feed/event"
)

// Label is an [event.Label] with what the session of its feed keeps of it.
type Label struct {
	event.Label

	Key       string        // what it is found by: its symbol, or its first name
	Stale     time.Duration // after how long without an event it is stale, by the preset; 0 is never, [preset.StaleAuto] learned
	LastEvent time.Time     // receipt of the last one; not before Subscribed

	subscribed     time.Time // see Subscribed
	subscribedNano int64     // subscribed in Unix nanoseconds, 0 where it is zero

	serial   uint32 // the batch that activity is in
	activity int32  // its place in the activity of that batch
}

// Subscribed returns since when it is subscribed, on this connection; zero: it is not.
func (l *Label) Subscribed() time.Time { return l.subscribed }

// SubscribedNano returns the same in Unix nanoseconds, 0 where it is not.
func (l *Label) SubscribedNano() int64 { return l.subscribedNano }

// Subscribe notes that it is subscribed since a time; zero: that it is not.
func (l *Label) Subscribe(since time.Time) {
	l.subscribed, l.subscribedNano = since, 0
	if !since.IsZero() {
		l.subscribedNano = since.UnixNano()
	}
}

// Event notes the receipt of an event.
func (l *Label) Event(now time.Time) {
	l.LastEvent = now
	if now.Before(l.subscribed) { // it came with the answer to the handshake
		l.LastEvent = l.subscribed
	}
}

// LastSign returns when a subscription last had a sign of life: an event, or its beginning.
func (l *Label) LastSign() time.Time {
	if l.LastEvent.After(l.subscribed) {
		return l.LastEvent
	}
	return l.subscribed
}

// awaited returns since when its first event on this connection is awaited; zero: it is not. An event can come at the same time
// as the acknowledgement.
func (l *Label) awaited() time.Time {
	if (l.State == event.Subscribed || l.State == event.SubscriptionStale) && l.LastEvent.Before(l.subscribed) {
		return l.subscribed
	}
	return time.Time{}
}
