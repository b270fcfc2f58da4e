// Package meter measures how many events a second there are, over the last seconds. It has no clock: it is handed the time that has passed.
package meter

import "time"

// Slots is over how many calls of Tick a rate is measured, as the figures on the screen are.
const Slots = 5

// Meter counts events. The zero Meter begins at the next Tick: before that, it has seen part of a slot, or what a screen that was stopped
// had to catch up with.
type Meter struct {
	begun bool
	now   int64
	past  [Slots]int64
	took  [Slots]int64 // nanoseconds
	full  int          // of past
}

// Add counts events.
func (m *Meter) Add(events int64) { m.now += events }

// Tick ends a slot, which has lasted so many nanoseconds.
func (m *Meter) Tick(since int64) {
	if !m.begun {
		*m = Meter{begun: true}
		return
	}
	copy(m.past[1:], m.past[:])
	copy(m.took[1:], m.took[:])
	m.past[0], m.took[0], m.now = m.now, since, 0
	m.full = min(m.full+1, Slots)
}

// PerSecond returns the mean of all slots; false before they are full.
func (m *Meter) PerSecond() (float64, bool) {
	var sum, took int64
	for i, n := range m.past {
		sum += n
		took += m.took[i]
	}
	if took <= 0 || m.full < Slots {
		return 0, false
	}
	return float64(sum) / time.Duration(took).Seconds(), true
}
