package chart

import (
	"time"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/theme"
)

// crosshairCell returns the cell in which the crosshair stands; ok is false if it is in none.
func (p *plot) crosshairCell() (cell int, ok bool) {
	cell = p.window.Cell(p.crosshair)
	return cell, !p.crosshair.IsZero() && cell >= 0 && cell < p.window.Cells
}

// drawCrosshair draws the line of the crosshair, if it has a place in the window.
func (p *plot) drawCrosshair(put func(x, y int, r rune, s grid.Style)) {
	if x, ok := p.crosshairCell(); ok {
		for y := range p.Height {
			put(x, y, p.glyphs.crosshair, styleCrosshair)
		}
	}
}

// crosshairParts returns what the heading says about the moment under the crosshair: when that is, and the values of
// everything that is drawn, or why there are none.
func (l *layout) crosshairParts(p *plot, cell int) []theme.Part {
	clock := "15:04:05"
	if p.window.Space(time.Second) > 1 {
		clock += ".000"
	}
	at := p.crosshair.In(l.data.Location).Format(clock)
	parts := []theme.Part{{Text: at, Style: l.theme.Text, Rank: rankLast, Gap: 2}}
	for _, r := range l.chart.kind.readings(p, cell) {
		parts = append(parts, theme.Part{Text: r, Style: l.theme.Text, Rank: rankFigure, Gap: 2})
	}
	if len(parts) == 1 {
		parts = append(parts, theme.Part{Text: l.data.reason(p.window, cell), Style: l.theme.Dim, Rank: rankFigure, Gap: 2})
	}
	return parts
}

// reason says why there is no value in a cell.
func (d *Data) reason(w axis.Window, cell int) string {
	for _, s := range d.Spans {
		if first, end := w.Touched(s.From, s.To); cell >= first && cell < end {
			return hatchings[s.Kind].word
		}
	}
	return "no value"
}
