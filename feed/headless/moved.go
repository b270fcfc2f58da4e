package headless

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// moved is whether any value of a feed has changed. A feed may go on saying what it has said before.
type moved struct {
	last  map[place]float64
	label int32     // whose value has changed
	at    time.Time // when that was seen; zero: it was not
}

// place is where a value belongs.
type place struct {
	label int32
	field uint8
}

// hasValues reports whether a preset says which values its events have.
func hasValues(p *preset.Bound) bool {
	for i := range p.Events {
		if e := &p.Events[i]; e.OHLC != nil || len(e.Values) > 0 {
			return true
		}
	}
	return false
}

// receive compares the values of a batch with those before.
func (m *moved) receive(now time.Time, b *event.Batch) {
	if !m.at.IsZero() {
		return
	}
	if m.last == nil {
		m.last = make(map[place]float64)
	}
	changed := func(label int32, field uint8, value float64) bool {
		at := place{label, field}
		last, known := m.last[at]
		m.last[at] = value
		if !known || last == value {
			return false
		}
		m.label, m.at = label, now
		return true
	}
	for i := range b.Points {
		if p := &b.Points[i]; changed(p.Label, p.Field, p.Value) {
			return
		}
	}
}
