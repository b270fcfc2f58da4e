package tab

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
)

// Requests is what the operator of a screen asks of a feed. A feed that the screen has for itself gets all of it at once, see [Own];
// of one that several screens have, who shares it decides what becomes of it. Nothing here waits; the channels bring one error, nil
// if it was possible, which need not be received.
type Requests interface {
	Subscribe(symbols ...string) <-chan error
	Unsubscribe(symbols ...string) <-chan error
	Send(text string) <-chan error
	Resend(drop bool) <-chan error
	Reconnect() <-chan error
	Disconnect() <-chan error

	Plot(path, by, name string) <-chan error
	Unplot(name string) <-chan error
	ShowHeartbeats(show bool)
	// SetMemory says how many bytes may wait, and how many may be kept.
	SetMemory(queue, kept int64)

	// Mark writes a line of the operator into the log.
	Mark(now time.Time, text string)
	// Missed has the operator read what happened while the screen was frozen.
	Missed(now time.Time, text string)
	// Operator is who the operator is, of those that have the feed; "" where no other has.
	Operator() string
	// Others says who else wants a symbol, in a few words; "" where no other operator does.
	Others(symbol string) string
	// Close gives the feed up.
	Close()
}

// Own are the requests to a feed that no other screen has.
type Own struct{ *feed.Feed }

// Mark implements [Requests].
func (o Own) Mark(now time.Time, text string) { o.History().Note(now, event.Notice, text) }

// Missed implements [Requests].
func (o Own) Missed(now time.Time, text string) { o.History().Note(now, event.Notice, text) }

// Operator implements [Requests].
func (o Own) Operator() string { return "" }

// Others implements [Requests].
func (o Own) Others(string) string { return "" }
