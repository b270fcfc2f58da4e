package export

import (
	"slices"

	"sockeye/feed/event"
)

// lagBounds are the upper bounds of the histogram of lags, in seconds.
var lagBounds = [...]float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300}

// lags counts how late events arrived, to an eighth as [event.Lags] has it. What is dated later than it arrived counts as not
// late, so that the sum never falls.
type lags struct {
	counts [len(lagBounds) + 1]uint64 // by the first bound that is not exceeded; the last one is of those beyond
	sum    float64                    // seconds
}

// add adds those of a batch.
func (l *lags) add(more *event.Lags) {
	for lag, n := range more.All {
		seconds := max(lag, 0).Seconds()
		i, _ := slices.BinarySearch(lagBounds[:], seconds)
		l.counts[i] += uint64(n)
		l.sum += seconds * float64(n)
	}
}

// histogram returns them as Prometheus counts them: by each bound those that do not exceed it.
func (l *lags) histogram() (count uint64, sum float64, buckets map[float64]uint64) {
	buckets = make(map[float64]uint64, len(lagBounds))
	for i, bound := range lagBounds {
		count += l.counts[i]
		buckets[bound] = count
	}
	return count + l.counts[len(lagBounds)], l.sum, buckets
}
