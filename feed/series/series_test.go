package series

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

const now = int64(1_790_000_000_000_000_000) // some day in 2026

// naive is a Series that keeps everything.
type naive []struct {
	at int64
	v  float64
}

func (n *naive) add(at int64, v float64) {
	*n = append(*n, struct {
		at int64
		v  float64
	}{at, v})
}

// columns is what Columns shows of everything, from buckets of a given width.
// Times are between 0 and the year 2262.
func (n naive) columns(columns int, from, to int64, width time.Duration) []Column {
	w := int64(width)
	in := slices.Clone(n)
	in = slices.DeleteFunc(in, func(p struct {
		at int64
		v  float64
	}) bool {
		return p.at/w < from/w || p.at/w > (to-1)/w
	})
	slices.SortStableFunc(in, func(a, b struct {
		at int64
		v  float64
	}) int {
		return int(a.at/1000 - b.at/1000)
	})
	dst := make([]Column, columns)
	for _, p := range in {
		begin := max(p.at/w*w, from)
		// Columns are short enough here for this not to overflow.
		c := &dst[(begin-from)/1000*int64(columns)/((to-from)/1000)]
		if c.Count == 0 {
			*c = Column{First: p.v, Min: p.v, Max: p.v}
		}
		c.Last = p.v
		c.Min = min(c.Min, p.v)
		c.Max = max(c.Max, p.v)
		c.Count++
	}
	return dst
}

// TestWindowsAgreeWithANaiveModel adds points of every kind that is accepted, and compares
// windows of every length with a model that keeps everything.
func TestWindowsAgreeWithANaiveModel(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 0))
		var s Series
		var all naive
		at := now
		pace := []int64{1e3, 1e6, 1e8, 3e9, 100e9}[seed%5] // between points
		latest := int64(0)
		for range 3000 {
			p := at
			switch r.IntN(20) {
			case 0: // late
				p -= r.Int64N(100 * pace)
			case 1: // far past
				p -= r.Int64N(int64(24 * time.Hour))
			case 2: // history, or a clock that jumps back for one point
				p -= int64(time.Hour)
			case 3: // ahead
				p += r.Int64N(50 * pace)
			case 4: // the same time again
			default:
				at += r.Int64N(2 * pace)
				p = at
			}
			if r.IntN(2000) == 0 {
				at -= r.Int64N(int64(10 * time.Minute)) // the clock is set back
			}
			p -= p % 1000 // times to the microsecond, which is what First and Last see
			v := r.NormFloat64()
			s.Add(p, v)
			all.add(p, v)
			latest = max(latest, p)
			if gotAt, _, ok := s.Last(); gotAt != latest || !ok {
				t.Fatalf("seed %d: Last is at %d, want %d", seed, gotAt, latest)
			}
		}
		for _, window := range []time.Duration{time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour} {
			for range 5 {
				to := at - r.Int64N(int64(window)) + int64(window)/2
				to -= to % 1000
				from := to - int64(window)
				got := make([]Column, 1+r.IntN(500))
				s.Columns(got, from, to)
				_, shape := s.tier(from)
				if last := len(s.tiers) - 1; *shape == tierShapes[last] && !s.tiers[last].covers(shape, from) {
					continue // nothing kept reaches so far
				}
				if want := all.columns(len(got), from, to, shape.width); !slices.Equal(got, want) {
					t.Fatalf("seed %d, %v in %d columns of buckets of %v:\n%s", seed, window, len(got), shape.width, difference(got, want))
				}
				total := 0
				for _, c := range got {
					total += c.Count
				}
				if sum, ok := s.Summary(from, to); sum.Count != total || ok != (total > 0) {
					t.Fatalf("seed %d, %v: Summary counts %d, Columns %d", seed, window, sum.Count, total)
				}
			}
		}
	}
}

