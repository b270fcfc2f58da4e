package history

import (
	"time"

	"sockeye/feed/event"
)

// slots is over how many ticks, of a second each, rates and lags are taken: long enough to read them, short enough to see a
// change.
const slots = 5

// Rate is a number of things a second, over the last few ticks. The zero Rate has seen none.
type Rate struct {
	now  int64
	past [slots]int64
	took [slots]time.Duration
}

// Add counts n more of them.
func (r *Rate) Add(n int64) { r.now += n }

// Tick ends a stretch of time.
func (r *Rate) Tick(since time.Duration) {
	copy(r.past[1:], r.past[:])
	copy(r.took[1:], r.took[:])
	r.past[0], r.took[0], r.now = r.now, since, 0
}

// PerSecond returns the mean of the ticks seen.
func (r *Rate) PerSecond() float64 {
	var sum int64
	var took time.Duration
	for i, n := range r.past {
		sum += n
		took += r.took[i]
	}
	if took <= 0 {
		return 0
	}
	return float64(sum) / took.Seconds()
}

// meter measures a feed's traffic.
type meter struct {
	messages, bytes Rate
	now             event.Lags
	past            [slots]event.Lags
}

func (m *meter) add(b *event.Batch) {
	m.messages.Add(b.Counts.In)
	m.bytes.Add(b.Counts.Bytes)
	m.now.Add(&b.Lags)
}

func (m *meter) tick(since time.Duration) {
	m.messages.Tick(since)
	m.bytes.Tick(since)
	copy(m.past[1:], m.past[:])
	m.past[0], m.now = m.now, event.Lags{}
}

// lags returns the median and the 99th percentile of how late events arrived; false without events.
func (m *meter) lags() (p50, p99 time.Duration, ok bool) {
	sum := m.now
	for i := range m.past {
		sum.Add(&m.past[i])
	}
	return sum.Quantile(0.5), sum.Quantile(0.99), sum.Total() > 0
}
