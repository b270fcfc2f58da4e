package export

import "time"

// The tests wait for what is read of a feed, and for what is served, many times.
func init() { pace, scrapeAge, headerTimeout = 20*time.Millisecond, 10*time.Millisecond, time.Second }
