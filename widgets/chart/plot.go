package chart

import (
	"time"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/theme"
)

// The styles of a cell, by their meaning.
const (
	styleGap grid.Style = grid.None + 1 + iota
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
		styleRise: th.Up, styleFall: th.Down, styleSame: th.Text,
	}
	copy(all[styleSeries:], th.Series[:])
	return all[:]
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
	across, down int // columns and heights of a cell
	crosshair    time.Time
}

// level returns the height of a finite value, from 0 to height*down-1, at the nearest end if the scale does not hold it.
func (p *plot) level(v float64) int { return p.scale.Level(v, p.Height*p.down) }

// row returns the row of a finite value, from the top.
func (p *plot) row(v float64) int { return p.scale.Row(v, p.Height, p.down) }
