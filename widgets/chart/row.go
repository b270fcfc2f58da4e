package chart

import (
	"sockeye/widgets/trace"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/axis"
	"sockeye/widgets/theme"
)

// divideRow divides a single row between a sparkline of block glyphs and the figures on both sides of it. If there is
// nothing but the row, it has the figures of the heading too.
func (l *layout) divideRow() {
	const titleLeast = 7 // cells, the length of most symbols
	sparkLeast := 8      // cells; a shorter sparkline shows less than the figures
	if l.width < 3*sparkLeast {
		sparkLeast = 3 // the last value matters most
	}
	decimals, figure := axis.Decimals(l.scale, l.data.Decimals), l.data.figureOn(l.scale)
	lowest, highest := figure(l.scale.Min, decimals), figure(l.scale.Max, decimals)
	low, high := "low "+lowest, "high "+highest
	half := l.width / 2 // which words leave to the sparkline
	alone := !l.bordered && !l.headed
	if l.chart.bounds.IsSet() || // what is locked is not what the values were
		!alone && ansi.StringWidth(low+high) > half { // of one end only, they would not be understood
		low, high = "", ""
	}
	var parts []theme.Part
	split := 1 // where the sparkline stands among the parts
	if alone {
		limits := theme.Part{Text: lowest + l.glyphs.between + highest, Style: l.theme.Dim, Rank: rankFigure, Gap: 1}
		if low != "" {
			limits.Long = low + " " + high
		}
		// A series that is hidden is not drawn, so it is not among them.
		parts = append(l.nameParts(0, l.width, titleLeast), l.lastPart(), l.changePart(), limits, l.windowPart(""))
		split = 3
	} else {
		parts = []theme.Part{
			{Text: lowest, Long: low, Style: l.theme.Dim, Rank: rankFigure},
			{Text: highest, Long: high, Style: l.theme.Dim, Rank: rankFigure},
		}
	}
	parts = theme.FitParts(parts, l.width-sparkLeast-2, half, rankWindow, l.theme.Glyphs)
	if !alone && (parts[0].Text == "" || parts[1].Text == "") {
		clear(parts) // one end of the scale without the other would be read as the last value
	}
	left, leftCells := theme.JoinParts(parts[:split])
	right, rightCells := theme.JoinParts(parts[split:])
	if leftCells > 0 {
		left, leftCells = left+" ", leftCells+1
	}
	if rightCells > 0 {
		right, rightCells = " "+right, rightCells+1
	}
	l.left, l.right, l.cells = left, right, l.width-leftCells-rightCells
}

// row draws the row: a glyph of the main series for each slice of the window.
func (l *layout) row() string {
	p := l.plot(1)
	signs := l.theme.Glyphs.Signs()
	for x, c := range trace.Resample(p.series[0].Columns, p.Width) {
		if !c.Drawable() {
			continue
		}
		glyph := signs.Flat
		if l.scale.Min < l.scale.Max {
			glyph = signs.Heights[l.scale.Level(c.Last, len(signs.Heights))]
		}
		switch {
		case c.Last > l.scale.Max:
			p.Put(x, 0, l.glyphs.above, styleBeyond)
		case c.Last < l.scale.Min:
			p.Put(x, 0, l.glyphs.below, styleBeyond)
		default:
			p.Put(x, 0, glyph, styleSeries)
		}
	}
	return l.left + p.Rows(stylesOf(l.theme), nil)[0] + l.right
}

// Row returns the main series as one row of glyphs between its extremes, so many cells wide; "" if there is nothing to draw.
func Row(th *theme.Theme, d Data, width int) string {
	m := New(th)
	m.SetData(d)
	l := &layout{chart: &m, data: &m.data, theme: th, glyphs: glyphsOf(th), width: width, rows: 1, cells: max(width, 0), across: 1, down: 1}
	l.cutSeries(width)
	if l.scale, l.drawn = rangeOf(l.series...); !l.drawn {
		return ""
	}
	return l.row()
}
