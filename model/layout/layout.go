// Package layout is where the panes stand on the screen, and which of them can have the keys. It is arithmetic alone: a [Layout]
// follows from the size of the screen, what the operator has made of it, and what the feed that is shown needs.
package layout

import (
	"slices"

	"sockeye/widgets/header"
)

// Pane is what can have the keys.
type Pane uint8

// The panes.
const (
	Log  Pane = iota
	List      // the watchlist
	Chart
	Inspect
	Panes // how many there are
)

// Shape is what the operator has made of the screen: its size, and which pane has the keys and how much space.
type Shape struct {
	Width, Height int // of the terminal, in cells
	Focus         Pane
	Zoomed        bool // the pane with the keys has the body
	Listed        bool // the watchlist covers the body, where it has no place of its own
}

// Needs are what the feed that is shown wants to have space for.
type Needs struct {
	Alerts     int // that are not acknowledged
	Chart      bool
	Inspecting bool
	Ticker     int // lines of the ticker, as wide as the screen; 0 where there are no rows beside the one that the header shows
}

// Rect is a part of the body, in cells. One without width is not shown.
type Rect struct{ X, Y, Width, Height int }

// Has reports whether a cell of the body lies in it.
func (r Rect) Has(x, y int) bool {
	return x >= r.X && x < r.X+r.Width && y >= r.Y && y < r.Y+r.Height
}

// Layout is how the screen is divided. It is a value that follows from a shape and needs alone.
type Layout struct {
	Header, Body int         // lines; both are 0 where there is no space for panes
	Rects        [Panes]Rect // by pane, also of those that are covered
	Shown        []Pane      // those that are seen, by rows and from the left
	Turns        []Pane      // those that can have the keys, in their order
	ListBeside   bool        // the watchlist has a place of its own
	Ticker       bool        // it has none, and stands as a ticker above the others; it has no keys there
	Needs        Needs       // that the layout was made for
}

const (
	sideBySide = 100 // columns from which the watchlist stands beside the chart
	roomy      = 20  // rows from which the chart has a box
	tinyWidth  = 30  // below this there is only state, value and age
	tinyHeight = 8
	listLeast  = 40
	chartLeast = 7
)

// Tiny reports whether there is no space for panes.
func (l *Layout) Tiny() bool { return l.Body == 0 }

// Divide divides the screen among the panes.
func (s Shape) Divide(n Needs) Layout {
	l := Layout{Header: 1, Needs: n}
	if s.Width < tinyWidth || s.Height < tinyHeight {
		l.Header = 0
		l.order(s, Needs{Inspecting: n.Inspecting})
		return l
	}
	chartHeight, listWidth := 2, 0
	if s.Height >= roomy {
		l.Header = header.Lines(n.Alerts)
		chartHeight = max(chartLeast, (s.Height-header.Lines(0)-1)*3/8)
		if s.Width >= sideBySide {
			listWidth = max(listLeast, s.Width*2/5)
		}
	}
	l.Body = s.Height - l.Header - 1
	l.ListBeside = listWidth > 0
	chartWidth := s.Width - listWidth
	switch {
	case n.Chart:
	case l.ListBeside:
		chartWidth, listWidth = 0, s.Width
	default:
		chartWidth, chartHeight = 0, 0
	}
	above := 0
	if n.Ticker > 0 && s.Height >= roomy && !l.ListBeside && !n.Inspecting {
		l.Ticker, above = true, n.Ticker
	}
	logWidth, logHeight := s.Width, l.Body-above-chartHeight
	full := Rect{0, 0, s.Width, l.Body}
	l.Rects[Inspect] = full
	if n.Inspecting && l.ListBeside {
		width := s.Width / 2
		l.Rects[Inspect] = Rect{s.Width - width, chartHeight, width, logHeight}
		if !s.Zoomed {
			logWidth -= width
		}
	}
	l.Rects[Log] = Rect{0, above + chartHeight, logWidth, logHeight}
	l.Rects[Chart] = Rect{0, above, chartWidth, chartHeight}
	l.Rects[List] = Rect{chartWidth, 0, listWidth, chartHeight}
	if l.Ticker {
		l.Rects[List] = Rect{0, 0, s.Width, above}
	}
	if s.Zoomed || s.Listed {
		l.Rects[s.Focus], l.Ticker = full, false
	}
	l.order(s, n)
	return l
}

// order finds out which panes are seen, and which can have the keys.
func (l *Layout) order(s Shape, n Needs) {
	switch {
	case s.Listed:
		l.Turns = []Pane{List}
	case n.Inspecting && !l.ListBeside:
		l.Turns = []Pane{Inspect}
	default:
		l.Turns = []Pane{Log}
		if n.Inspecting {
			l.Turns = append(l.Turns, Inspect)
		}
		if l.ListBeside {
			l.Turns = append(l.Turns, List)
		}
		if n.Chart {
			l.Turns = append(l.Turns, Chart)
		}
	}
	if l.Ticker {
		l.Shown = []Pane{List}
	}
	for _, p := range []Pane{Chart, List, Log, Inspect} {
		switch covered := s.Zoomed || s.Listed; {
		case l.Rects[p].Width == 0:
		case covered && p == s.Focus, !covered && slices.Contains(l.Turns, p):
			l.Shown = append(l.Shown, p)
		}
	}
}

// At returns the pane that is seen at a cell of the body, and can have the keys.
func (l *Layout) At(x, y int) (Pane, bool) {
	for _, p := range l.Shown {
		if l.Rects[p].Has(x, y) && slices.Contains(l.Turns, p) {
			return p, true
		}
	}
	return 0, false
}

// Next returns the pane that has the keys after or before another one.
func (l *Layout) Next(of Pane, step int) Pane {
	at := max(slices.Index(l.Turns, of), 0)
	return l.Turns[(at+step+len(l.Turns))%len(l.Turns)]
}
