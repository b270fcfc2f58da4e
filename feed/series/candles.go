package series

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// maxCandles is how many candles are kept: a screen's width of them, with space
// to pan. At 72 bytes each, that is 72 KB.
const maxCandles = 1000

// candleJump is how far apart candles may be and still be accepted at once: the
// longest candles are of weeks, and a history of them is of decades.
const candleJump = 100 * 365 * 24 * time.Hour

// Candle is what happened from Begin to End, in Unix nanoseconds. One of the
// two is 0 if the feed gives only the other.
type Candle struct {
	Begin, End                     int64
	Open, High, Low, Close, Volume float64
	Closed                         bool // no update will follow
}

// Key is Begin, or End where Begin is 0: it orders and identifies candles.
func (k *Candle) Key() int64 {
	if k.Begin != 0 {
		return k.Begin
	}
	return k.End
}

// Candles are the newest thousand candles of one label and interval, ordered
// by their key: Begin, or End where Begin is 0. The zero value is ready to use.
type Candles struct {
	clock   clock
	level   uint8
	candles []Candle
}

// Upsert replaces the candle with k's key, or puts k in its place in the order.
//
// It ignores a candle without Begin and End, one with a price that is NaN or
// infinite, and one older than the oldest kept when all places are used; a
// volume that is NaN or infinite counts as 0. A candle more than a century from
// the one before is not accepted until three in a row agree: then those before
// are dropped.
func (c *Candles) Upsert(k Candle) {
	key := k.Key()
	if key == 0 || !finite(k.Open) || !finite(k.High) || !finite(k.Low) || !finite(k.Close) {
		return
	}
	if !finite(k.Volume) {
		k.Volume = 0
	}
	switch c.clock.judge(key, candleJump) {
	case refused:
		return
	case anew:
		c.candles = c.candles[:0]
	}

	// The running candle, which is most updates, needs no search.
	if n := len(c.candles); n > 0 && c.candles[n-1].Key() == key {
		c.candles[n-1] = k
		return
	}
	i, found := slices.BinarySearchFunc(c.candles, key, func(have Candle, key int64) int {
		return cmp.Compare(have.Key(), key)
	})
	switch {
	case found:
		c.candles[i] = k
	case len(c.candles) < candleLevels[c.level]:
		c.candles = slices.Insert(c.candles, i, k)
	case i > 0:
		copy(c.candles, c.candles[1:i])
		c.candles[i-1] = k
	}
}

// Len is the number of candles kept.
func (c *Candles) Len() int { return len(c.candles) }

// At is the ith candle, 0 being the oldest; it panics if there is none.
func (c *Candles) At(i int) Candle { return c.candles[i] }

// Last is the newest candle; not ok if there is none.
func (c *Candles) Last() (Candle, bool) {
	if len(c.candles) == 0 {
		return Candle{}, false
	}
	return c.candles[len(c.candles)-1], true
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