func difference(got, want []Column) string {
	for i := range got {
		if got[i] != want[i] {
			return fmt.Sprintf("column %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	return "no difference"
}

// TestEveryWindowIsServedByItsTier: every window of the screen is served by the tier meant for it,
// at any rate and after any time.
func TestEveryWindowIsServedByItsTier(t *testing.T) {
	var s Series
	at := now
	for range 10 * 3600 * 10 { // ten hours at ten a second, then a busy minute
		at += 1e8
		s.Add(at, 1)
	}
	for range 60_000 {
		at += 1e6
		s.Add(at, 2)
	}
	for window, width := range map[time.Duration]time.Duration{
		15 * time.Second: 25 * time.Millisecond,
		time.Minute:      100 * time.Millisecond,
		5 * time.Minute:  time.Second,
		15 * time.Minute: time.Second,
		time.Hour:        10 * time.Second,
		6 * time.Hour:    time.Minute,
	} {
		if _, shape := s.tier(at - int64(window)); shape.width != width {
			t.Errorf("%v is shown from buckets of %v, want %v", window, shape.width, width)
		}
		columns := make([]Column, 100)
		s.Columns(columns, at-int64(window), at)
		for i, c := range columns {
			if c.Count == 0 {
				t.Errorf("%v: column %d is empty", window, i)
			}
		}
	}
}

// TestMemoryIsFixed: six busy hours take what a busy minute does, once the tiers
// are full, and a quiet series is small.
func TestMemoryIsFixed(t *testing.T) {
	size := func(s *Series) (buckets int) {
		for i := range s.tiers {
			buckets += cap(s.tiers[i].ring)
			if s.tiers[i].count > tierShapes[i].most {
				t.Errorf("tier %d holds %d buckets, more than %d", i, s.tiers[i].count, tierShapes[i].most)
			}
		}
		return buckets
	}
	most := 0
	for _, shape := range tierShapes {
		most += shape.most
	}
	var busy Series
	for i := range int64(7 * 3600 * 30) {
		busy.Add(now+i*33e6, float64(i))
	}
	if got := size(&busy); got != most {
		t.Errorf("a busy series has space for %d buckets, want %d", got, most)
	}
	if n := testing.AllocsPerRun(1000, func() { busy.Add(now+8*3600e9, 1) }); n != 0 {
		t.Errorf("%v allocations in an Add", n)
	}
	var quiet Series
	quiet.Add(now, 1)
	if got := size(&quiet); got > 8*len(tierShapes) {
		t.Errorf("one point allocates %d buckets", got)
	}
}

func TestWhatIsNoNumberIsNotAdded(t *testing.T) {
	var s Series
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		s.Add(now, v)
	}
	if _, _, ok := s.Last(); ok {
		t.Error("the series has a last point")
	}
	s.Add(now, -math.MaxFloat64)
	s.Add(now, math.MaxFloat64)
	want := Column{First: -math.MaxFloat64, Last: math.MaxFloat64, Min: -math.MaxFloat64, Max: math.MaxFloat64, Count: 2}
	if got, ok := s.Summary(now, now+1); got != want || !ok {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestFirstAndLastGoByTime: First and Last go by time, then by arrival.
func TestFirstAndLastGoByTime(t *testing.T) {
	var s Series
	for _, p := range [][2]int64{{5000, 1}, {9000, 2}, {2000, 3}, {9000, 4}, {2000, 5}, {7000, 6}} {
		s.Add(p[0], float64(p[1]))
	}
	want := Column{First: 3, Last: 4, Min: 1, Max: 6, Count: 6}
	if got, _ := s.Summary(0, 1e6); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if at, v, _ := s.Last(); at != 9000 || v != 4 {
		t.Errorf("Last is %d, %v", at, v)
	}
}

var strangeTimes = []int64{0, -1, 1, math.MinInt64, math.MaxInt64, -now, now + int64(200*365*24*time.Hour), now / 1e9, now / 1e6}

// TestAbsurdTimesDoNotHideSaneOnes puts points with absurd times among sane ones: the sane
// ones must show as if the others were not there.
func TestAbsurdTimesDoNotHideSaneOnes(t *testing.T) {
	for _, strange := range strangeTimes {
		var s, sane Series
		for i := range int64(20_000) {
			at := now + i*20e6
			if i%100 == 50 {
				s.Add(strange, -1)
			}
			s.Add(at, float64(i))
			sane.Add(at, float64(i))
		}
		end := now + 20_000*20e6
		for _, window := range []int64{15e9, 60e9, 400e9} {
			got, want := make([]Column, 300), make([]Column, 300)
			s.Columns(got, end-window, end)
			sane.Columns(want, end-window, end)
			if !slices.Equal(got, want) {
				t.Errorf("with points at %d: %s", strange, difference(got, want))
			}
		}
		if at, v, _ := s.Last(); at != end-20e6 || v != 19_999 {
			t.Errorf("with points at %d: Last is %d, %v", strange, at, v)
		}
	}
}

// TestAWrongClockAtTheStartIsDropped: a wrong clock at the start is dropped soon, wherever it
// was.
func TestAWrongClockAtTheStartIsDropped(t *testing.T) {
	for _, strange := range strangeTimes {
		var s Series
		s.Add(strange, -1)
		for i := range int64(10) {
			s.Add(now+i*1e9, float64(i))
		}
		want := Column{First: 2, Last: 9, Min: 2, Max: 9, Count: 8}
		if got, _ := s.Summary(now-1e9, now+10e9); got != want {
			t.Errorf("after a point at %d: %+v, want %+v", strange, got, want)
		}
		if at, _, _ := s.Last(); at != now+9e9 {
			t.Errorf("after a point at %d: Last is at %d", strange, at)
		}
	}
}

// TestAPointOfTomorrowUsesOneBucket: a point that is wrong, but not absurd, takes one bucket.
func TestAPointOfTomorrowUsesOneBucket(t *testing.T) {
	var s Series
	s.Add(now+int64(24*time.Hour), -1)
	for i := range int64(10_000) {
		s.Add(now+i*20e6, float64(i))
	}
	end := now + 10_000*20e6
	columns := make([]Column, 100)
	s.Columns(columns, end-15e9, end)
	for i, c := range columns {
		if c.Count == 0 || c.Min < 0 {
			t.Errorf("column %d is %+v", i, c)
		}
	}
	if _, shape := s.tier(end - 15e9); shape.width != tierShapes[0].width {
		t.Errorf("shown from buckets of %v, want the finest", shape.width)
	}
}

// The clock is set back by less than a week: what follows shows, if in less detail,
// before it reaches the old time again.
func TestAClockThatIsSetBackKeepsShowing(t *testing.T) {
	var s Series
	for i := range int64(100_000) {
		s.Add(now+i*20e6, 1)
	}
	for i := range int64(1000) {
		s.Add(now-int64(30*time.Minute)+i*20e6, 2)
	}
	from := now - int64(30*time.Minute)
	if got, ok := s.Summary(from, from+20e9); !ok || got.Max != 2 || got.Count != 1000 {
		t.Errorf("got %+v", got)
	}
}

// TestEndedIsWhatWasBeforeAMoment asks at many moments for what was before them, once when there is no more, and once when there is.
func TestEndedIsWhatWasBeforeAMoment(t *testing.T) {
	const window, columns = int64(10e9), 7
	for i := range int64(200) {
		until := now + i*7e6
		var before, after Series
		for at := now - window; at < until; at += 13e6 {
			before.Add(at, 1)
			after.Add(at, 1)
		}
		for at := until; at < until+2e9; at += 13e6 {
			after.Add(at, 2)
		}
		to := until + i*11e6%(window/columns)
		var got, want [columns]Column
		before.Ended(want[:], to-window, to, until)
		after.Ended(got[:], to-window, to, until)
		if got != want {
			t.Fatalf("at %d ms it was %v, and is %v", i*7, want, got)
		}
		var count int
		for _, c := range got {
			count += c.Count
		}
		if all, _ := before.Summary(to-window, until); count < all.Count*9/10 {
			t.Fatalf("at %d ms %d points had ended, of %d", i*7, count, all.Count)
		}
	}
}

func TestHostileWindowsDoNotPanic(t *testing.T) {
	var empty Series
	for _, at := range append(strangeTimes, now) {
		var s Series
		s.Add(at, 1)
		for _, from := range append(strangeTimes, now) {
			for _, to := range append(strangeTimes, now) {
				for _, n := range []int{0, 1, 3, 500} {
					dst := slices.Repeat([]Column{{Count: -1}}, n)
					empty.Columns(dst, from, to)
					s.Columns(dst, from, to)
					total := 0
					for _, c := range dst {
						total += c.Count
					}
					if n > 0 && from <= at && at < to && total != 1 {
						t.Errorf("point at %d, window %d to %d in %d columns: %d points", at, from, to, n, total)
					}
					if from >= to && total != 0 {
						t.Errorf("window %d to %d shows %d points", from, to, total)
					}
				}
			}
		}
	}
}

// BenchmarkAdd adds points at various rates; the more a second, the fewer
// buckets are begun. `late` has every other point an hour late.
func BenchmarkAdd(b *testing.B) {
	for _, rate := range []int64{10, 1000, 100_000} {
		b.Run(fmt.Sprintf("%d_per_second", rate), func(b *testing.B) {
			var s Series
			at := now
			b.ReportAllocs()
			for b.Loop() {
				at += 1e9 / rate
				s.Add(at, float64(at))
			}
		})
	}
	b.Run("late", func(b *testing.B) {
		var s Series
		at := now
		b.ReportAllocs()
		for i := int64(0); b.Loop(); i++ {
			at += 1e6
			s.Add(at-i%2*int64(time.Hour), float64(at))
		}
	})
}

// BenchmarkTiers is the cost of an Add by the number of tiers.
func BenchmarkTiers(b *testing.B) {
	for n := 1; n <= len(tierShapes); n++ {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var s Series
			at := now
			b.ReportAllocs()
			for b.Loop() {
				at += 2e5
				for i := range n {
					s.tiers[i].add(&tierShapes[i], at, 1)
				}
			}
		})
	}
}

// BenchmarkColumns is what a chart of so many columns costs by its window, and by how long the series is.
func BenchmarkColumns(b *testing.B) {
	for _, length := range []time.Duration{time.Minute, time.Hour, 7 * time.Hour, 48 * time.Hour} {
		var s Series
		for at := int64(0); at < int64(length); at += 20e6 {
			s.Add(now+at, float64(at/20e6%100))
		}
		end := now + int64(length)
		for _, window := range []time.Duration{15 * time.Second, time.Minute, 15 * time.Minute, 6 * time.Hour} {
			for _, columns := range []int{70, 280} {
				b.Run(fmt.Sprintf("length=%v/window=%v/%d", length, window, columns), func(b *testing.B) {
					dst := make([]Column, columns)
					b.ReportAllocs()
					for b.Loop() {
						s.Columns(dst, end-int64(window), end)
					}
				})
			}
		}
	}
}
