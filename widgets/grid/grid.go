// Package grid is a picture made of cells: each has a rune and a style, which is a number whose meaning is the owner's. What is
// drawn last is in front, and nothing is measured: a rune is one cell wide.
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

// Cell is a cell of a grid. One that nothing was put in has the rune 0 and is shown blank.
type Cell struct {
	Rune  rune
	Style Style
}

// Grid is a picture. Columns count from the left and rows from the top, both from 0.
type Grid struct {
	Width, Height int // in cells; not to be changed
	// Solid is the rune of what is so large that a word or a line may cut through it; 0: nothing is.
	Solid rune

	cells []Cell
}

// New returns an empty grid of a size of 0 or more in both directions.
func New(width, height int) Grid {
	return Grid{Width: width, Height: height, cells: make([]Cell, width*height)}
}

// At returns the cell at column x and row y, which are in the grid.
func (g *Grid) At(x, y int) *Cell { return &g.cells[y*g.Width+x] }

// Put sets a cell of the grid.
func (g *Grid) Put(x, y int, r rune, s Style) { *g.At(x, y) = Cell{r, s} }

// Under sets a cell unless there is something in it that it would hide.
func (g *Grid) Under(x, y int, r rune, s Style) {
	if g.Free(x, y, 1) {
		g.Put(x, y, r, s)
	}
}

// Free reports whether n cells from column x on are in the grid, and have nothing in them, or something solid.
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

// Write puts text into a row, a cell for each rune; what goes beyond the edge is left out, and what is not one cell wide is a
// dot.
func (g *Grid) Write(x, y int, text string, s Style) {
	for _, r := range text {
		if ansi.StringWidth(string(r)) != 1 {
			r = '·'
		}
		if x >= 0 && x < g.Width {
			g.Put(x, y, r, s)
		}
		x++
	}
}

// Rows returns the grid as lines of text in the styles of the cells, by number. Cells of the same style are styled together:
// styling each would cost more than all the drawing.
func (g *Grid) Rows(styles []lipgloss.Style) []string {
	const text = "x" // no part of any escape sequence that sets a style
	before, after := make([]string, len(styles)), make([]string, len(styles))
	for i := range styles {
		before[i], after[i], _ = strings.Cut(styles[i].Render(text), text)
	}
	rows := make([]string, g.Height)
	var b strings.Builder
	for y := range rows {
		b.Reset()
		current := None // in which blanks are shown, as a blank has no visible style
		for _, c := range g.cells[y*g.Width : (y+1)*g.Width] {
			if c.Rune == 0 || c.Rune == ' ' {
				c = Cell{' ', None}
			}
			if c.Style != current {
				b.WriteString(after[current])
				b.WriteString(before[c.Style])
				current = c.Style
			}
			b.WriteRune(c.Rune)
		}
		b.WriteString(after[current])
		rows[y] = b.String()
	}
	return rows
}
