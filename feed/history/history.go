// Package history is what a feed keeps, within a number of bytes: the entries of its log, the numbers and candles of its labels
// over time, how often events come, and when there was no connection or something is missing.
//
// One goroutine adds batches; any number of others read meanwhile: entries by number, numbers and candles in [History.View],
// as they are now or as they were at a [Moment]. A reader holds a lock for what it copies and no longer. Nothing here has a
// goroutine, a clock or I/O: times are handed in.
package history

import (
	"sync"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/series"
)

// MaxAhead is how far ahead of the time a value is when it is not the last one for long: it came before the clock of this
// machine was set back, or from a feed that dates one value wrongly.
const MaxAhead = time.Minute

// History is what is kept of one feed. Its methods may be called from any goroutine.
type History struct {
	log log

	mu      sync.RWMutex // guards what follows; taken before that of the log
	most    int          // of series and candles
	charted int          // of them
	status  event.Status
	labels  event.Labels // of the last batch that had any
	rows    []row        // by the number of the label
	heard   time.Time    // when the last batch came
	counts  event.Counts
	meter   meter
	outages outages
	hour    hour
	memory  memory
	pins    map[any][]int32
	pinned  []int32 // all of them
}

// row is what is known of a label beside its name and state.
type row struct {
	values  []Value          // by field; what the label never had is empty
	series  []*series.Series // by field; nil beyond the limit
	candles *series.Candles
	rate    Rate
	heard   time.Time // receipt of the last event
}

// Value is one number of a label.
type Value struct {
	Last     float64
	At       int64     // of Last: the feed's time, Unix nanoseconds
	Decimals int       // of the longest that there was, without zeros beyond two: figures made of several have no more
	Usual    int       // decimals that are shown at least: see DecimalsOf
	Known    bool      // there was one; else the rest is empty, but for an end
	Kept     bool      // it is kept over time: see View.Columns
	Heard    time.Time // when the last one came
	Ended    bool      // there is none any more; Last is what it was
	Word     string    // what the feed says instead; not sanitised
	endAt    int64     // since when it has ended, Unix nanoseconds
}

// DecimalsOf returns with how many decimals one of the numbers is shown: its own, with zeros up to those that are usual. Below 0
// it is as many as it needs.
func (v *Value) DecimalsOf(number float64) int {
	if v.Usual < 0 {
		return v.Usual
	}
	return max(v.Usual, format.Decimals(number))
}

// New returns an empty history that keeps at most limit bytes, and always the newest chunk of entries, and at most so many
// series and candles: of further numbers only the last value is known.
func New(limit int64, mostSeries int) *History {
	h := &History{most: mostSeries, pins: make(map[any][]int32)}
	h.SetLimit(limit)
	return h
}

// Anew returns an empty history with the limits of h. Numbers of entries go on counting.
func (h *History) Anew() *History {
	h.mu.RLock()
	defer h.mu.RUnlock()
	n := New(h.memory.limit, h.most)
	_, n.log.end = h.Range()
	return n
}

// Add keeps what is in a batch that comes at the time now.
func (h *History) Add(now time.Time, b *event.Batch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.memory.follow(b)
	h.counts.Add(b.Counts)
	h.meter.add(b)
	h.outages.follow(h.status, b, h.counts.Missing())
	h.hour.follow(now, h.status, b)
	h.status = b.Status
	if b.Labels.Len() > 0 {
		h.labels = b.Labels
		if more := b.Labels.Len() - len(h.rows); more > 0 {
			h.rows = append(h.rows, make([]row, more)...)
		}
	}
	points := 0
	for i := range b.Past {
		p := &b.Past[i]
		h.past(p)
		if points++; points%evictEvery == 0 {
			h.evict()
		}
	}
	for point, end := range b.Values {
		if end != nil {
			h.end(end)
			continue
		}
		h.point(point, now)
		if points++; points%evictEvery == 0 {
			h.evict()
		}
	}
	h.heard = now
	for i := range b.Candles {
		h.candle(&b.Candles[i])
	}
	for _, activity := range b.Activity {
		r := &h.rows[activity.Label]
		r.heard = time.Unix(0, activity.At)
		r.rate.Add(int64(activity.Events))
	}
	h.log.add(b.Chunks...)
	h.grow()
	h.evict()
}

// Tick measures rates, and what the minutes are like. It is to be called about once a second; since is how long it has been.
func (h *History) Tick(now time.Time, since time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hour.tick(now)
	h.meter.tick(since)
	for i := range h.rows {
		h.rows[i].rate.Tick(since)
	}
}

// value returns a number of a label, which is added if there is none.
func (h *History) value(label int32, field uint8) (*Value, **series.Series) {
	r := &h.rows[label]
	for len(r.values) <= int(field) {
		r.values = append(r.values, Value{})
		r.series = append(r.series, nil)
	}
	return &r.values[field], &r.series[field]
}

// point adds a number, at the time now.
func (h *History) point(p *event.Point, now time.Time) {
	v := h.draw(p)
	if p.At >= v.At || v.At > now.UnixNano()+int64(MaxAhead) { // what comes late is not the last value
		v.Last, v.At = p.Value, p.At
		v.Heard = now // but for the feed's own time, nothing says when it came since the last batch
		if at := time.Unix(0, p.At); at.Before(now) && at.After(h.heard) {
			v.Heard = at
		}
		if p.At >= v.endAt {
			v.Ended = false
		}
	}
}

// past adds a number that came long ago.
func (h *History) past(p *event.Point) {
	if v := h.draw(p); p.At >= v.At {
		v.Last, v.At, v.Heard = p.Value, p.At, time.Unix(0, p.At)
	}
}

// draw adds a number to its series, and returns the value that it is one of.
func (h *History) draw(p *event.Point) *Value {
	v, s := h.value(p.Label, p.Field)
	if !v.Known {
		v.Known, v.Decimals, v.Usual = true, min(int(p.Decimals), 0), min(int(p.Decimals), 0)
		if h.charted < h.most {
			h.charted++
			v.Kept = true
			*s = new(series.Series)
			h.memory.bytes += (*s).Bytes()
		}
	}
	v.Decimals, v.Usual = event.Decimals(v.Decimals, v.Usual, p.Value, p.Decimals)
	if *s != nil {
		before := (*s).Bytes()
		(*s).Add(p.At, p.Value)
		h.memory.bytes += (*s).Bytes() - before
	}
	return v
}

// end notes the end of a value.
func (h *History) end(e *event.EndOfValue) {
	v, s := h.value(e.Label, e.Field)
	if e.At < v.At || e.At < v.endAt {
		return // something newer is known
	}
	if *s != nil && !v.Ended {
		(*s).End(e.At)
	}
	v.Ended, v.endAt, v.Word = true, e.At, e.Word
}

func (h *History) candle(c *event.Candle) {
	r := &h.rows[c.Label]
	if r.candles == nil {
		if h.charted >= h.most {
			return
		}
		h.charted++
		r.candles = new(series.Candles)
		h.memory.bytes += r.candles.Bytes()
	}
	before := r.candles.Bytes()
	r.candles.Upsert(series.Candle{
		Begin: c.Begin, End: c.End,
		Open: c.Open, High: c.High, Low: c.Low, Close: c.Close,
		Volume: c.Volume, Closed: c.Closed,
	})
	h.memory.bytes += r.candles.Bytes() - before
}
