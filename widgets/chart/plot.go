package chart

import (
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// plotLayout divides the body between the trace, the labels to its left, the last value to its right
// and the time axis below it.
type plotLayout struct {
	gutter        int // cells, the axis included; 0: no room for labels
	width, height int // cells of the trace
	margin        int // cells; 0: the last value stands in the heading
	axis          bool
	decimals      int // of the labels
}

// layPlot divides the body. The trace comes first: it gives up room only if enough remains for it.
func (m *Model) layPlot(l layout) plotLayout {
	const (
		besideLabels = 12 // cells of trace that the labels leave at least
		besideLast   = 40 // the same, for the last value to its right
		aboveAxis    = 4
	)
	p := plotLayout{width: l.width, height: l.rows, decimals: labelDecimals(l.scale, m.data.Decimals)}
	if !l.drawn {
		return p
	}
	labels := 0
	for _, label := range p.labels(l.scale, p.height) {
		labels = max(labels, len(label))
	}
	if p.width-labels-1 >= besideLabels {
		p.gutter = labels + 1
		p.width -= p.gutter
		if p.height > aboveAxis {
			p.axis = true
			p.height--
		}
	}
	if last := m.lastPart().text; last != "" {
		if margin := ansi.StringWidth(marker + last); p.width-margin >= besideLast {
			p.margin = margin
			p.width -= margin
		}
	}
	return p
}

// marker points from the last value to its place on the scale.
const marker = "◀ "

// labels returns the label of each of the given number of rows, "" for most. The first is the maximum
// and the last the minimum; between them stands a label every four rows or so. A flat series has
// one label, in the middle where its trace is.
func (p plotLayout) labels(s scale, rows int) []string {
	labels := make([]string, rows)
	if s.min == s.max {
		labels[rowOf(s.min, s, rows)] = figure(s.min, p.decimals)
		return labels
	}
	const every = 4
	steps := max((rows-1)/every, 1)
	before := ""
	for step := range steps + 1 {
		fraction := float64(step) / float64(steps)
		label := figure(s.at(1-fraction), p.decimals)
		if label == before {
			continue // a rounded label twice would be a lie once
		}
		labels[int(math.Round(fraction*float64(rows-1)))] = label
		before = label
	}
	return labels
}

// rowOf returns the row of cells, counted from the top, in which the trace has v.
func rowOf(v float64, s scale, rows int) int {
	dots := rows * dotsDown
	return (dots - 1 - s.level(v, dots)) / dotsDown
}

// plotBody draws the trace with what is around it.
func (m *Model) plotBody(l layout) []string {
	p := l.plot
	labels := p.labels(l.scale, p.height)
	lastRow := -1
	if p.margin > 0 {
		lastRow = rowOf(m.data.Last, l.scale, p.height)
	}
	body := make([]string, 0, l.rows)
	for y, dots := range trace(resample(m.data.Columns, p.width*dotsAcross), l.scale, p.width, p.height) {
		line := m.theme.Chart.Render(string(dots))
		if p.gutter > 0 {
			rule := "│"
			if labels[y] != "" {
				rule = "┤"
			}
			line = m.theme.Dim.Render(strings.Repeat(" ", p.gutter-1-len(labels[y]))+labels[y]+rule) + line
		}
		if y == lastRow {
			line += m.theme.Text.Render(marker + figure(m.data.Last, m.data.Decimals))
		}
		body = append(body, line)
	}
	if p.axis {
		corner := strings.Repeat(" ", p.gutter-1) + "└"
		body = append(body, m.theme.Dim.Render(corner+timeAxis(m.data.Window, p.width)))
	}
	return body
}
