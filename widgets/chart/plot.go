package chart

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/axis"
	"sockeye/widgets/theme"
)

// styleID is the style of a cell, by its meaning.
type styleID uint8

const (
	styleNone styleID = iota // nothing is seen of it
	styleGap
	styleSilence
	styleDown
	styleCrosshair
	styleMark
	styleBeyond // values beyond the edge
	styleRise
	styleFall
	styleSame
	styleSeries // of the first series; the others follow
	styles      = styleSeries + theme.SeriesStyles
)

func styleOf(series int) styleID { return styleSeries + styleID(series%theme.SeriesStyles) }

// in returns the style in a theme.
func (s styleID) in(th *theme.Theme) lipgloss.Style {
	if s >= styleSeries {
		return th.Series[s-styleSeries]
	}
	return [styleSeries]lipgloss.Style{
		styleGap: th.Bad, styleSilence: th.Dim, styleDown: th.Warn,
		styleCrosshair: th.Focus, styleMark: th.Warn, styleBeyond: th.Warn,
		styleRise: th.Up, styleFall: th.Down, styleSame: th.Text,
	}[s]
}

// plot is the cells between the axes, and what they stand for. A cell that nothing was put in has the rune 0 and is shown
// blank.
//
// It is no canvas of ntcharts, whose cells have a style of 648 bytes each: one of 240x40 takes 6.5 MB, and 12 ms to be
// written out (BenchmarkCanvasOfLibrary).
type plot struct {
	width, height int
	cells         []cell
	// solid is the rune of what is so large that a word or a line may cut through it; 0: nothing is.
	solid rune

	data         *Data
	series       []Series
	theme        *theme.Theme
	glyphs       *glyphSet
	window       axis.Window
	scale        axis.Scale
	across, down int // columns and heights of a cell
	crosshair    time.Time
}

type cell struct {
	rune  rune
	style styleID
}

// level returns the height of a finite value, from 0 to height*down-1, at the nearest end if the scale does not hold it.
func (p *plot) level(v float64) int { return p.scale.Level(v, p.height*p.down) }

// row returns the row of a finite value, from the top.
func (p *plot) row(v float64) int { return p.scale.Row(v, p.height, p.down) }

// at returns the cell at column x and row y, which are in the plot.
func (p *plot) at(x, y int) *cell { return &p.cells[y*p.width+x] }

// put sets a cell.
func (p *plot) put(x, y int, r rune, s styleID) { *p.at(x, y) = cell{r, s} }

// under sets a cell unless there is something in it that it would hide.
func (p *plot) under(x, y int, r rune, s styleID) {
	if p.free(x, y, 1) {
		p.put(x, y, r, s)
	}
}

// free reports whether n cells from column x on are in the plot, and have nothing in them, or something solid.
func (p *plot) free(x, y, n int) bool {
	if x < 0 || x+n > p.width {
		return false
	}
	for i := range n {
		if r := p.at(x+i, y).rune; r != 0 && r != p.solid {
			return false
		}
	}
	return true
}

// rows returns the plot as lines of text. Cells of the same style are styled together: styling each would cost more than
// all the drawing.
func (p *plot) rows() []string {
	const text = "x" // no part of any escape sequence that sets a style
	var before, after [styles]string
	for i := range before {
		before[i], after[i], _ = strings.Cut(styleID(i).in(p.theme).Render(text), text)
	}
	rows := make([]string, p.height)
	var b strings.Builder
	for y := range rows {
		b.Reset()
		current := styleNone // in which blanks are shown, as a blank has no visible style
		for _, c := range p.cells[y*p.width : (y+1)*p.width] {
			if c.rune == 0 || c.rune == ' ' {
				c = cell{' ', styleNone}
			}
			if c.style != current {
				b.WriteString(after[current])
				b.WriteString(before[c.style])
				current = c.style
			}
			b.WriteRune(c.rune)
		}
		b.WriteString(after[current])
		rows[y] = b.String()
	}
	return rows
}
