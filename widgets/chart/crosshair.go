package chart

import "time"

// crosshair is a moment that is pointed at.
type crosshair struct {
	at time.Time
	on bool
}

// SetCrosshair points at a moment, with a vertical line and the values there in the heading, or stops
// pointing. A moment outside of the window is not shown; nor is any while the window is not known.
func (m *Model) SetCrosshair(at time.Time, on bool) {
	if m.crosshair.on == on && m.crosshair.at.Equal(at) {
		return
	}
	m.crosshair, m.dirty = crosshair{at, on}, true
}

// CrosshairStep returns the moment n columns of cells after the crosshair, before it if n is below 0, and
// inside the window in any case: what to hand to [Model.SetCrosshair] to move it. Without a crosshair it
// is the newest column, whatever n is. It is the zero time if there is no window to point into.
func (m *Model) CrosshairStep(n int) time.Time {
	w := m.window(m.layout().cells())
	if !w.known() {
		return time.Time{}
	}
	if !m.crosshair.on {
		return w.begin(w.cells - 1)
	}
	cell := min(max(w.cell(m.crosshair.at), 0), w.cells-1)
	n = min(max(n, -w.cells), w.cells)
	return w.begin(min(max(cell+n, 0), w.cells-1))
}

// hair returns the cell of w in which the crosshair stands; ok is false if it is in none.
func (m *Model) hair(w window) (cell int, ok bool) {
	if !m.crosshair.on || !w.known() {
		return 0, false
	}
	cell = w.cell(m.crosshair.at)
	return cell, cell >= 0 && cell < w.cells
}

// hairParts returns what the heading says about the moment under the crosshair: when that is, and the
// values of everything that is drawn, or why there are none.
func (m *Model) hairParts(l layout, w window, cell int) []part {
	layoutOfTime := "15:04:05"
	if w.span/time.Duration(w.cells) < time.Second {
		layoutOfTime += ".000"
	}
	text := m.crosshair.at.In(m.location()).Format(layoutOfTime)
	parts := []part{{text: text, style: m.theme.Text, rank: rankLast, gap: 2}}
	figureOf := func(name string, v float64, decimals int) {
		parts = append(parts, part{text: name + m.figure(v, decimals), style: m.theme.Text, rank: rankFigure, gap: 2})
	}
	found := false
	switch m.kind {
	case Candles:
		for _, b := range m.bars(w) {
			if cell < b.cell || cell >= b.cell+b.width {
				continue
			}
			found = true
			figureOf("O ", b.Open, m.data.Decimals)
			figureOf("H ", b.High, m.data.Decimals)
			figureOf("L ", b.Low, m.data.Decimals)
			figureOf("C ", b.Close, m.data.Decimals)
		}
	default:
		for i, s := range l.series {
			column := resample(s.Columns, w.cells)[cell]
			if !column.drawable() {
				continue
			}
			found = true
			name := ""
			if len(l.series) > 1 {
				name = string(m.set().sign(i)) + " "
			}
			figureOf(name, column.Last, s.Decimals)
		}
	}
	if !found {
		parts = append(parts, part{text: m.silenceAt(w, cell), style: m.theme.Dim, rank: rankFigure, gap: 2})
	}
	return parts
}

// silenceAt says why there is no value in a cell.
func (m *Model) silenceAt(w window, cell int) string {
	for _, s := range m.data.Spans {
		if first, end := w.touched(s); cell >= first && cell < end && s.Kind.String() != "" {
			return s.Kind.String()
		}
	}
	return "no value"
}

// location returns the location of the times that are shown.
func (m *Model) location() *time.Location {
	if m.data.Location == nil {
		return time.UTC
	}
	return m.data.Location
}
