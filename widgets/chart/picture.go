package chart

import (
	"strings"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/theme"
)

// ink is the style of a cell.
type ink uint8

const (
	inkBlank ink = iota // nothing is seen of it
	inkGap
	inkSilence
	inkDown
	inkHair
	inkMark
	inkBeyond // values beyond the edge
	inkRise
	inkFall
	inkSame
	inkSeries // of the first series; the others follow
	inks      = inkSeries + theme.SeriesStyles
)

func inkOf(series int) ink { return inkSeries + ink(series%theme.SeriesStyles) }

// styleOf returns the style of an ink.
func styleOf(i ink, th *theme.Theme) lipgloss.Style {
	if i >= inkSeries {
		return th.Series[i-inkSeries]
	}
	return [inkSeries]lipgloss.Style{
		inkGap: th.Bad, inkSilence: th.Dim, inkDown: th.Warn,
		inkHair: th.Focus, inkMark: th.Warn, inkBeyond: th.Warn,
		inkRise: th.Up, inkFall: th.Down, inkSame: th.Text,
	}[i]
}

// picture is a rectangle of cells. A cell that nothing was put in has the rune 0 and is shown blank.
type picture struct {
	width, height int
	cells         []cell
	// solid is the rune of what is so large that a word or a line may cut through it; 0: nothing is.
	solid rune
}

type cell struct {
	rune rune
	ink  ink
}

func newPicture(width, height int) *picture {
	return &picture{width: width, height: height, cells: make([]cell, width*height)}
}

// at returns the cell at column x and row y, which are in the picture.
func (p *picture) at(x, y int) *cell { return &p.cells[y*p.width+x] }

// put sets a cell.
func (p *picture) put(x, y int, r rune, i ink) { *p.at(x, y) = cell{r, i} }

// under sets a cell unless there is something in it that it would hide.
func (p *picture) under(x, y int, r rune, i ink) {
	if p.open(x, y) {
		p.put(x, y, r, i)
	}
}

// open reports whether there is nothing in a cell, or something solid.
func (p *picture) open(x, y int) bool {
	r := p.at(x, y).rune
	return r == 0 || r == p.solid
}

// free reports whether n cells from column x on are in the picture and open.
func (p *picture) free(x, y, n int) bool {
	if x < 0 || x+n > p.width {
		return false
	}
	for i := range n {
		if !p.open(x+i, y) {
			return false
		}
	}
	return true
}

// rows returns the picture as lines of text. Cells of the same ink are styled together: styling each
// would cost more than all the drawing.
func (p *picture) rows(th *theme.Theme) []string {
	var pens [inks]pen
	for i := range pens {
		pens[i] = newPen(styleOf(ink(i), th))
	}
	rows := make([]string, p.height)
	var b strings.Builder
	for y := range rows {
		b.Reset()
		current := inkBlank // in which blanks are shown, as a blank has no visible style
		for _, c := range p.cells[y*p.width : (y+1)*p.width] {
			if c.rune == 0 || c.rune == ' ' {
				c = cell{' ', inkBlank}
			}
			if c.ink != current {
				b.WriteString(pens[current].after)
				b.WriteString(pens[c.ink].before)
				current = c.ink
			}
			b.WriteRune(c.rune)
		}
		b.WriteString(pens[current].after)
		rows[y] = b.String()
	}
	return rows
}

// pen is a style as what it writes before and after a text.
type pen struct{ before, after string }

func newPen(style lipgloss.Style) pen {
	const text = "x" // no part of any escape sequence that sets a style
	before, after, found := strings.Cut(style.Render(text), text)
	if !found {
		return pen{}
	}
	return pen{before, after}
}
