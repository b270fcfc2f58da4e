// Package series keeps values over time, and candles: in fixed memory, for any
// duration and at any rate. It is arithmetic only. It has no clock: times are
// Unix nanoseconds that come from outside, where a feed may set them to
// anything; see [Series.Add] for what becomes of times that make no sense.
// Nothing here is safe for concurrent use.
package series

import (
	"math/bits"
	"time"
)

// Series is one number over time. The zero value is ready to use.
//
// Points are kept summed up in buckets, in tiers of 25 ms, 100 ms, 1 s, 10 s and
// 1 min that reach back at least 16 s, 72 s, 16 min, 66 min and 6 h 40 min.
// Buckets without points are not stored, so a quiet series is small and reaches
// back further; a full one has about 175 KB. [Series.SetLevel] makes it smaller.
type Series struct {
	clock clock
	level uint8
	last  struct {
		at int64
		v  float64
	}
	tiers [len(tierShapes)]tier
}

// jump is how far a point may be from the one before and still be accepted at
// once.
const jump = 7 * 24 * time.Hour

// Column is what happened in a stretch of time. First and Last are by the time
// of the points, exact to the microsecond; of points at the same time, by
// arrival. If Count is 0 there was no value, and but for Ended the rest is 0.
type Column struct {
	First, Last, Min, Max float64
	Count                 int
	Ended                 bool // at its end there is no value any more
}

// Add adds a point. NaN and infinities are ignored.
//
// Points may come in any order: a late one goes to its own bucket in every tier
// that reaches back so far, and is ignored by the others. A point more than a
// week from the one before, ahead or back, is not accepted, so that it can
// neither push out nor hide the rest, until three in a row agree (each within
// a week of the one before): then the clock was wrong before, and the series
// starts over with the third.
func (s *Series) Add(at int64, v float64) {
	if !finite(v) {
		return
	}
	switch s.clock.judge(at, jump) {
	case refused:
		return
	case anew:
		s.restart()
	}
	if at >= s.last.at || s.tiers[0].len() == 0 {
		s.last.at, s.last.v = at, v
	}
	for i := range s.tiers {
		s.tiers[i].add(&levels[s.level][i], at, v)
	}
}

// End notes that there is no value from a time on, until another point comes. It is judged as the times of points are; before
// the first point it says nothing.
func (s *Series) End(at int64) {
	if s.tiers[0].len() == 0 || apart(at, s.last.at) > uint64(jump) {
		return
	}
	for i := range s.tiers {
		s.tiers[i].end(&tierShapes[i], at)
	}
}

// restart drops all points but keeps the memory.
func (s *Series) restart() {
	for i := range s.tiers {
		s.tiers[i].clear()
	}
}

// Last is the point with the latest time, of equals the one added last; not ok
// if there is none.
func (s *Series) Last() (at int64, v float64, ok bool) {
	return s.last.at, s.last.v, s.tiers[0].len() > 0
}

// Columns sets dst to the values of [from, to), in len(dst) columns of equal
// length. They come from the finest tier that has lost nothing of the window,
// or else from the coarsest, and are right to within the length of its buckets:
// a bucket counts as a whole, in the column where it begins, or in the first
// if it begins before from. If from >= to, all columns are empty.
func (s *Series) Columns(dst []Column, from, to int64) {
	s.columns(dst, from, to, to)
}

// Ended is Columns without the bucket in which until lies, which may still get points, and without those after it: it says
// the same whenever it is asked.
func (s *Series) Ended(dst []Column, from, to, until int64) {
	_, shape := s.tier(from)
	s.columns(dst, from, to, min(to, shape.key(until)*int64(shape.width)))
}

// columns sets dst to the values of [from, to) in buckets that begin before until.
func (s *Series) columns(dst []Column, from, to, until int64) {
	clear(dst)
	if len(dst) == 0 || from >= to || from >= until {
		return
	}
	t, shape := s.tier(from)
	first, end := t.window(shape, from, until)
	span := uint64(to) - uint64(from)
	for i := first; i < end; i++ {
		b := t.at(i)
		column := uint64(0)
		if b.key > shape.key(from) {
			// begin-from is less than span, thus the quotient less than len(dst).
			begin := b.key * int64(shape.width)
			hi, lo := bits.Mul64(uint64(begin)-uint64(from), uint64(len(dst)))
			column, _ = bits.Div64(hi, lo, span)
		}
		dst[column].merge(b)
	}
}

// Summary is all that Columns would show of [from, to) in one column; not ok if
// there is nothing.
func (s *Series) Summary(from, to int64) (Column, bool) {
	var whole [1]Column
	s.Columns(whole[:], from, to)
	return whole[0], whole[0].Count > 0
}

// tier finds the finest tier that has everything since from, or the coarsest.
func (s *Series) tier(from int64) (*tier, *tierShape) {
	last := len(s.tiers) - 1
	for i := range last {
		if s.tiers[i].covers(&tierShapes[i], from) {
			return &s.tiers[i], &tierShapes[i]
		}
	}
	return &s.tiers[last], &tierShapes[last]
}

// merge adds a bucket that is later than all before it.
func (c *Column) merge(b *bucket) {
	c.Ended = b.ended
	switch {
	case b.count == 0:
		return
	case c.Count == 0:
		*c = Column{First: b.first, Last: b.last, Min: b.min, Max: b.max, Count: int(b.count), Ended: b.ended}
		return
	}
	c.Last = b.last
	c.Min = min(c.Min, b.min)
	c.Max = max(c.Max, b.max)
	c.Count += int(b.count)
}
