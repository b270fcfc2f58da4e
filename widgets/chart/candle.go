package chart

import (
	"time"

	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"
)

// bar is a candle with its place: the cells from cell on, of which the middle one has the wick.
type bar struct {
	Candle
	cell, width int
}

// drawable reports whether the candle has a place on the chart.
func (c Candle) drawable() bool {
	return finite(c.Open) && finite(c.High) && finite(c.Low) && finite(c.Close)
}

// extremes returns the lowest and the highest value of the candle, whichever fields they are in.
func (c Candle) extremes() (lo, hi float64) {
	return min(c.Open, c.High, c.Low, c.Close), max(c.Open, c.High, c.Low, c.Close)
}

// column returns the candle as what a series did in its time.
func (c Candle) column() Column {
	lo, hi := c.extremes()
	return Column{First: c.Open, Last: c.Close, Min: lo, Max: hi, Count: 1}
}

// visible returns the drawable candles that the window shows, oldest first: those that begin in it, for
// one that is running may end after it.
func (m *Model) visible(w window) []Candle {
	if m.data.Hidden {
		return nil
	}
	var shown []Candle
	for _, c := range m.data.Candles {
		if cell := w.cell(c.Begin); w.known() && cell >= 0 && cell < w.cells && c.drawable() {
			shown = append(shown, c)
		}
	}
	return shown
}

// bars gives the visible candles their places. They stand where they begin, a wide one in the middle of
// its time, and candles that would stand in the same cell are merged.
func (m *Model) bars(w window) []bar {
	var bars []bar
	for _, c := range m.visible(w) {
		b := bar{c, w.cell(c.Begin), 1}
		if space := int(min(w.space(c.Width), float64(w.cells))); space > 4 {
			const most = 5
			b.width = min(((space+1)/2-1)|1, most) // odd, for the wick stands in the middle
			b.cell += (space - b.width) / 2
		}
		b.cell = max(min(b.cell, w.cells-b.width), 0)
		if len(bars) > 0 {
			before := &bars[len(bars)-1]
			end := before.cell + before.width
			if begin := w.cell(c.Begin); b.cell < end && begin >= end {
				b.cell, b.width = begin, 1 // next to one of another length
			}
			if b.cell < end {
				lo, hi := c.extremes()
				beforeLo, beforeHi := before.extremes()
				before.Low, before.High = min(lo, beforeLo), max(hi, beforeHi)
				before.Close = c.Close
				continue
			}
		}
		bars = append(bars, b)
	}
	return bars
}

// space returns how many cells a length of time has.
func (w window) space(d time.Duration) float64 {
	return float64(d) * float64(w.cells) / float64(w.span)
}

// candleColumns returns the visible candles as the columns of a series: as many as the window has cells.
func (m *Model) candleColumns(w window) []Column {
	columns := make([]Column, max(w.cells, 0))
	for _, c := range m.visible(w) {
		cell := &columns[w.cell(c.Begin)]
		*cell = cell.merge(c.column())
	}
	return columns
}

// drawCandle draws a candle. Rise and fall differ by the glyph of the body as well as by style: a
// line for a rise and a solid block for a fall, as on paper, where a body is hollow or filled.
func (p *picture) drawCandle(b bar, s scale, g *glyphSet) {
	lo, hi := b.extremes()
	bodyLo, bodyHi := min(b.Open, b.Close), max(b.Open, b.Close)
	style := inkSame
	switch {
	case b.Close > b.Open:
		style = inkRise
	case b.Close < b.Open:
		style = inkFall
	}
	parts := 1 // of a cell
	if g.halves {
		parts = 2
	}
	levels := p.height * parts
	low, high := s.level(lo, levels), s.level(hi, levels)
	bottom, top := s.level(bodyLo, levels), s.level(bodyHi, levels)
	for y := range p.height {
		lower := (p.height - 1 - y) * parts // the level of the lower part of the row
		upper := lower + parts - 1
		if upper < low || lower > high {
			continue
		}
		body := upper >= bottom && lower <= top
		for i := range b.width {
			middle := i == b.width/2
			var r rune
			switch {
			case !body && !middle:
				continue
			case g.halves:
				within := func(level, from, to int) bool { return middle && level >= from && level <= to }
				r = halfCandle(style, middle,
					lower >= bottom && lower <= top, upper >= bottom && upper <= top,
					within(lower, low, high), within(upper, low, high))
			default:
				r = g.wholeCandle(style, body)
			}
			p.put(b.cell+i, y, r, style)
		}
	}
}

// wholeCandle returns the rune of a cell in which halves cannot be drawn.
func (g *glyphSet) wholeCandle(style ink, body bool) rune {
	switch {
	case !body:
		return g.wick
	case style == inkRise:
		return g.rise
	case style == inkFall:
		return g.fall
	}
	return g.same
}

// halfCandle returns the rune of a cell by what its lower and upper half hold. There is no rune for half a
// solid body and half a wick: the body is what counts there.
func halfCandle(style ink, middle, bodyLower, bodyUpper, wickLower, wickUpper bool) rune {
	body := bodyLower || bodyUpper
	switch {
	case style == inkSame && body && wickLower && wickUpper && middle:
		return '┿'
	case style == inkSame && body:
		return '━'
	case style == inkFall && bodyLower && bodyUpper:
		return '█'
	case style == inkFall && bodyLower:
		return '▄'
	case style == inkFall && bodyUpper:
		return '▀'
	}
	return runes.CandlestickFromCandlestickSegments(runes.CandlestickSegments{
		Up: wickUpper && !bodyUpper, Down: wickLower && !bodyLower, UpHeavy: bodyUpper, DownHeavy: bodyLower,
	})
}
