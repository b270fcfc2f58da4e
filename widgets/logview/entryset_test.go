package logview

import (
	"math/rand/v2"
	"testing"
)

func TestEntrySetHoldsWhatIsAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const first = 1000
	var s entrySet
	s.reset(first)
	low, high := uint64(first), uint64(first) // what may be asked about
	model := map[uint64]bool{}
	for range 3000 {
		switch r.IntN(6) {
		case 0, 1, 2:
			n := low + r.Uint64N(300)
			s.add(n)
			model[n] = true
			high = max(high, n+1)
		case 3:
			n := low + r.Uint64N(300)
			s.remove(n)
			delete(model, n)
		case 4:
			low += r.Uint64N(40)
			s.drop(low)
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
		if n, ok := s.next(from, to); ok != anyNext || ok && n != next {
			t.Fatalf("next(%d, %d) = %d, %v; want %d, %v", from, to, n, ok, next, anyNext)
		}
		if to > from {
			if n, ok := s.prev(to-1, from); ok != anyPrev || ok && n != prev {
				t.Fatalf("prev(%d, %d) = %d, %v; want %d, %v", to-1, from, n, ok, prev, anyPrev)
			}
		}
		if n := s.count(from, to); n != count {
			t.Fatalf("count(%d, %d) = %d, want %d", from, to, n, count)
		}
		if s.has(from) != model[from] {
			t.Fatalf("has(%d) = %v", from, s.has(from))
		}
	}
	s.drop(high + 10_000)
	if s.size != 0 || len(s.words) != 0 {
		t.Errorf("%d members, %d words after all were dropped", s.size, len(s.words))
	}
	s.add(high + 10_000)
	if !s.has(high + 10_000) {
		t.Error("nothing can be added after all were dropped")
	}
	var none entrySet
	if _, ok := none.prev(7, 0); ok || none.has(0) || none.count(0, 9) != 0 {
		t.Error("the zero set has members")
	}
}

func TestSpansHoldWhatIsAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var s spans
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
			s.add(from, to)
		case 1:
			near, most := low+r.Uint64N(300), r.IntN(20)
			popped := s.popNear(near, most)
			if len(model) > 0 && most > 0 && popped.from == popped.to {
				t.Fatalf("popNear(%d) of %v found nothing", near, s)
			}
			for n := popped.from; n < popped.to; n++ {
				if !model[n] {
					t.Fatalf("popNear(%d) = %v, but %d was not there", near, popped, n)
				}
				delete(model, n)
			}
			if popped.to-popped.from > uint64(most) {
				t.Fatalf("popNear(%d, %d) = %v", near, most, popped)
			}
			for n := range model { // none that is left is nearer
				if popped.from < popped.to && n < near && (popped.from >= near || n > popped.to) {
					t.Fatalf("popNear(%d) = %v, but %d is nearer", near, popped, n)
				}
			}
		case 2:
			low += r.Uint64N(9)
			s.drop(low)
			for n := range model {
				if n < low {
					delete(model, n)
				}
			}
		}
		if s.size() != uint64(len(model)) {
			t.Fatalf("size %d, want %d", s.size(), len(model))
		}
		for i := range s {
			if s[i].from >= s[i].to || i > 0 && s[i].from <= s[i-1].to {
				t.Fatalf("not apart: %v", s)
			}
		}
		from := low + r.Uint64N(300)
		if s.touch(from, from+1) != model[from] {
			t.Fatalf("touch(%d) = %v in %v", from, !model[from], s)
		}
	}
}
