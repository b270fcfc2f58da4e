package session

import (
	"time"

	"sockeye/feed/format"
)

// healthy is how long a connection must have lasted for the back-off to begin anew.
const healthy = time.Minute

// maxRetryAfter bounds how long a server may have a client wait: a feed that pauses for a day is of no use to an operator.
const maxRetryAfter = time.Hour

// isRestart reports whether a close code says that the server restarts (1012) or has too much to do (1013): the first
// wait is long, so that not all of its clients come back at once. The codes are in IANA's registry of RFC 6455.
func isRestart(code int) bool { return code == 1012 || code == 1013 }

// backoff is how long to wait before the next attempt at a connection.
type backoff struct {
	min, max time.Duration                       // `reconnect` of the preset
	random   func(n time.Duration) time.Duration // in [0, n)
	failures int                                 // attempts since the last minute of health
}

// wait returns how long to wait after an attempt that ended like this, longer each time and by chance:
// min + rand(0, min(max, min·2ⁿ) − min). Three things that a server can say come before that: that it restarts or is
// overloaded, that a client is to wait for some time (RFC 9110, section 10.2.3), and that it refuses this client; asked again
// and again it would lock the account or ban the address, so n is large then. why is what there is to say about it.
//
// Nothing that a server answers is final, unless the preset says so: during maintenance, servers answer anything.
func (b *backoff) wait(end End) (wait time.Duration, why string) {
	most := b.max
	if n := b.failures; !end.Rejected && !isRestart(end.Code) && n < 32 && b.min<<n < b.max && b.min<<n > 0 {
		most = b.min << n
	}
	wait = b.min
	if isRestart(end.Code) {
		wait = max(b.min, most/2)
	}
	if spread := most - wait; spread > 0 {
		wait += b.random(spread)
	}
	if after := min(end.RetryAfter, maxRetryAfter); after > wait {
		wait, why = after, ", as the server asks"
		if end.RetryAfter > maxRetryAfter {
			why = "; the server asks for " + format.Elapsed(end.RetryAfter)
		}
	}
	b.failures++
	return wait, why
}
