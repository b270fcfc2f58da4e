// Package candle draws candlesticks, and the bars of volume under them, into a grid of cells. Rise and fall differ by colour and by
// fill, as on paper: a body that rises is hollow, one that falls is filled.
//
// It does not use the candlesticks of ntcharts: these are one cell wide, in heavy lines for rise and fall alike, and drawn on a
// canvas of 656 bytes a cell (BenchmarkCanvasOfLibrary in widgets/chart).
package candle

import (
	"sockeye/widgets/grid"
)

// Stick is a candlestick. Heights are in half cells from the bottom, 0 being the lowest; in ASCII they are in cells.
type Stick struct {
	X, Width               int // the cells of the body; the wick is in its middle
	Low, Bottom, Top, High int
	Rise                   int // 1: the close is above the open, -1: below, 0: the same
}

// Paint is what candlesticks are drawn with, by Rise+1.
type Paint struct {
	Styles  [3]grid.Style
	Grounds [3]grid.Ground
	ASCII   bool
}

// Draw draws the stick into the lowest rows of a grid from the row `bottom` upwards, counted from the top, which is the lowest one.
func (s Stick) Draw(g *grid.Grid, bottom int, p *Paint) {
	halves := 2
	if p.ASCII {
		halves = 1
	}
	for row := s.Low / halves; row <= s.High/halves; row++ {
		y := bottom - row
		if y < 0 {
			break
		}
		for i := range s.Width {
			if p.ASCII {
				s.ascii(g, i, y, row, p)
			} else {
				s.unicode(g, i, y, row, p)
			}
		}
	}
}

// part is what of a cell something covers: its lower half, its upper half, both.
type part uint8

const (
	lower part = 1 << iota
	upper
	both = lower | upper
)

// covered returns what of a row the half cells from one to another cover.
func covered(row, from, to int) (p part) {
	if from <= 2*row && 2*row <= to {
		p |= lower
	}
	if from <= 2*row+1 && 2*row+1 <= to {
		p |= upper
	}
	return p
}

// The runes for a part of a cell: of wicks, of what is filled, of a body of one cell that rises, and of the left and the right side
// of a hollow one.
var (
	wicks  = [...]rune{lower: '╷', upper: '╵', both: '│'}
	solids = [...]rune{lower: '▄', upper: '▀'}
	heavy  = [...]rune{lower: '╻', upper: '╹', both: '┃'}
	lefts  = [...]rune{lower: '▖', upper: '▘', both: '▌'}
	rights = [...]rune{lower: '▗', upper: '▝', both: '▐'}
)

// unicode draws cell i of a row of the stick.
func (s Stick) unicode(g *grid.Grid, i, y, row int, p *Paint) {
	style := p.Styles[s.Rise+1]
	body, wick := covered(row, s.Bottom, s.Top), covered(row, s.Low, s.High)
	middle := i == s.Width/2
	x := s.X + i
	switch {
	case body == 0 && middle:
		g.Put(x, y, wicks[wick], style)
	case body == 0:
	case s.Rise == 0 && middle && wick == both:
		g.Put(x, y, '┿', style)
	case s.Rise == 0:
		g.Put(x, y, '━', style)
	case s.Rise < 0 && body == both:
		g.Fill(x, y, p.Grounds[s.Rise+1])
	case s.Rise < 0:
		g.Put(x, y, solids[body], style)
	case s.Width == 1:
		r := heavy[body]
		if body == lower && wick == both {
			r = '╽'
		} else if body == upper && wick == both {
			r = '╿'
		}
		g.Put(x, y, r, style)
	default:
		g.Fill(x, y, 0) // nothing of what is behind is seen in a hollow
		if r := s.outline(i, row, body); r != 0 {
			g.Put(x, y, r, style)
		}
	}
}

// outline returns the rune of cell i of a row of a hollow body, 0 where it is empty. One that is too low for an edge above and below
// a hollow has its sides alone.
func (s Stick) outline(i, row int, body part) rune {
	var edge part // of the upper and the lower edge
	if s.Top-s.Bottom >= 2 {
		edge = covered(row, s.Top, s.Top) | covered(row, s.Bottom, s.Bottom)
	}
	switch i {
	case 0:
		return corner(body, edge, lefts[body], '▛', '▙')
	case s.Width - 1:
		return corner(body, edge, rights[body], '▜', '▟')
	}
	switch edge {
	case both:
		return '█'
	case 0:
		return 0
	default:
		return solids[edge]
	}
}

// corner returns the rune of a side where there may be an edge, too.
func corner(body, edge part, side, above, below rune) rune {
	switch {
	case edge == 0:
		return side
	case body != both:
		return solids[body]
	case edge == upper:
		return above
	default:
		return below
	}
}

// ascii draws cell i of a row of the stick in ASCII.
func (s Stick) ascii(g *grid.Grid, i, y, row int, p *Paint) {
	style, x := p.Styles[s.Rise+1], s.X+i
	inBody := s.Bottom <= row && row <= s.Top
	switch {
	case !inBody && i == s.Width/2:
		g.Put(x, y, '|', style)
	case !inBody:
	case s.Rise <= 0 || s.Width == 1:
		g.Put(x, y, rune("#-O"[s.Rise+1]), style)
	case i == 0:
		g.Put(x, y, '[', style)
	case i == s.Width-1:
		g.Put(x, y, ']', style)
	}
}
