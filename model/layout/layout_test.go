package layout

import (
	"slices"
	"testing"
)

// eachLayout divides screens of many sizes for all shapes and needs that the screen can have.
func eachLayout(visit func(s Shape, n Needs, l Layout)) {
	for width := 0; width < 140; width += 1 + width/16 {
		for height := 0; height < 60; height += 1 + height/10 {
			for bits := range 32 {
				n := Needs{Alerts: bits & 1, Chart: bits&2 != 0, Inspecting: bits&4 != 0}
				s := Shape{Width: width, Height: height, Zoomed: bits&8 != 0}
				n.Ticker = (bits >> 4) * (1 + width%2)
				for _, p := range s.Divide(n).Turns {
					s.Focus = p
					visit(s, n, s.Divide(n))
				}
			}
		}
	}
}

func TestEveryCellOfTheBodyIsThatOfOnePane(t *testing.T) {
	t.Parallel()
	eachLayout(func(s Shape, n Needs, l Layout) {
		if l.Tiny() {
			return
		}
		cells := 0
		for _, p := range l.Shown {
			r := l.Rects[p]
			cells += r.Width * r.Height
			for _, corner := range [][2]int{{r.X, r.Y}, {r.X + r.Width - 1, r.Y + r.Height - 1}} {
				if at, ok := l.At(corner[0], corner[1]); ok == (l.Ticker && p == List) || ok && at != p {
					t.Fatalf("%+v %+v: at %v is pane %d, want %d", s, n, corner, at, p)
				}
			}
		}
		if cells != s.Width*l.Body || l.Header+l.Body+1 != s.Height {
			t.Fatalf("%+v %+v: %d cells in panes, and %d lines of body under %d of header", s, n, cells, l.Body, l.Header)
		}
	})
}

func TestThePaneWithTheKeysIsSeen(t *testing.T) {
	t.Parallel()
	eachLayout(func(s Shape, n Needs, l Layout) {
		if !l.Tiny() && !slices.Contains(l.Shown, s.Focus) {
			t.Fatalf("%+v %+v: %v are seen", s, n, l.Shown)
		}
	})
}

func TestTheNextPaneComesRoundToTheFirst(t *testing.T) {
	t.Parallel()
	eachLayout(func(s Shape, n Needs, l Layout) {
		p := s.Focus
		for range l.Turns {
			p = l.Next(p, 1)
		}
		if p != s.Focus || l.Next(l.Next(p, 1), -1) != p {
			t.Fatalf("%+v %+v: from pane %d to pane %d", s, n, s.Focus, p)
		}
	})
}

// TestTheTickerIsWhereTheWatchlistHasNoPlace: above the others, in as many lines as it needs, and without keys.
func TestTheTickerIsWhereTheWatchlistHasNoPlace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		shape Shape
		needs Needs
		want  bool
	}{
		{Shape{Width: 80, Height: 24}, Needs{Chart: true, Ticker: 2}, true},
		{Shape{Width: 80, Height: 24}, Needs{Chart: true, Ticker: 1}, true},
		{Shape{Width: 80, Height: 24}, Needs{Ticker: 2}, true},
		{Shape{Width: 80, Height: 24}, Needs{Chart: true}, false},
		{Shape{Width: 120, Height: 24}, Needs{Chart: true, Ticker: 2}, false},
		{Shape{Width: 80, Height: 19}, Needs{Chart: true, Ticker: 2}, false},
		{Shape{Width: 80, Height: 24, Focus: List, Listed: true}, Needs{Chart: true, Ticker: 2}, false},
		{Shape{Width: 80, Height: 24}, Needs{Chart: true, Ticker: 2, Inspecting: true}, false},
	} {
		l := test.shape.Divide(test.needs)
		if l.Ticker != test.want || test.want && (l.Rects[List] != Rect{0, 0, 80, test.needs.Ticker} || !slices.Contains(l.Shown, List) || slices.Contains(l.Turns, List)) {
			t.Errorf("%+v %+v: a ticker is %v at %+v, want %v", test.shape, test.needs, l.Ticker, l.Rects[List], test.want)
		}
	}
}
