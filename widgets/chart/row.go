package chart

import "github.com/charmbracelet/x/ansi"

// divideRow divides a single row between a sparkline of block glyphs and the figures on both sides of it. If there is
// nothing but the row, it has the figures of the heading too.
func (l *layout) divideRow() {
	const titleLeast = 7 // cells, the length of most symbols
	sparkLeast := 8      // cells; a shorter sparkline shows less than the figures
	if l.width < 3*sparkLeast {
		sparkLeast = 3 // the last value matters most
	}
	decimals := labelDecimals(l.scale, l.data.Decimals)
	lowest, highest := l.data.figure(l.scale.min, decimals), l.data.figure(l.scale.max, decimals)
	low, high := "low "+lowest, "high "+highest
	const half = 2 // of the row, which words leave to the sparkline
	alone := !l.bordered && !l.headed
	if l.chart.bounds.IsSet() || // what is locked is not what the values were
		!alone && ansi.StringWidth(low+high) > l.width/half { // of one end only, they would not be understood
		low, high = "", ""
	}
	var parts []part
	split := 1 // where the sparkline stands among the parts
	if alone {
		limits := part{text: lowest + l.glyphs.between + highest, style: l.theme.Dim, rank: rankFigure, gap: 1}
		if low != "" {
			limits.long = low + " " + high
		}
		// A series that is hidden is not drawn, so it is not among them.
		parts = append(l.nameParts(0, l.width, titleLeast), l.lastPart(), l.changePart(), limits, l.windowPart(""))
		split = 3
	} else {
		parts = []part{
			{text: lowest, long: low, style: l.theme.Dim, rank: rankFigure},
			{text: highest, long: high, style: l.theme.Dim, rank: rankFigure},
		}
	}
	parts = pack(parts, l.width-sparkLeast-2, l.width/half, l.theme.Glyphs)
	if !alone && (parts[0].text == "" || parts[1].text == "") {
		clear(parts) // one end of the scale without the other would be read as the last value
	}
	left, leftCells := join(parts[:split])
	right, rightCells := join(parts[split:])
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
	for x, c := range resample(p.series[0].Columns, p.width) {
		if !c.drawable() {
			continue
		}
		glyph := l.glyphs.flat
		if l.scale.min < l.scale.max {
			glyph = l.glyphs.ramp[l.scale.level(c.Last, len(l.glyphs.ramp))]
		}
		switch {
		case c.Last > l.scale.max:
			p.put(x, 0, l.glyphs.above, styleBeyond)
		case c.Last < l.scale.min:
			p.put(x, 0, l.glyphs.below, styleBeyond)
		default:
			p.put(x, 0, glyph, styleSeries)
		}
	}
	return l.left + p.rows()[0] + l.right
}
