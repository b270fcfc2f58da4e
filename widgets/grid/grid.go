// Package grid is a picture made of cells: each has a rune, a style and a ground, which are numbers whose meaning is the owner's.
// What is drawn last is in front, and nothing is measured: a rune is one cell wide. What fills whole cells is a ground and no rune,
// so that no font leaves stripes between them.
//
// It is no canvas of ntcharts, whose cells have a style of 648 bytes each: one of 240x40 takes 6.5 MB, and 12 ms to be
// written out (BenchmarkCanvasOfLibrary in widgets/chart).
package grid

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Style is the number of a style. None is that of a cell of which nothing is seen.
type Style uint8

// None is the style of blanks.
const None Style = 0

// Ground is the number of what a cell is filled with behind its rune; 0: nothing.
type Ground uint8

// Cell is a cell of a grid. One that nothing was put in has the rune 0 and is shown blank.
type Cell struct {
	Rune   rune
	Style  Style
	Ground Ground
}

// Grid is a picture. Columns count from the left and rows from the top, both from 0.
type Grid struct {
	Width, Height int // in cells; not to be changed
	// Solid is the rune of what fills an area without a ground, so that a word or a line may cut through it; 0: nothing does.
	Solid rune

	cells []Cell
}

// New returns an empty grid of a size of 0 or more in both directions.
func New(width, height int) Grid {
	return Grid{Width: width, Height: height, cells: make([]Cell, width*height)}
}

// At returns the cell at column x and row y, which are in the grid.
func (g *Grid) At(x, y int) *Cell { return &g.cells[y*g.Width+x] }

// Put sets the rune of a cell of the grid, on the ground that the cell has.
func (g *Grid) Put(x, y int, r rune, s Style) {
	c := g.At(x, y)
	c.Rune, c.Style = r, s
}

// Fill sets the ground of a cell, and leaves nothing else in it.
func (g *Grid) Fill(x, y int, of Ground) { *g.At(x, y) = Cell{Ground: of} }

// Under sets a cell unless there is something in it that it would hide.
func (g *Grid) Under(x, y int, r rune, s Style) {
	if g.Free(x, y, 1) {
		g.Put(x, y, r, s)
	}
}

// Free reports whether n cells from column x on are in the grid, and have no rune or the solid one.
func (g *Grid) Free(x, y, n int) bool {
	if x < 0 || x+n > g.Width {
		return false
	}
	for i := range n {
		if r := g.At(x+i, y).Rune; r != 0 && r != g.Solid {
			return false
		}
	}
	return true
}

// Write puts text into a row, a cell for each rune, on no ground; what goes beyond the edge is left out, and what is not one cell
// wide is a dot.
func (g *Grid) Write(x, y int, text string, s Style) {
	for _, r := range text {
		if ansi.StringWidth(string(r)) != 1 {
			r = '·'
		}
		if x >= 0 && x < g.Width {
			*g.At(x, y) = Cell{Rune: r, Style: s}
		}
		x++
	}
}

// Rows returns the grid as lines of text in the styles and on the grounds of the cells, by number. Of the styles of grounds the
// background counts, and whether they are reversed. Cells that are the same are styled together: styling each would cost more than
// all the drawing.
func (g *Grid) Rows(styles, grounds []lipgloss.Style) []string {
	p := pens{styles: styles, grounds: grounds, known: make([]pen, len(styles)*(len(grounds)+1))}
	rows := make([]string, g.Height)
	var b strings.Builder
	for y := range rows {
		b.Reset()
		current := &p.known[0] // of blanks
		for _, c := range g.cells[y*g.Width : (y+1)*g.Width] {
			if c.Rune == 0 || c.Rune == ' ' {
				c = Cell{' ', None, c.Ground} // a blank has no visible style
			}
			if next := p.of(c.Style, c.Ground); next != current {
				b.WriteString(current.after)
				b.WriteString(next.before)
				current = next
			}
			b.WriteRune(c.Rune)
		}
		b.WriteString(current.after)
		rows[y] = b.String()
	}
	return rows
}

// pens are what stands before and after text in each style on each ground, made as they are needed: few of them are.
type pens struct {
	styles, grounds []lipgloss.Style
	known           []pen
}

type pen struct {
	before, after string
	made          bool
}

// of returns the pen of a style on a ground.
func (p *pens) of(s Style, on Ground) *pen {
	one := &p.known[int(on)*len(p.styles)+int(s)]
	if one.made || s == None && on == 0 {
		return one
	}
	style := p.styles[s]
	if on > 0 {
		ground := p.grounds[on-1]
		style = style.Background(ground.GetBackground())
		if ground.GetReverse() {
			style = style.Reverse(true)
		}
	}
	const text = "x" // no part of any escape sequence that sets a style
	one.before, one.after, _ = strings.Cut(style.Render(text), text)
	one.made = true
	return one
}
