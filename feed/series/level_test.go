package series

import (
	"testing"
	"time"
)

// busySeries is a series of seven hours with a value every 25 ms of the last minute and a half, and every second before.
func busySeries() (s *Series, end int64) {
	s, end = new(Series), now+int64(7*time.Hour)
	for at := now; at < end-90e9; at += 1e9 {
		s.Add(at, 1)
	}
	for at := end - int64(90e9); at < end; at += 25e6 {
		s.Add(at, 2)
	}
	return s, end
}

// TestLevelMakesASeriesSmall: each level has less memory than the one before, gives up detail before it gives up the
// past, says what it has given up, and goes on adding points.
func TestLevelMakesASeriesSmall(t *testing.T) {
	s, end := busySeries()
	hours := end - int64(6*time.Hour)
	if step, since := s.Kept(hours); step != 0 || since != 0 {
		t.Errorf("a whole series has steps of %v, since %d", step, since)
	}
	whole := s.Bytes()
	before := whole
	for level := 1; level <= Smallest; level++ {
		s.SetLevel(level)
		if got := s.Bytes(); got >= before || s.Level() != level {
			t.Errorf("level %d has %d bytes, the one before %d", s.Level(), got, before)
		}
		before = s.Bytes()
		if _, since := s.Kept(hours); (since != 0) != (level > 2) || since != 0 && (since <= hours || since > end) {
			t.Errorf("level %d has everything since %v before the end", level, time.Duration(end-since))
		}
		if step, _ := s.Kept(end - 60e9); step == 0 {
			t.Errorf("level %d has all of the last minute", level)
		}
		if at, v, ok := s.Last(); at != end-25e6 || v != 2 || !ok {
			t.Errorf("level %d ends with %v at %d", level, v, at)
		}
	}
	if before > whole/40 {
		t.Errorf("the smallest has %d bytes, a whole one %d", before, whole)
	}
	for i := range int64(1000) {
		s.Add(end+i*25e6, 3)
	}
	if after := s.Bytes(); after > before+before/2 {
		t.Errorf("the smallest has grown from %d to %d bytes", before, after)
	}
	s.SetLevel(0)
	for i := range int64(1000) {
		s.Add(end+25e9+i*25e6, 4)
	}
	if sum, ok := s.Summary(end+35e9, end+50e9); !ok || sum.Count != 600 || sum.Min != 4 {
		t.Errorf("whole again, it has %+v of the last 15 seconds", sum)
	}
	if step, _ := s.Kept(end + 35e9); step != 0 {
		t.Errorf("whole again, it has steps of %v", step)
	}
}

// TestLevelAgreesWithWhole: what a small series shows of a window is what a whole one shows in buckets of that length.
func TestLevelAgreesWithWhole(t *testing.T) {
	for level := range levels {
		s, end := busySeries()
		s.SetLevel(level)
		whole, _ := busySeries()
		for _, back := range []time.Duration{5 * time.Second, time.Minute, 20 * time.Minute, 6 * time.Hour} {
			from := end - int64(back)
			if _, since := s.Kept(from); since != 0 {
				continue
			}
			_, shape := s.tier(from)
			from = shape.key(from) * int64(shape.width)
			got, _ := s.Summary(from, end)
			if want, _ := whole.Summary(from, end); got.First != want.First || got.Last != want.Last || got.Count != want.Count {
				t.Errorf("level %d, the last %v: %+v, want %+v", level, back, got, want)
			}
		}
	}
}

// TestLevelMakesCandlesFew keeps the newest, and says how many.
func TestLevelMakesCandlesFew(t *testing.T) {
	var c Candles
	for i := range int64(300) {
		c.Upsert(Candle{Begin: now + i*60e9, Close: float64(i)})
	}
	before := c.Bytes()
	c.SetLevel(3)
	if c.Len() != 120 || c.At(0).Close != 180 || c.Bytes() >= before || c.Cut() != 120 || c.Level() != 3 {
		t.Errorf("%d candles from %v on, %d bytes of %d, cut at %d", c.Len(), c.At(0).Close, c.Bytes(), before, c.Cut())
	}
	c.Upsert(Candle{Begin: now + 300*60e9, Close: 300})
	if c.Len() != 120 || c.At(119).Close != 300 || c.At(0).Close != 181 {
		t.Errorf("with one more, %d candles from %v to %v", c.Len(), c.At(0).Close, c.At(119).Close)
	}
}
