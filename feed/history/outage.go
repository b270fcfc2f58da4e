package history

import (
	"math"
	"time"

	"sockeye/feed/event"
)

// Outage is a stretch of time of which a feed cannot say what its values were: there was no connection, or there is a hole in
// a sequence.
type Outage struct {
	From, To time.Time
	Gap      bool // else: no connection
}

// maxOutages bounds how many outages and gaps are kept.
const maxOutages = 200

// outages are those of a feed, oldest first.
type outages struct {
	spans []Outage
	down  time.Time // when the connection was lost; zero while there is one

	newest int64 // the time of the newest value, Unix nanoseconds
}

// follow notes what a batch says about the connection, and about gaps, of which so many are missing after it.
func (o *outages) follow(before event.Status, b *event.Batch, missing int64) {
	last := o.newest
	for i := range b.Points {
		o.newest = max(o.newest, b.Points[i].At)
	}
	add := func(s Outage) {
		o.spans = append(o.spans, s)
		if len(o.spans) > maxOutages {
			o.spans = o.spans[1:]
		}
	}
	now := b.Status
	switch was, is := before.State.Connected(), now.State.Connected(); {
	case was && !is:
		o.down = now.Since
	case !was && is && !o.down.IsZero():
		add(Outage{From: o.down, To: now.OpenedAt})
		o.down = time.Time{}
	case was && is && !now.OpenedAt.Equal(before.OpenedAt): // lost and made anew within one batch
		add(Outage{From: before.LastFrame, To: now.OpenedAt})
	}
	if b.Counts.Missing() > 0 {
		add(gap(last, b))
	}
	if b.Counts.Filled > 0 {
		o.fill(missing)
	}
}

// fill removes the newest gaps, whose messages have come, until there are no more of them than are still missing.
func (o *outages) fill(missing int64) {
	gaps := int64(0)
	for _, s := range o.spans {
		if s.Gap {
			gaps++
		}
	}
	for i := len(o.spans) - 1; i >= 0 && gaps > missing; i-- {
		if o.spans[i].Gap {
			o.spans = append(o.spans[:i:i], o.spans[i+1:]...)
			gaps--
		}
	}
}

// gap is the time in which a batch with a gap says that something is missing: from the last value before it, at last, to
// its first one; the second before its receipt where there are no values. Times of values are the feed's own.
func gap(last int64, b *event.Batch) Outage {
	to := int64(math.MaxInt64)
	for i := range b.Points {
		if at := b.Points[i].At; at > last {
			to = min(to, at)
		}
	}
	switch {
	case last == 0 && to != math.MaxInt64: // among the first values, which are drawn all the same
		last = to
	case to == math.MaxInt64:
		at := b.Status.LastFrame
		return Outage{From: at.Add(-time.Second), To: at, Gap: true}
	}
	return Outage{From: time.Unix(0, last), To: time.Unix(0, to), Gap: true}
}
