package freshness

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Intervals is a sketch of how far apart the events of one label are: a histogram of fixed size in which old intervals
// count less and less. The zero value is empty. Adding costs the same however much was added, and allocates nothing.
//
// A bucket has a quarter of a doubling, so a quantile is right to a fifth. An interval counts half after about an hour and a
// half, but while events are rare, not before some two hundred more have come: there must be enough of them to say what is
// unusual.
type Intervals struct {
	weights [buckets]float32
	next    float32 // the weight of the next interval; it grows, which is the same as that all others shrink
	total   float32 // of weights
	added   uint32  // so far
}

const (
	// memory is after how long an interval counts e times less.
	memory = 2 * time.Hour
	// enough is how many intervals are kept in mind at least: one that is unusual is then less than a hundredth of them.
	enough = 256

	buckets     = 128
	bucketShift = 52 - 2 // four buckets a doubling: the exponent of a float64 and two bits of its fraction
	// firstBucket has what is shorter than 1.3 milliseconds. The last one begins at some 45 days.
	firstBucket = (1023 + 20) << 2 // of 2^20 ns

	largestWeight = 1 << 40 // of the next interval, before all are divided by it: float32 goes up to 2^127
)

// Add counts one interval, which is not negative.
func (s *Intervals) Add(interval time.Duration) {
	if s.next == 0 {
		s.next = 1
	}
	ns := float64(interval)
	i := bucketOf(ns)
	s.weights[i] += s.next
	s.total += s.next
	if s.added++; s.added == 0 {
		s.added = 1 << 31 // it has overflowed: it is still many
	}
	s.next += s.next * float32(min(ns*(1/float64(memory)), 1.0/enough))
	if s.next > largestWeight {
		s.rescale()
	}
}

// rescale divides all weights, so that they do not overflow.
func (s *Intervals) rescale() {
	s.total = 0
	for i := range s.weights {
		s.weights[i] /= s.next
		s.total += s.weights[i]
	}
	s.next = 1
}

// bucketOf returns the bucket of a number of nanoseconds, which is not negative.
func bucketOf(ns float64) int {
	return min(max(int(math.Float64bits(ns)>>bucketShift)-firstBucket, 0), buckets-1)
}

// end returns the upper end of a bucket in nanoseconds.
func end(bucket int) float64 {
	return math.Float64frombits(uint64(bucket+1+firstBucket) << bucketShift)
}

// Added returns how many intervals were ever added.
func (s *Intervals) Added() int { return int(s.added) }

// Count returns how many intervals are kept in mind, the newest of which counts 1 and older ones less.
func (s *Intervals) Count() float64 {
	if s.next == 0 {
		return 0
	}
	return float64(s.total / s.next)
}

// exceeded returns the longest time that so many of the intervals, counted as Count does, were longer than.
func (s *Intervals) exceeded(count float64) time.Duration {
	left := float32(count) * s.next
	for i := buckets - 1; i >= 0; i-- {
		w := s.weights[i]
		if w > 0 && w >= left {
			from := 0.0
			if i > 0 {
				from = end(i - 1)
			}
			return time.Duration(end(i) - (end(i)-from)*float64(left/w))
		}
		left -= w
	}
	return 0
}

// Quantile returns how long the given part of the intervals are at most, 0 <= part <= 1; 0 without intervals.
func (s *Intervals) Quantile(part float64) time.Duration {
	if s.total == 0 {
		return 0
	}
	return s.exceeded((1 - part) * s.Count())
}

// AppendText appends the sketch as text: how many intervals were added, and for each bucket that is not empty its number and
// its weight, counted as Count does.
func (s *Intervals) AppendText(b []byte) ([]byte, error) {
	b = strconv.AppendUint(b, uint64(s.added), 10)
	for i, w := range s.weights {
		if w > 0 {
			b = append(b, ' ')
			b = strconv.AppendInt(b, int64(i), 10)
			b = append(b, ':')
			b = strconv.AppendFloat(b, float64(w/s.next), 'g', 4, 32)
		}
	}
	return b, nil
}

// MarshalText returns the sketch as AppendText has it.
func (s *Intervals) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText replaces the sketch by what AppendText has made of one. After an error it is as it was.
func (s *Intervals) UnmarshalText(text []byte) error {
	fields := strings.Fields(string(text))
	if len(fields) == 0 {
		return errors.New("intervals: no number of intervals")
	}
	added, err := strconv.ParseUint(fields[0], 10, 32)
	if err != nil {
		return fmt.Errorf("intervals: %q is no number of intervals", fields[0])
	}
	read := Intervals{next: 1, added: uint32(added)}
	for _, field := range fields[1:] {
		number, weight, _ := strings.Cut(field, ":")
		i, err := strconv.ParseUint(number, 10, 8)
		w, err2 := strconv.ParseFloat(weight, 32)
		if err != nil || err2 != nil || i >= buckets || !(w > 0 && w < largestWeight) {
			return fmt.Errorf("intervals: %q is no bucket and its weight", field)
		}
		read.weights[i] += float32(w)
		read.total += float32(w)
	}
	if added > 0 && read.total == 0 {
		return errors.New("intervals: no bucket has any of them")
	}
	*s = read
	return nil
}
