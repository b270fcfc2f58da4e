package chart

import "time"

// crosshair is a moment that is pointed at.
type crosshair struct {
	at time.Time
	on bool
}

// cell returns the cell of w in which the crosshair stands; ok is false if it is in none.
func (c crosshair) cell(w window) (cell int, ok bool) {
	if !c.on || !w.known() {
		return 0, false
	}
	cell = w.cell(c.at)
	return cell, cell >= 0 && cell < w.cells
}

// crosshairParts returns what the heading says about the moment under the crosshair: when that is, and the values of
// everything that is drawn, or why there are none.
func (l *layout) crosshairParts(p *plot, cell int) []part {
	clock := "15:04:05"
	if p.window.space(time.Second) > 1 {
		clock += ".000"
	}
	at := p.crosshair.at.In(l.data.location()).Format(clock)
	parts := []part{{text: at, style: l.theme.Text, rank: rankLast, gap: 2}}
	for _, r := range l.chart.kind.readings(p, cell) {
		text := r.name + l.data.figure(r.value, r.decimals)
		parts = append(parts, part{text: text, style: l.theme.Text, rank: rankFigure, gap: 2})
	}
	if len(parts) == 1 {
		parts = append(parts, part{text: l.data.reason(p.window, cell), style: l.theme.Dim, rank: rankFigure, gap: 2})
	}
	return parts
}

// reason says why there is no value in a cell.
func (d *Data) reason(w window, cell int) string {
	for _, s := range d.Spans {
		if first, end := w.touched(s); cell >= first && cell < end && s.Kind.String() != "" {
			return s.Kind.String()
		}
	}
	return "no value"
}
