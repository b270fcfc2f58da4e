package model

import (
	"time"

	"sockeye/feed"
)

// slots is over how many seconds rates and lags are taken: long enough to read them, short enough to see a
// change.
const slots = 5

// rate is a number of things a second, over the last few whole seconds.
type rate struct {
	now  int64
	past [slots]int64
	seen int // seconds that past holds
}

func (r *rate) add(n int64) { r.now += n }

// tick ends a second.
func (r *rate) tick() {
	copy(r.past[1:], r.past[:])
	r.past[0], r.now = r.now, 0
	r.seen = min(r.seen+1, slots)
}

// perSecond returns the mean of the seconds seen.
func (r *rate) perSecond() float64 {
	if r.seen == 0 {
		return 0
	}
	var sum int64
	for _, n := range r.past[:r.seen] {
		sum += n
	}
	return float64(sum) / float64(r.seen)
}

// meter is what the header says about a feed's traffic.
type meter struct {
	messages, bytes rate
	now             feed.Lags
	past            [slots]feed.Lags
}

func (m *meter) add(b *feed.Batch) {
	m.messages.add(b.Counts.In)
	m.bytes.add(b.Counts.Bytes)
	m.now.Add(&b.Lags)
}

func (m *meter) tick() {
	m.messages.tick()
	m.bytes.tick()
	copy(m.past[1:], m.past[:])
	m.past[0], m.now = m.now, feed.Lags{}
}

// lags returns the median and the 99th percentile of how late events arrived; false without events.
func (m *meter) lags() (p50, p99 time.Duration, ok bool) {
	sum := m.now
	for i := range m.past {
		sum.Add(&m.past[i])
	}
	return sum.Quantile(0.5), sum.Quantile(0.99), sum.Total() > 0
}
