package entryset

import (
	"math/rand/v2"
	"testing"
)

func TestSetHoldsWhatIsAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const first = 1000
	var s Set
	s.Reset(first)
	low, high := uint64(first), uint64(first) // what may be asked about
	model := map[uint64]bool{}
	for range 3000 {
		switch r.IntN(6) {
		case 0, 1, 2:
			n := low + r.Uint64N(300)
			s.Add(n)
			model[n] = true
			high = max(high, n+1)
		case 3:
			n := low + r.Uint64N(300)
			s.Remove(n)
			delete(model, n)
		case 4:
			low += r.Uint64N(40)
			s.Drop(low)
			for n := range model {
				if n < low {
					delete(model, n)
				}
			}
		case 5: // asked about below
		}
		if s.size != len(model) {
			t.Fatalf("size %d, want %d", s.size, len(model))
		}
		from, to := low-min(low, 70)+r.Uint64N(300), low-min(low, 70)+r.Uint64N(300)
		var next, prev uint64
		var anyNext, anyPrev bool
		count := 0
		for n := from; n < to; n++ {
			if !model[n] {
				continue
			}
			if !anyNext {
				next, anyNext = n, true
			}
			prev, anyPrev = n, true
			count++
		}
		if n, ok := s.Next(from, to); ok != anyNext || ok && n != next {
			t.Fatalf("next(%d, %d) = %d, %v; want %d, %v", from, to, n, ok, next, anyNext)
		}
		if to > from {
			if n, ok := s.Prev(to-1, from); ok != anyPrev || ok && n != prev {
				t.Fatalf("prev(%d, %d) = %d, %v; want %d, %v", to-1, from, n, ok, prev, anyPrev)
			}
		}
		if n := s.Count(from, to); n != count {
			t.Fatalf("count(%d, %d) = %d, want %d", from, to, n, count)
		}
		if s.Has(from) != model[from] {
			t.Fatalf("has(%d) = %v", from, s.Has(from))
		}
	}
	s.Drop(high + 10_000)
	if s.size != 0 || len(s.words) != 0 {
		t.Errorf("%d members, %d words after all were dropped", s.size, len(s.words))
	}
	s.Add(high + 10_000)
	if !s.Has(high + 10_000) {
		t.Error("nothing can be added after all were dropped")
	}
	var none Set
	if _, ok := none.Prev(7, 0); ok || none.Has(0) || none.Count(0, 9) != 0 {
		t.Error("the zero set has members")
	}
}

func TestRunsHoldWhatIsAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var s Runs
	model := map[uint64]bool{}
	low := uint64(0)
	for range 3000 {
		switch r.IntN(3) {
		case 0:
			from := low + r.Uint64N(300)
			to := from
			for to < from+30 && !model[to] {
				model[to] = true
				to++
			}
			s.Add(from, to)
		case 1:
			near, most := low+r.Uint64N(300), r.IntN(20)
			popped := s.PopNear(near, most)
			if len(model) > 0 && most > 0 && popped.From == popped.To {
				t.Fatalf("popNear(%d) of %v found nothing", near, s)
			}
			for n := popped.From; n < popped.To; n++ {
				if !model[n] {
					t.Fatalf("popNear(%d) = %v, but %d was not there", near, popped, n)
				}
				delete(model, n)
			}
			if popped.To-popped.From > uint64(most) {
				t.Fatalf("popNear(%d, %d) = %v", near, most, popped)
			}
			for n := range model { // none that is left is nearer
				if popped.From < popped.To && n < near && (popped.From >= near || n > popped.To) {
					t.Fatalf("popNear(%d) = %v, but %d is nearer", near, popped, n)
				}
			}
		case 2:
			low += r.Uint64N(9)
			s.Drop(low)
			for n := range model {
				if n < low {
					delete(model, n)
				}
			}
		}
		if s.Size() != uint64(len(model)) {
			t.Fatalf("size %d, want %d", s.Size(), len(model))
		}
		for i := range s {
			if s[i].From >= s[i].To || i > 0 && s[i].From <= s[i-1].To {
				t.Fatalf("not apart: %v", s)
			}
		}
		from := low + r.Uint64N(300)
		if s.Touch(from, from+1) != model[from] {
			t.Fatalf("touch(%d) = %v in %v", from, !model[from], s)
		}
	}
}
