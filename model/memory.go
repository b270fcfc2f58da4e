package model

import (
	"slices"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/series"
	"sockeye/widgets/chart"
)

// What a feed may keep is one number of bytes: its part of `ui.history`. Three sixteenths of it are for what waits to be
// shown. The rest is for series and candles as they grow, and for the log, which has what they leave: its oldest entries
// are evicted first, down to a quarter of the whole. From there on series and candles are cut: those that are not on the chart, one
// level after the other, and of a level those that have been silent for longest. An entry that is longer than a quarter is
// cut. While messages are large, the log has less, down to a sixteenth: the buffers of the feed are as large as they are.
const (
	queueParts, wholeParts = 3, 16
	logPart                = 4
	leastLogPart           = 16
	entryParts             = 4 // into so many parts of it, of which one entry can have one

	// evictEvery is after how many points of a batch memory is counted: a batch can have more points than may be kept.
	evictEvery = 4096

	// smallBuffers are buffers that are not counted, and smallMessages how many messages in a row have to be much smaller
	// than the buffers before a feed lets go of these.
	smallBuffers  = 64 << 10
	smallMessages = 16

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

// kept is what a feed keeps for its charts, in bytes.
type kept struct {
	share int64 // of log, series and candles together, at the most
	bytes int64 // of series and candles
	least int64 // of bytes when nothing could be smaller; 0: something could

	largest int64 // bytes of the largest message, until many in a row are much smaller: so large are the buffers of the feed
	next    int64 // of those since then
	small   int64 // so many they are
}

// follow notes how large the messages of a batch are.
func (k *kept) follow(b *event.Batch) {
	if b.Largest > k.largest/4 {
		k.largest, k.next, k.small = max(k.largest, b.Largest), 0, 0
		return
	}
	k.next, k.small = max(k.next, b.Largest), k.small+b.Counts.In
	if k.small >= smallMessages {
		k.largest, k.next, k.small = k.next, 0, 0
	}
}

// buffers is about how many bytes the buffers of the feed have, beside the few that every feed has.
func (k *kept) buffers() int64 {
	if k.largest <= smallBuffers {
		return 0
	}
	return k.largest + k.largest/4
}

// setShare changes what the feed may keep. Series that had to be small may grow again.
func (t *tab) setShare(bytes int64) {
	t.kept.least = 0
	if bytes > t.kept.share {
		for i := range t.rows {
			t.rows[i].sized(func(s sized) { t.setLevel(s, 0) })
		}
	}
	t.kept.share = bytes
	t.evict()
}

// evict has the log and the charts keep no more than the feed may.
func (t *tab) evict() {
	most := t.kept.share - t.kept.share/logPart
	if t.kept.bytes > max(most, t.kept.least+t.kept.least/8) {
		t.shrink(most - most/8) // not with every point
		t.kept.least = 0
		if t.kept.bytes > most {
			t.kept.least = t.kept.bytes
		}
	}
	t.history.SetLimit(max(t.kept.share-min(t.kept.bytes, most)-t.kept.buffers(), t.kept.share/leastLogPart))
}

// sized is a series or the candles of a row.
type sized interface {
	Level() int
	SetLevel(level int)
	Bytes() int64
}

// sized calls a function with the series and the candles of the row.
func (r *row) sized(do func(sized)) {
	for i := range r.values {
		if s := r.values[i].series; s != nil {
			do(s)
		}
	}
	if r.candles != nil {
		do(r.candles)
	}
}

func (t *tab) setLevel(s sized, level int) {
	t.kept.bytes -= s.Bytes()
	s.SetLevel(level)
	t.kept.bytes += s.Bytes()
}

// shrink makes series and candles smaller until they have no more than so many bytes, or cannot be smaller.
func (t *tab) shrink(most int64) {
	rows := make([]int32, 0, len(t.rows))
	for n := range int32(len(t.rows)) {
		if !t.view.shows(t.selected, n) {
			rows = append(rows, n)
		}
	}
	slices.SortStableFunc(rows, func(a, b int32) int { return t.rows[a].at.Compare(t.rows[b].at) })
	for _, these := range [][]int32{rows, t.view.rows(t.selected)} { // the chart's own at the end
		for level := 1; level <= series.Smallest; level++ {
			for _, n := range these {
				t.rows[n].sized(func(s sized) {
					if t.kept.bytes > most && s.Level() < level {
						t.setLevel(s, level)
					}
				})
			}
		}
	}
}

// rows returns the rows that the chart shows, of which one is selected.
func (v *chartView) rows(selected int32) (rows []int32) {
	if selected != event.NoLabel {
		rows = append(rows, selected)
	}
	for _, key := range v.added {
		if !slices.Contains(rows, key.row) {
			rows = append(rows, key.row)
		}
	}
	return rows
}

func (v *chartView) shows(selected, row int32) bool { return slices.Contains(v.rows(selected), row) }

// grow lets the series and candles of the rows on the chart be whole again.
func (t *tab) grow() {
	for _, n := range t.view.rows(t.selected) {
		if int(n) < len(t.rows) {
			t.rows[n].sized(func(s sized) {
				if s.Level() > 0 {
					t.setLevel(s, 0)
				}
			})
		}
	}
}

// evicted is the part of the time since from that the chart of a number, or of the candles that the feed has sent, has lost;
// none if it has all of it.
func evicted(v *value, candles *series.Candles, from int64) (spans []chart.Span) {
	var since int64
	switch {
	case candles == nil:
		_, since = v.series.Kept(from)
	case candles.Cut() > 0:
		oldest := candles.At(0)
		since = begin(&oldest)
	}
	if since <= from {
		return nil
	}
	return []chart.Span{{From: time.Unix(0, from), To: time.Unix(0, since), Kind: chart.Evicted}}
}

// coarse says that the chart of a number has less detail of the time since from than it could have; "" if it has not.
func coarse(v *value, from int64) string {
	if step, _ := v.series.Kept(from); step > 0 {
		return "steps of " + step.String() + ": finer ones are evicted"
	}
	return ""
}

// endInspection lets go of what was inspected, which the log may have dropped since.
func (t *tab) endInspection() {
	t.inspector.Clear()
	t.inspectedRaw, t.inspectedText = nil, nil
}
