package model

import (
	"slices"
	"testing"
)

// eachLayout divides screens of many sizes for all shapes and needs that the screen can have.
func eachLayout(visit func(s shape, n needs, l layout)) {
	for width := 0; width < 140; width += 1 + width/16 {
		for height := 0; height < 60; height += 1 + height/10 {
			for bits := range 16 {
				n := needs{alerts: bits & 1, chart: bits&2 != 0, inspecting: bits&4 != 0}
				s := shape{width: width, height: height, zoomed: bits&8 != 0}
				for _, p := range s.divide(n).turns {
					s.focus = p
					visit(s, n, s.divide(n))
				}
			}
		}
	}
}

func TestEveryCellOfTheBodyIsThatOfOnePane(t *testing.T) {
	t.Parallel()
	eachLayout(func(s shape, n needs, l layout) {
		if l.tiny() {
			return
		}
		cells := 0
		for _, p := range l.shown {
			r := l.rects[p]
			cells += r.width * r.height
			for _, corner := range [][2]int{{r.x, r.y}, {r.x + r.width - 1, r.y + r.height - 1}} {
				if at, ok := l.at(corner[0], corner[1]); !ok || at != p {
					t.Fatalf("%+v %+v: at %v is pane %d, want %d", s, n, corner, at, p)
				}
			}
		}
		if cells != s.width*l.body || l.header+l.body+1 != s.height {
			t.Fatalf("%+v %+v: %d cells in panes, and %d lines of body under %d of header", s, n, cells, l.body, l.header)
		}
	})
}

func TestThePaneWithTheKeysIsSeen(t *testing.T) {
	t.Parallel()
	eachLayout(func(s shape, n needs, l layout) {
		if !l.tiny() && !slices.Contains(l.shown, s.focus) {
			t.Fatalf("%+v %+v: %v are seen", s, n, l.shown)
		}
	})
}

func TestTheNextPaneComesRoundToTheFirst(t *testing.T) {
	t.Parallel()
	eachLayout(func(s shape, n needs, l layout) {
		p := s.focus
		for range l.turns {
			p = l.next(p, 1)
		}
		if p != s.focus || l.next(l.next(p, 1), -1) != p {
			t.Fatalf("%+v %+v: from pane %d to pane %d", s, n, s.focus, p)
		}
	})
}
