package series

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func minute(i int64) Candle {
	return Candle{Begin: now + i*60e9, Open: 1, High: 3, Low: 0, Close: 2, Volume: float64(i)}
}

// TestUpsertAgreesWithANaiveModel: a map of which the newest are kept.
func TestUpsertAgreesWithANaiveModel(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		var c Candles
		all := make(map[int64]Candle)
		at := int64(0)
		floor := int64(math.MinInt64) // the newest pushed out or refused: it cannot come back
		for range 5000 {
			if r.IntN(2) == 0 {
				at++
			}
			k := minute(at)
			if r.IntN(4) == 0 {
				k = minute(at - r.Int64N(2*maxCandles))
			}
			k.Close = r.Float64()
			c.Upsert(k)
			if k.Begin > floor {
				all[k.Begin] = k
			}
			for len(all) > maxCandles {
				floor = slices.Min(slices.Collect(maps.Keys(all)))
				delete(all, floor)
			}
		}
		if c.Len() != len(all) {
			t.Fatalf("seed %d: %d candles, want %d", seed, c.Len(), len(all))
		}
		for i, key := range slices.Sorted(maps.Keys(all)) {
			if c.At(i) != all[key] {
				t.Fatalf("seed %d: candle %d is %+v, want %+v", seed, i, c.At(i), all[key])
			}
		}
	}
}

func TestUpsertReplacesACandle(t *testing.T) {
	var c Candles
	if _, ok := c.Last(); ok || c.Len() != 0 {
		t.Error("no candles have a last")
	}
	for _, k := range []Candle{{End: 120, Close: 1}, {End: 60, Close: 2}, {End: 120, Close: 3, Closed: true}, {Begin: 60, End: 120, Close: 4}} {
		c.Upsert(k)
	}
	want := []Candle{{Begin: 60, End: 120, Close: 4}, {End: 120, Close: 3, Closed: true}}
	if !slices.Equal(c.candles, want) {
		t.Errorf("got %+v, want %+v", c.candles, want)
	}
	if last, ok := c.Last(); last != want[1] || !ok {
		t.Errorf("Last is %+v", last)
	}
}

func TestHostileCandlesAreNotKept(t *testing.T) {
	var c Candles
	c.Upsert(minute(0))
	nan, inf := math.NaN(), math.Inf(1)
	for _, k := range []Candle{
		{}, {Open: 1, Close: 1}, // no time
		{Begin: now, Open: nan}, {Begin: now, High: inf}, {Begin: now, Low: -inf}, {Begin: now, Close: nan},
		{Begin: math.MaxInt64}, {Begin: math.MinInt64}, // not accepted, nor agreeing
		{Begin: math.MaxInt64}, {Begin: math.MinInt64},
	} {
		c.Upsert(k)
	}
	c.Upsert(Candle{Begin: now + 1, Volume: nan})
	want := []Candle{minute(0), {Begin: now + 1}}
	if !slices.Equal(c.candles, want) {
		t.Errorf("got %+v, want %+v", c.candles, want)
	}
}

// TestCandlesThatAgreeReplaceAWrongStart: three in a row do.
func TestCandlesThatAgreeReplaceAWrongStart(t *testing.T) {
	var c Candles
	c.Upsert(Candle{Begin: math.MaxInt64})
	for i := range int64(5) {
		c.Upsert(minute(i))
	}
	if want := []Candle{minute(2), minute(3), minute(4)}; !slices.Equal(c.candles, want) {
		t.Errorf("got %+v, want %+v", c.candles, want)
	}
}

func BenchmarkUpsert(b *testing.B) {
	for name, updates := range map[string]int{"running": 1000, "new": 1} {
		b.Run(name, func(b *testing.B) {
			var c Candles
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.Upsert(minute(int64(i / updates)))
			}
		})
	}
}
