package model

import (
	"slices"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// What a feed may have is one number of bytes: its part of `ui.history`. Three sixteenths of it are for what waits to be kept
// and to be shown, the rest for what is kept.
const (
	queueParts, wholeParts = 3, 16

	// leastQueue is what may wait of all feeds together, however little is to be kept, up to half of that.
	leastQueue = 1 << 20
)

// share divides among some feeds what may be kept, and returns the part of each: the bytes that may wait, and those of the
// log, series and candles.
func share(history int64, feeds int) (queue, kept int64) {
	each := history / int64(feeds)
	queue = max(each*queueParts/wholeParts, min(leastQueue/int64(feeds), each/2))
	queue = min(queue, feed.QueueBytes/int64(feeds))
	return queue, each - queue
}

// pin has the history keep the labels that the chart shows longer than others.
func (t *tab) pin() {
	labels := t.view.labels(t.selected)
	if slices.Equal(labels, t.pinned) {
		return
	}
	t.pinned = labels
	t.watcher.Pin(labels...)
}

// labels returns the labels that the chart shows, of which one is selected.
func (v *chartView) labels(selected int32) (labels []int32) {
	if selected != event.NoLabel {
		labels = append(labels, selected)
	}
	for _, key := range v.added {
		if !slices.Contains(labels, key.Label) {
			labels = append(labels, key.Label)
		}
	}
	return labels
}

// evicted is the part of the time since from that the chart of a number, or of the candles that the feed has sent, has lost;
// none if it has all of it.
func evicted(v history.View, key history.Key, candles bool, from int64) (spans []chart.Span) {
	_, since := v.Kept(key, from)
	if candles {
		since = v.CandlesSince(key.Label)
	}
	if since <= from {
		return nil
	}
	return []chart.Span{{From: time.Unix(0, from), To: time.Unix(0, since), Kind: chart.Evicted}}
}

// coarse says that the chart of a number has less detail of the time since from than it could have; "" if it has not.
func coarse(v history.View, key history.Key, from int64) string {
	if step, _ := v.Kept(key, from); step > 0 {
		return "steps of " + step.String() + ": finer ones are evicted"
	}
	return ""
}

// endInspection drops what was inspected, which the log may have evicted since.
func (t *tab) endInspection() {
	t.inspector.Clear()
	t.inspected.raw, t.inspected.text = nil, nil
}
