package pane

import (
	"sockeye/feed"
)

// What a feed may have is one number of bytes: its part of `ui.history`. Three sixteenths of it are for what waits to be kept
// and to be shown, the rest for what is kept.
const (
	queueParts, wholeParts = 3, 16

	// leastQueue is what may wait of all feeds together, however little is to be kept, up to half of that.
	leastQueue = 1 << 20
)

// Share divides among some feeds what may be kept, and returns the part of each: the bytes that may wait, and those of the
// log, series and candles.
func Share(history int64, feeds int) (queue, kept int64) {
	each := history / int64(feeds)
	queue = max(each*queueParts/wholeParts, min(leastQueue/int64(feeds), each/2))
	queue = min(queue, feed.QueueBytes/int64(feeds))
	return queue, each - queue
}
