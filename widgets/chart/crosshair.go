package chart

import (
	"time"

	"sockeye/widgets/axis"
	"sockeye/widgets/theme"
)

// crosshair is a moment that is pointed at.
type crosshair struct {
	at time.Time
	on bool
}

// cell returns the cell of w in which the crosshair stands; ok is false if it is in none.
func (c crosshair) cell(w axis.Window) (cell int, ok bool) {
	if !c.on || !w.Known() {
		return 0, false
	}
	cell = w.Cell(c.at)
	return cell, cell >= 0 && cell < w.Cells
}

// crosshairParts returns what the heading says about the moment under the crosshair: when that is, and the values of
// everything that is drawn, or why there are none.
func (l *layout) crosshairParts(p *plot, cell int) []theme.Part {
	clock := "15:04:05"
	if p.window.Space(time.Second) > 1 {
		clock += ".000"
	}
	at := p.crosshair.at.In(l.data.location()).Format(clock)
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
