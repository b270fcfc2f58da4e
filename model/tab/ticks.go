package tab

import (
	"cmp"
	"math"
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/theme"
)

// freshChange is for how long what has changed is brighter.
const freshChange = time.Second

// ticks are the last changes of numbers as the screen has shown them.
type ticks map[history.Key]*tick

// tick is the last change of one.
type tick struct {
	value  float64
	at     time.Time // of the change
	change theme.Change
}

// change returns how a number that is shown at the time now has changed last.
func (t ticks) change(key history.Key, value float64, now time.Time) theme.Change {
	if math.IsNaN(value) {
		return theme.Change{}
	}
	k := t[key]
	if k == nil {
		k = &tick{value: value}
		t[key] = k
	}
	if value != k.value {
		k.change = theme.Change{Before: k.value, Rise: cmp.Compare(value, k.value)}
		k.value, k.at = value, now
	}
	c := k.change
	c.Fresh = c.Rise != 0 && now.Sub(k.at) < freshChange
	return c
}

// changed returns how a number of a row has changed last; nothing in what is not of now.
func (s Shown) changed(key history.Key, value float64) theme.Change {
	if s.then != nil {
		return theme.Change{}
	}
	if s.tab.ticks == nil {
		s.tab.ticks = ticks{}
	}
	return s.tab.ticks.change(key, value, s.At)
}
