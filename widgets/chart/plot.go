package chart

import (
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// plotLayout divides the body between the picture, the labels to its left, the last values to its right
// and the time axis below it.
type plotLayout struct {
	gutter        int // cells, the axis included; 0: no space for labels
	width, height int // cells of the picture
	margin        int // cells; 0: the last value stands in the heading
	axis          bool
	labels        []string // by row of the picture
}

// layPlot divides the body, and returns the scale of the picture. The picture comes first: it gives up
// space only if enough remains for it.
func (m *Model) layPlot(l layout) (plotLayout, scale) {
	const (
		besideLabels = 12 // cells of picture that the labels leave at least
		besideLast   = 40 // the same, for the last value to its right
		aboveAxis    = 4
	)
	p := plotLayout{width: l.width, height: l.rows}
	if !l.drawn {
		return p, l.scale
	}
	axis := m.valueAxis(l.scale, p.height)
	if p.height > aboveAxis {
		axis = m.valueAxis(l.scale, p.height-1)
	}
	labels := 0
	for _, label := range axis.labels {
		labels = max(labels, len(label))
	}
	if p.width-labels-1 >= besideLabels {
		p.gutter = labels + 1
		p.width -= p.gutter
		p.height = len(axis.labels)
		p.axis = p.height < l.rows
	} else {
		axis = m.valueAxis(l.scale, p.height)
	}
	p.labels = axis.labels
	margin := 0
	for _, s := range l.series {
		if finite(s.Last) {
			margin = max(margin, ansi.StringWidth(m.set().last+m.figure(s.Last, s.Decimals)))
		}
	}
	if margin > 0 && p.width-margin >= besideLast {
		p.margin = margin
		p.width -= margin
	}
	return p, axis.scale
}

// valueAxis returns the axis of the present kind.
func (m *Model) valueAxis(s scale, rows int) valueAxis {
	if m.kind == Spark {
		return endsAxis(s, m.figure, m.data.Decimals, rows, m.levels())
	}
	return roundAxis(s, m.bounds.IsSet(), m.figure, m.data.Decimals, rows, m.levels())
}

// levels returns how many heights of a value a cell of the present kind distinguishes.
func (m *Model) levels() int {
	if m.kind == Spark {
		return len(m.set().bars)
	}
	return m.set().down
}

// plotBody draws the picture with what is around it.
func (m *Model) plotBody(l layout) []string {
	p, g := l.plot, m.set()
	margins := m.margins(l)
	body := make([]string, 0, l.rows)
	for y, line := range m.picture(l).rows(m.theme) {
		if p.gutter > 0 {
			side := g.side
			if p.labels[y] != "" {
				side = g.tick
			}
			line = m.theme.Dim.Render(strings.Repeat(" ", p.gutter-1-len(p.labels[y]))+p.labels[y]+string(side)) + line
		}
		body = append(body, line+margins[y])
	}
	if p.axis {
		line := strings.Repeat(" ", p.gutter-1) + string(g.corner)
		if w := m.window(p.width); w.known() {
			line += w.axis(m.location(), g.floor)
		} else {
			line += backAxis(m.data.Window, p.width, g.floor)
		}
		body = append(body, m.theme.Dim.Render(line))
	}
	return body
}

// margins returns what stands to the right of each row: the last value of each series at its level, or
// as near to it as the ones before leave space.
func (m *Model) margins(l layout) []string {
	margins := make([]string, l.plot.height)
	if l.plot.margin == 0 {
		return margins
	}
	for i, s := range l.series {
		if !finite(s.Last) {
			continue
		}
		lead := m.set().last
		if i > 0 {
			lead = string(m.set().sign(i)) + " "
		}
		row := l.scale.row(s.Last, l.plot.height, m.levels())
		for _, y := range []int{row, row - 1, row + 1} {
			if y >= 0 && y < len(margins) && margins[y] == "" {
				style := styleOf(inkOf(i), m.theme)
				if i == 0 {
					style = m.theme.Text
				}
				margins[y] = style.Render(lead + m.figure(s.Last, s.Decimals))
				break
			}
		}
	}
	return margins
}

// picture draws what is known, from the back to the front: what is nothing, where the crosshair is, what
// was, and the words that fit between.
func (m *Model) picture(l layout) *picture {
	p := newPicture(l.plot.width, l.plot.height)
	w := m.window(p.width)
	m.drawSpans(p, w)
	m.drawHair(w, p.height, p.put)
	switch m.kind {
	case Candles:
		for _, b := range m.bars(w) {
			p.drawCandle(b, l.scale, m.set())
			lo, hi := b.extremes()
			p.markBeyond(b.cell+b.width/2, lo, hi, l.scale, m.set())
		}
	case Spark:
		p.drawBars(l.series[0].Columns, l.scale, m.set())
		m.drawHair(w, p.height, p.under) // through the bars, which have hidden it
	default:
		m.drawSeries(p, w, l)
	}
	m.nameSpans(p, w)
	m.nameMarks(p, l.scale)
	m.drawMarks(p, l.scale)
	return p
}

// drawSeries draws the traces, the main series over the others.
func (m *Model) drawSeries(p *picture, w window, l layout) {
	g := m.set()
	fine := w
	fine.cells *= g.across
	var broken []bool
	if len(m.data.Spans) > 0 {
		broken = make([]bool, p.width*g.across)
		for _, s := range m.data.Spans {
			first, end := fine.touched(s)
			for x := first; x < end; x++ {
				broken[x] = true
			}
		}
	}
	for i := len(l.series) - 1; i >= 0; i-- {
		columns := resample(l.series[i].Columns, p.width*g.across)
		d := newDots(g, p.width, p.height)
		d.trace(columns, broken, l.scale)
		for at, mask := range d.masks {
			if mask != 0 {
				p.cells[at] = cell{g.dots(mask, g.sign(i)), inkOf(i)}
			}
		}
		if len(l.series) > 1 {
			m.signSeries(p, fine, columns, i, l.scale)
		}
		for x, c := range columns {
			if c.drawable() {
				lo, hi := c.extremes()
				p.markBeyond(x/g.across, lo, hi, l.scale, g)
			}
		}
	}
}

// signSeries sets the sign of a series on its trace here and there, so that it differs from the others
// without colour. The signs keep to moments, not to places: they move with the trace.
func (m *Model) signSeries(p *picture, fine window, columns []Column, series int, s scale) {
	const (
		every = 16 // cells
		shift = 5  // between two series, so that one does not hide the sign of the other
	)
	g := m.set()
	offset := 0
	if fine.known() {
		dot := float64(fine.span) / float64(fine.cells)
		offset = int(math.Mod(math.Round(float64(fine.from.UnixNano())/dot), float64(every*g.across))) / g.across
	}
	for x := range p.width {
		if (x+offset+shift*series+every)%every != every/2 {
			continue
		}
		for at := (x+1)*g.across - 1; at >= x*g.across; at-- {
			if c := columns[at]; c.drawable() {
				p.put(x, s.row(c.Last, p.height, g.down), g.sign(series), inkOf(series))
				break
			}
		}
	}
}
