package session

import (
	"math/bits"
	"time"
)

// Lags is a histogram of how late events arrived: receipt minus the feed's own time, which is negative where
// the feed's clock is ahead. It keeps durations to an eighth, whatever their size, in fixed memory.
type Lags struct{ counts [lagBuckets]uint32 }

const (
	lagMiddle  = 128 // the bucket of everything below 64 µs either way
	lagBuckets = 2*lagMiddle + 1
	lagShift   = 16 // the finest unit is 2^16 ns, some 65 µs
)

// add counts one event that was ns late.
func (l *Lags) add(ns int64) {
	if ns < 0 {
		l.counts[lagMiddle-lagBucket(-ns)]++
		return
	}
	l.counts[lagMiddle+lagBucket(ns)]++
}

// lagBucket returns 0 for less than the finest unit, then four buckets for each doubling.
func lagBucket(ns int64) int {
	units := uint64(ns) >> lagShift
	if units == 0 {
		return 0
	}
	octave := bits.Len64(units) - 1
	quarter := (units << 2 >> octave) & 3
	return min(1+4*octave+int(quarter), lagMiddle)
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
}

// Total returns the number of events.
func (l *Lags) Total() (n int64) {
	for _, c := range l.counts {
		n += int64(c)
	}
	return n
}

// Quantile returns the lag that the share q (0 to 1) of the events did not exceed, to about an eighth; 0
// without events.
func (l *Lags) Quantile(q float64) time.Duration {
	rank := int64(q * float64(l.Total()))
	for i, c := range l.counts {
		if rank -= int64(c); rank < 0 {
			if i < lagMiddle {
				return -lagOf(lagMiddle - i)
			}
			return lagOf(i - lagMiddle)
		}
	}
	return 0
}
