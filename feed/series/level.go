package series

import (
	"time"
	"unsafe"
)

// levels are the shapes of a series that has to be small, from a whole one on. First it gives up what is finest, which a
// live feed brings anew within minutes, and only then how far back it reaches.
var levels = [...][len(tierShapes)]tierShape{
	tierShapes,
	shapesOf(64, 90, 320, 396, 400), // 5 minutes by the second, 66 by ten seconds
	shapesOf(16, 16, 66, 200, 400),  // the last minute by the second, 33 by ten seconds
	shapesOf(8, 8, 32, 66, 200),     // 3 hours and 20 minutes
	shapesOf(8, 8, 16, 32, 64),      // an hour
	shapesOf(8, 8, 8, 8, 8),
}

func shapesOf(most ...int) (shapes [len(tierShapes)]tierShape) {
	for i := range shapes {
		shapes[i] = tierShape{tierShapes[i].width, most[i]}
	}
	return shapes
}

// Smallest is the level at which a series or candles are as small as they get: a fiftieth of what they can be at level 0.
const Smallest = len(levels) - 1

// Level returns how small the series is made; see SetLevel.
func (s *Series) Level() int { return int(s.level) }

// SetLevel makes the series small, or lets it grow again with what comes, from 0 to [Smallest]: what is beyond the level is
// dropped and its memory given back.
func (s *Series) SetLevel(level int) {
	s.level = uint8(level)
	for i := range s.tiers {
		s.tiers[i].cut(&levels[level][i])
	}
}

// Bytes returns the memory that the series has.
func (s *Series) Bytes() int64 {
	size := int64(unsafe.Sizeof(*s))
	for i := range s.tiers {
		size += int64(cap(s.tiers[i].ring)) * int64(unsafe.Sizeof(bucket{}))
	}
	return size
}

// Kept says what of the time from a moment on is there no longer. step is the length of the buckets that the series still
// has of it, where a whole series would have finer ones, else 0; since is from when on it has everything, in Unix
// nanoseconds, or 0 if it has all of it.
func (s *Series) Kept(from int64) (step time.Duration, since int64) {
	last := len(s.tiers) - 1
	if coarsest := &s.tiers[last]; !coarsest.covers(&tierShapes[last], from) {
		since = (coarsest.lost + 1) * int64(tierShapes[last].width)
		from = since
	}
	_, have := s.tier(from)
	for i := range tierShapes {
		if whole := &tierShapes[i]; int64(whole.width)*int64(whole.most) > s.last.at-from {
			if have.width > whole.width {
				step = have.width
			}
			break
		}
	}
	return step, since
}

// candleLevels are how many candles are kept at each level.
var candleLevels = [len(levels)]int{maxCandles, 500, 250, 120, 60, 20}

// Level returns how few candles are kept; see SetLevel.
func (c *Candles) Level() int { return int(c.level) }

// SetLevel makes the candles fewer, or lets them become more again with what comes, from 0 to [Smallest]: the oldest are
// dropped and their memory given back.
func (c *Candles) SetLevel(level int) {
	c.level = uint8(level)
	if most := candleLevels[level]; cap(c.candles) > most {
		kept := c.candles[max(len(c.candles)-most, 0):]
		c.candles = append(make([]Candle, 0, len(kept)), kept...)
	}
}

// Bytes returns the memory that the candles have.
func (c *Candles) Bytes() int64 {
	return int64(unsafe.Sizeof(*c)) + int64(cap(c.candles))*int64(unsafe.Sizeof(Candle{}))
}

// Cut returns how many candles are kept, where that is fewer than it could be and older ones had to go; else 0.
func (c *Candles) Cut() int {
	if most := candleLevels[c.level]; c.level > 0 && len(c.candles) == most {
		return most
	}
	return 0
}
