package chart

import (
	"time"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/theme"
	"sockeye/widgets/trace"
)

// The styles of a cell, by their meaning.
const (
	styleGap grid.Style = grid.None + 1 + iota
	styleSilence
	styleDown
	styleCrosshair
	styleMark
	styleBeyond // values beyond the edge
	styleGrid
	styleVolume
	styleRise
	styleFall
	styleSame
	styleSeries // of the first series; the others follow
	styles      = styleSeries + theme.SeriesStyles
)

func styleOf(series int) grid.Style { return styleSeries + grid.Style(series%theme.SeriesStyles) }

// seriesStyle is the style of a series in a theme.
func seriesStyle(th *theme.Theme, series int) lipgloss.Style {
	return th.Series[series%theme.SeriesStyles]
}

// stylesOf returns the styles in a theme, by number.
func stylesOf(th *theme.Theme) []lipgloss.Style {
	all := [styles]lipgloss.Style{
		styleGap: th.Bad, styleSilence: th.Dim, styleDown: th.Warn,
		styleCrosshair: th.Focus, styleMark: th.Warn, styleBeyond: th.Warn,
		styleGrid: th.Grid, styleVolume: th.Dim,
		styleRise: th.Up, styleFall: th.Down, styleSame: th.Text,
	}
	copy(all[styleSeries:], th.Series[:])
	return all[:]
}

// The grounds of a cell, by their meaning.
const (
	groundArea grid.Ground = 1 + iota
	groundRise
	groundFall
	groundSame
	groundVolume
)

// groundsOf returns the grounds in a theme, in the order of their numbers.
func groundsOf(th *theme.Theme) []lipgloss.Style {
	return []lipgloss.Style{th.Area, solid(th.Up), solid(th.Down), solid(th.Text), solid(th.Dim)}
}

// solid returns the style that fills a cell with the colour of text.
func solid(s lipgloss.Style) lipgloss.Style {
	colour := s.GetForeground()
	if _, none := colour.(lipgloss.NoColor); none {
		return lipgloss.NewStyle().Reverse(true)
	}
	return lipgloss.NewStyle().Background(colour)
}

// plot is the cells between the axes, and what they stand for.
type plot struct {
	grid.Grid

	data         *Data
	series       []Series
	theme        *theme.Theme
	glyphs       *glyphSet
	window       axis.Window
	scale        axis.Scale
	scaled       int // rows of the scale, from the top; below them stand bars of volume
	across, down int // columns and heights of a cell
	crosshair    time.Time
}

// level returns the height of a finite value, from 0 to scaled*down-1, at the nearest end if the scale does not hold it.
func (p *plot) level(v float64) int { return p.scale.Level(v, p.scaled*p.down) }

// row returns the row of a finite value, from the top.
func (p *plot) row(v float64) int { return p.scale.Row(v, p.scaled, p.down) }

// dots is the plot as traces are drawn in it, in so many columns of dots a cell.
func (p *plot) dots(across int) trace.Plot {
	return trace.Plot{Width: p.Width, Height: p.scaled, Across: across, Down: p.down, Level: p.level}
}

// broken returns in which of the columns of dots, so many a cell, something is not known.
func (p *plot) broken(across int) []bool {
	fine := p.window
	fine.Cells *= across
	broken := make([]bool, p.Width*across)
	for _, s := range p.data.Spans {
		first, end := fine.Touched(s.From, s.To)
		for x := first; x < end; x++ {
			broken[x] = true
		}
	}
	return broken
}

// drawDots draws a line with a function that sets a cell.
func (p *plot) drawDots(patterns [][]rune, series int, put func(x, y int, r rune, s grid.Style)) {
	const blank = 0x2800 // the braille pattern without a dot
	for y, row := range patterns {
		for x, dots := range row {
			if dots != blank {
				put(x, y, p.glyphs.dots(dots, p.glyphs.sign(series)), styleOf(series))
			}
		}
	}
}

// drawRules draws, behind everything, the level of the last value, and a line for each value with a label.
func (p *plot) drawRules(labels []string) {
	if len(p.series) == 1 && axis.Finite(p.series[0].Last) {
		if v := p.series[0].Last; v >= p.scale.Min && v <= p.scale.Max {
			style := [...]grid.Style{styleFall, styleSame, styleRise}[p.data.direction()+1]
			p.rule(p.row(v), p.glyphs.lastRule, style)
		}
	}
	for y, label := range labels {
		if label != "" {
			p.rule(y, p.glyphs.gridRule, styleGrid)
		}
	}
}

func (p *plot) rule(y int, r rune, style grid.Style) {
	for x := range p.Width {
		p.Under(x, y, r, style)
	}
}
