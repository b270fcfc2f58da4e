package window

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// TestWindowsOfAllLengths compares the bounds of windows with those of all values: a window has everything of its length
// but a sixteenth, and nothing that is older than its length.
func TestWindowsOfAllLengths(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		windows := make(map[uint8]*Window)
		var lengths []time.Duration
		for range 20 {
			length := time.Duration(1+r.IntN(1200)) * time.Second
			lengths = append(lengths, length)
			if width := CutOf(length).Width; windows[width] == nil {
				w := New(width)
				windows[width] = &w
			}
		}
		type point struct {
			at int64
			v  float64
		}
		var all []point
		for at := int64(1_790_000_000e9); len(all) < 2000; at += r.Int64N(int64(3 * time.Second)) {
			all = append(all, point{at, r.NormFloat64()})
			last := all[len(all)-1].v
			for _, w := range windows {
				held, before := len(all) > 1, 0.0
				if held {
					before = all[len(all)-2].v
				}
				w.Add(at, last, held, before)
			}
			if len(all)%100 != 0 {
				continue
			}
			for _, length := range lengths {
				cut := CutOf(length)
				w := windows[cut.Width]
				low, high := w.bounds(cut.Parts)
				for _, limit := range []float64{0.1, 1, 3} {
					if _, by := w.Farthest(cut.Parts, last, false); by >= limit && w.IsWithin(last, limit, false) {
						t.Fatalf("seed %d, %v after %d values: a change of %v is within %v", seed, length, len(all), by, limit)
					}
				}
				least, most, widest := nothing, nothing, nothing
				for _, p := range all {
					switch one := (span{p.v, p.v}); {
					case p.at > at-int64(length)*15/16:
						least = least.with(one)
						fallthrough
					case p.at >= at-int64(length):
						most = most.with(one)
					}
				}
				// The value that held when the window began counts as well.
				for i, p := range all {
					if i+1 == len(all) || all[i+1].at >= at-int64(length) {
						widest = widest.with(span{p.v, p.v})
					}
				}
				if low > least.low || high < least.high || low < widest.low || high > widest.high || math.IsInf(low, 0) {
					t.Fatalf("seed %d, %v after %d values: %v to %v, not within %+v and %+v (%+v)", seed, length, len(all), low, high, least, widest, most)
				}
			}
		}
		if n := len(windows); n > 11 {
			t.Errorf("seed %d: %d lengths from 1 s to 20 min have %d windows", seed, len(lengths), n)
		}
	}
}
