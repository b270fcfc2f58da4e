package alert

import "time"

// slotsOfMeter is over how many calls of Tick a rate is measured, as the figures on the screen are.
const slotsOfMeter = 5

// meter counts the events of a label. The zero meter begins at the next Tick: before that, it has seen part of a slot, or
// what a screen that was stopped had to catch up with.
type meter struct {
	begun bool
	now   int64
	past  [slotsOfMeter]int64
	took  [slotsOfMeter]int64 // nanoseconds
	full  int                 // of past
}

func (m *meter) tick(since int64) {
	if !m.begun {
		*m = meter{begun: true}
		return
	}
	copy(m.past[1:], m.past[:])
	copy(m.took[1:], m.took[:])
	m.past[0], m.took[0], m.now = m.now, since, 0
	m.full = min(m.full+1, slotsOfMeter)
}

// perSecond returns the mean of all slots; false before they are full.
func (m *meter) perSecond() (float64, bool) {
	var sum, took int64
	for i, n := range m.past {
		sum += n
		took += m.took[i]
	}
	if took <= 0 || m.full < slotsOfMeter {
		return 0, false
	}
	return float64(sum) / time.Duration(took).Seconds(), true
}
