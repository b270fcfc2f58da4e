package export

import (
	"time"

	"sockeye/feed/feedtest"
)

// The tests wait for what is read of a feed, and for what is served, many times. A client of theirs may be slow.
func init() {
	pace, scrapeAge = 20*time.Millisecond, 10*time.Millisecond
	headerTimeout, writeTimeout = feedtest.Patience, feedtest.Patience
}
