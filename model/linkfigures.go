package model

import (
	"math"
	"time"

	"sockeye/feed/history"
	"sockeye/model/flow"
	"sockeye/widgets/header"
)

// linkFigures are what the header says about the link to the terminal. What is shown stays until it is wrong by an eighth: a
// figure that is written again each second for nothing is itself traffic.
type linkFigures struct {
	written int64 // in all, at the last tick
	bytes   history.Rate
	shown   header.Link
}

// tick is called about once a second.
func (f *linkFigures) tick(now flow.Figures, since time.Duration) {
	f.bytes.Add(now.Written - f.written)
	f.written = now.Written
	f.bytes.Tick(since)
	if now.HasRoundTrip {
		f.shown.RoundTrip = time.Duration(steady(float64(f.shown.RoundTrip), float64(now.RoundTrip)))
	}
	f.shown.HasRoundTrip = now.HasRoundTrip
	f.shown.BytesPerSecond = steady(f.shown.BytesPerSecond, f.bytes.PerSecond())
}

// steady returns what to show of a figure of which something is shown.
func steady(shown, is float64) float64 {
	if math.Abs(is-shown) <= shown/8 {
		return shown
	}
	return is
}
