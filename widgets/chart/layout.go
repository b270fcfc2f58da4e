package chart

import (
	"math"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// layout is how a chart divides its space between the picture and its figures, for the data it has.
type layout struct {
	chart  *Model // is not changed
	data   *Data
	theme  *theme.Theme
	glyphs *glyphSet

	width    int  // of the body
	rows     int  // of the body that are left for the picture: a plot, or a single row
	small    bool // there is space for more rows
	bordered bool
	headed   bool // without a border, the heading takes a line of the body

	series       []Series // the main one first
	drawn        bool     // there is something to draw
	scale        axis.Scale
	across, down int // columns and heights of a cell

	cells       int    // the width of the picture
	left, right string // of it, where it is a single row; styled

	height int      // of a plot
	foot   int      // rows of it that are not of the scale
	gutter int      // cells to its left, the axis included; 0: no space for labels
	labels []string // by row
	margin int      // cells to its right; 0: the last value stands in the heading
	axis   bool     // there is one of times below it
}

// layout divides the space.
func (m *Model) layout() *layout {
	width, rows := theme.Inner(m.width, m.height)
	l := &layout{chart: m, data: &m.data, theme: m.theme, glyphs: glyphsOf(m.theme), width: width, rows: rows, bordered: width < m.width}
	l.across, l.down = m.kind.resolution(l.glyphs)
	if !l.bordered && rows > 1 {
		l.headed = true
		l.rows--
	}
	if m.maxRows > 0 && m.maxRows < l.rows {
		l.rows, l.small = m.maxRows, true
	}
	l.cutSeries(width)
	l.scale, l.drawn = rangeOf(l.series...)
	if l.drawn && m.bounds.IsSet() {
		l.scale = m.bounds
	}
	switch {
	case width <= 0 || l.rows <= 0:
		l.rows, l.drawn = 0, false
	case !l.drawn:
		l.cells, l.height = width, l.rows
	case l.rows == 1:
		l.divideRow()
	default:
		l.divideBody()
	}
	l.cutSeries(l.cells)
	return l
}

// cutSeries sets the series, where a kind cuts them itself, into so many columns.
func (l *layout) cutSeries(columns int) {
	l.series = l.chart.kind.series(l.data, columns)
	if l.rows == 1 {
		l.series = l.series[:1] // one row has space for one
	}
	for i := range l.series {
		if s := &l.series[i]; s.Hidden {
			s.Columns, s.Last = nil, math.NaN()
		}
	}
}

// divideBody divides the body between a plot, the labels to its left, the last values to its right and the time axis below
// it. The plot comes first: it gives up space only if enough remains for it.
func (l *layout) divideBody() {
	const (
		besideLabels = 12 // cells of plot that the labels leave at least
		besideLast   = 40 // the same, for the last value to its right
		aboveAxis    = 4
	)
	l.cells, l.height = l.width, l.rows
	if l.height > aboveAxis {
		l.height--
	}
	values := l.valueAxis()
	if labels := values.Width(); l.cells-labels-1 >= besideLabels {
		l.gutter = labels + 1
		l.cells -= l.gutter
		l.axis = l.height < l.rows
	} else {
		l.height = l.rows
		values = l.valueAxis()
	}
	l.labels, l.scale = values.Labels, values.Scale
	margin := 0
	for _, s := range l.series {
		if axis.Finite(s.Last) {
			margin = max(margin, ansi.StringWidth(l.glyphs.last+l.data.figure(s.Last, s.Decimals))+1)
		}
	}
	if margin > 0 && l.cells-margin >= besideLast {
		l.margin = margin
		l.cells -= margin
	}
}

// valueAxis returns the axis of values: that of the last time where the values are still on it, so that it holds still.
func (l *layout) valueAxis() axis.Values {
	l.foot = l.chart.kind.foot(l.data, l.height)
	rows, decimals, figure := l.height-l.foot, l.data.Decimals, l.data.figureOn(l.scale)
	held := &l.chart.held
	switch {
	case l.chart.bounds.IsSet():
		return axis.Round(l.scale, true, figure, decimals, rows, l.down)
	case held.of == l.axisKey(rows) && held.scale.Holds(l.scale):
		return axis.Relabelled(held.scale, figure, decimals, rows, l.down)
	}
	return axis.Even(l.scale, figure, decimals, rows, l.down)
}

// held is the scale that was drawn last, and of what.
type held struct {
	scale axis.Scale
	of    axisKey
}

// axisKey is what an axis is of: another one begins anew.
type axisKey struct {
	title      string
	kind       Kind
	percent    bool
	window     time.Duration
	rows, down int
}

func (l *layout) axisKey(rows int) axisKey {
	return axisKey{l.data.Title, l.chart.kind, l.data.Percent, l.data.Window, rows, l.down}
}

// hold returns what there is to hold of the axis that is drawn.
func (l *layout) hold() (h held) {
	if l.drawn && l.rows > 1 && !l.chart.bounds.IsSet() {
		h = held{l.scale, l.axisKey(l.height - l.foot)}
	}
	return h
}

// plot returns the plot of so many rows, with what is behind all that a kind draws.
func (l *layout) plot(height int) *plot {
	p := &plot{
		Grid: grid.New(l.cells, height),
		data: l.data, series: l.series, theme: l.theme, glyphs: l.glyphs, crosshair: l.chart.crosshair,
		window: axis.NewWindow(l.data.From, l.data.To, l.cells), scale: l.scale, scaled: max(height-l.foot, 0), across: l.across, down: l.down,
	}
	p.hatchSpans()
	p.drawCrosshair(p.Put)
	return p
}

// render draws the chart from nothing.
func (l *layout) render() string {
	box := theme.Border{Focused: l.chart.focused}
	var body []string
	if l.bordered {
		box.Title = l.heading(theme.EdgeSpace(l.chart.width))
	} else if l.headed {
		body = append(body, l.heading(l.width))
	}
	switch {
	case !l.drawn:
		body = append(body, l.emptyBody()...)
	case l.rows == 1:
		body = append(body, l.row())
	default:
		body = append(body, l.plotBody()...)
	}
	if l.small {
		box.Note = l.theme.Dim.Render(l.chart.reason)
	}
	return box.Box(body, l.chart.width, l.chart.height, l.theme)
}

// plotBody draws the plot, from the back to the front: what is not known, where the crosshair is, the values, and the words
// that fit between. Around it are the axes and the last values. They are not those of ntcharts' linechart: that has labels at
// every nth cell, whatever lies there, and not at round values, needs one more row for times, and draws on a canvas of the
// whole, which is 6.4 MB at 240x40 (BenchmarkAxesOfLibrary).
func (l *layout) plotBody() []string {
	p := l.plot(l.height)
	l.chart.kind.draw(p)
	p.drawOverlays()
	p.nameSpans()
	p.drawMarks()
	p.drawRules(l.labels)
	margins := l.margins(p)
	body := make([]string, 0, l.rows)
	for y, line := range p.Rows(stylesOf(l.theme), groundsOf(l.theme)) {
		if l.gutter > 0 {
			label, side := "", l.glyphs.side
			if y < len(l.labels) {
				label = l.labels[y]
			} else if y == l.height-1 && l.gutter > len(l.data.Volume) {
				label = l.data.Volume
			}
			if label != "" && y < len(l.labels) {
				side = l.glyphs.tick
			}
			line = text.Render(strings.Repeat(" ", l.gutter-1-len(label))+label+string(side), l.theme.Dim) + line
		}
		body = append(body, line+margins[y])
	}
	if l.axis {
		line := strings.Repeat(" ", l.gutter-1) + string(l.glyphs.corner) + p.window.Axis(l.data.Location, l.cells, l.glyphs.floor)
		body = append(body, text.Render(line, l.theme.Dim))
	}
	return body
}

// margins returns what stands to the right of each row: the last value of each series at its level, or as near to it as the
// ones before leave space, the higher one above.
func (l *layout) margins(p *plot) []string {
	margins := make([]string, l.height)
	if l.margin == 0 {
		return margins
	}
	values := make([]float64, l.height) // beside each row
	for i, s := range l.series {
		if !axis.Finite(s.Last) {
			continue
		}
		figure := l.data.figure(s.Last, s.Decimals)
		row := p.row(s.Last)
		near := []int{row, row - 1, row + 1}
		if row >= 0 && row < len(margins) && margins[row] != "" && values[row] > s.Last {
			near[1], near[2] = row+1, row-1
		}
		for _, y := range near {
			if y < 0 || y >= len(margins) || margins[y] != "" {
				continue
			}
			values[y] = s.Last
			switch style := seriesStyle(l.theme, s.Slot); {
			case len(l.series) > 1:
				margins[y] = text.Render(string(l.glyphs.sign(s.Slot))+" "+figure, style)
			case i == 0:
				style = [...]lipgloss.Style{l.theme.Down, l.theme.Text, l.theme.Up}[l.data.direction()+1]
				pointer, blank := l.glyphs.last[:len(l.glyphs.last)-1], " "
				margins[y] = text.Render(pointer, style) + text.Render(blank+figure+blank, style.Reverse(true))
			}
			break
		}
	}
	return margins
}

// emptyBody is shown in place of a picture: what the caller has to say about there being none, in the middle of the space.
func (l *layout) emptyBody() []string {
	empty := l.data.Empty
	if l.data.Hidden {
		empty = "hidden"
	}
	const most = 400 // cells: the rest of what is longer is left out here
	style := l.theme.Dim.Width(l.width).Height(l.rows).MaxHeight(l.rows).Align(lipgloss.Center, lipgloss.Center)
	return strings.Split(style.Render(l.theme.Glyphs.Text(empty, min(most, l.width*l.rows))), "\n")
}
