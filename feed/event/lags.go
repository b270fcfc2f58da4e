package event

import (
	"math/bits"
	"time"
)

// Lags is a histogram of how late events arrived: receipt minus the feed's own time, which is negative where
// the feed's clock is ahead. It keeps durations up to MaxLag either way to an eighth, and the ends of their range exactly, in
// fixed memory.
type Lags struct {
	counts      [lagBuckets]uint32
	least, most int64 // of all, nanoseconds, if there are any
	counted     bool
}

// MaxLag is the longest lag that is measured, either way: of a longer one it is known that it is longer.
const MaxLag = 72 * time.Hour

const (
	lagMiddle  = 129 // the bucket of everything below 64 µs either way; the ones at the ends are of what is beyond MaxLag
	lagBuckets = 2*lagMiddle + 1
	lagShift   = 16 // the finest unit is 2^16 ns, some 65 µs
)

// Observe counts one event that was ns late.
func (l *Lags) Observe(ns int64) {
	if ns < l.least || ns > l.most || !l.counted {
		l.include(ns, ns)
	}
	if ns < 0 {
		l.counts[lagMiddle-lagBucket(-ns)]++
		return
	}
	l.counts[lagMiddle+lagBucket(ns)]++
}

// include widens the range of what was counted.
func (l *Lags) include(least, most int64) {
	if !l.counted {
		l.least, l.most, l.counted = least, most, true
		return
	}
	l.least, l.most = min(l.least, least), max(l.most, most)
}

// lagBucket returns 0 for less than the finest unit, then four buckets for each doubling, and the last one beyond MaxLag.
func lagBucket(ns int64) int {
	if ns > int64(MaxLag) || ns < 0 { // the most negative number is its own opposite
		return lagMiddle
	}
	units := uint64(ns) >> lagShift
	if units == 0 {
		return 0
	}
	octave := bits.Len64(units) - 1
	quarter := (units << 2 >> octave) & 3
	return min(1+4*octave+int(quarter), lagMiddle-1)
}

// lagOf returns the middle of a bucket.
func lagOf(bucket int) time.Duration {
	if bucket == 0 {
		return 0
	}
	octave, quarter := (bucket-1)/4, (bucket-1)%4
	return time.Duration((float64(int64(4+quarter)) + 0.5) / 4 * float64(int64(1)<<(octave+lagShift)))
}

// Add adds o to l.
func (l *Lags) Add(o *Lags) {
	for i, n := range o.counts {
		l.counts[i] += n
	}
	if o.counted {
		l.include(o.least, o.most)
	}
}

// All yields each lag that there was, to about an eighth, and the number of events that had it. One that is longer than MaxLag
// is MaxLag.
func (l *Lags) All(yield func(lag time.Duration, n uint32) bool) {
	for i, n := range l.counts {
		if n == 0 {
			continue
		}
		lag := MaxLag
		if i > 0 && i < lagBuckets-1 {
			lag = lagOf(max(i-lagMiddle, lagMiddle-i))
		}
		if i < lagMiddle {
			lag = -lag
		}
		if !yield(lag, n) {
			return
		}
	}
}

// Total returns the number of events.
func (l *Lags) Total() (n int64) {
	for _, c := range l.counts {
		n += int64(c)
	}
	return n
}

// Quantile returns the lag that the share q (0 to 1) of the events did not exceed, to about an eighth, and never beyond the
// least and the most that there was; one that is longer than MaxLag, either way, where it is only known to be longer; 0 without
// events.
func (l *Lags) Quantile(q float64) time.Duration {
	rank := int64(q * float64(l.Total()))
	for i, c := range l.counts {
		if rank -= int64(c); rank >= 0 {
			continue
		}
		switch {
		case i == 0:
			return -MaxLag - 1
		case i == lagBuckets-1:
			return MaxLag + 1
		}
		lag := lagOf(max(i-lagMiddle, lagMiddle-i))
		if i < lagMiddle {
			lag = -lag
		}
		lag = min(max(lag, time.Duration(l.least)), time.Duration(l.most))
		return min(max(lag, -MaxLag), MaxLag)
	}
	return 0
}
