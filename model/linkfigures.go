package model

import (
	"math"
	"time"

	"sockeye/model/link"
	"sockeye/widgets/header"
)

// linkMeter is what the header says about the link. What is said stays until it is wrong by an eighth: a figure that is
// written again each second for nothing is itself traffic.
type linkMeter struct {
	written int64 // in all, at the last tick
	bytes   rate
	shown   header.Link
}

// tick is called about once a second.
func (f *linkMeter) tick(g *glass, since time.Duration) {
	var roundTrip time.Duration
	var heard bool
	g.look(func(l *link.Link) {
		f.bytes.add(g.written - f.written)
		f.written = g.written
		roundTrip, heard = l.RoundTrip()
	})
	f.bytes.tick(since)
	if heard {
		f.shown.RoundTrip = time.Duration(steady(float64(f.shown.RoundTrip), float64(roundTrip)))
	}
	f.shown.HasRoundTrip = heard
	f.shown.BytesPerSecond = steady(f.shown.BytesPerSecond, f.bytes.perSecond())
}

// steady returns what to show of a figure of which something is shown.
func steady(shown, is float64) float64 {
	if math.Abs(is-shown) <= shown/8 {
		return shown
	}
	return is
}
