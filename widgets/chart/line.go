package chart

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// lineLayout divides one line between a sparkline of block glyphs and the figures on both sides of it.
type lineLayout struct {
	left, right string // styled
	spark       int    // cells
}

// layLine divides the line. If there is nothing but the line, it carries the heading's figures too.
func (m *Model) layLine(l layout) lineLayout {
	if !l.drawn {
		return lineLayout{spark: l.width}
	}
	const titleLeast = 7 // cells, the length of most symbols
	sparkLeast := 8      // cells; a shorter sparkline shows less than the figures
	if l.width < 3*sparkLeast {
		sparkLeast = 3 // the last value matters most
	}
	decimals := labelDecimals(l.scale, m.data.Decimals)
	lowest, highest := m.figure(l.scale.min, decimals), m.figure(l.scale.max, decimals)
	const half = 2 // of the line, which words leave to the sparkline
	words := func(text string) string {
		if m.bounds.IsSet() {
			return "" // what is locked is not what the values were
		}
		return text
	}
	var parts []part
	var split int // where the sparkline stands among the parts
	if l.bordered || l.headed {
		split = 1
		if ansi.StringWidth("low "+lowest+"high "+highest) > l.width/half {
			words = func(string) string { return "" } // of one end only, they would not be understood
		}
		parts = []part{
			{text: lowest, long: words("low " + lowest), style: m.theme.Dim, rank: rankFigure},
			{text: highest, long: words("high " + highest), style: m.theme.Dim, rank: rankFigure},
		}
	} else {
		split = 3
		limits := part{text: lowest + m.set().between + highest, long: words("low " + lowest + " high " + highest), style: m.theme.Dim, rank: rankFigure, gap: 1}
		// A series that is hidden is not drawn, so it is not among them.
		parts = append(m.nameParts(l, 0, l.width, titleLeast), m.lastPart(l), m.changePart(), limits, m.windowPart(""))
	}
	parts = m.pack(parts, l.width-sparkLeast-2, l.width/half)
	if split == 1 && (parts[0].text == "" || parts[1].text == "") {
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
	return lineLayout{left: left, right: right, spark: l.width - leftCells - rightCells}
}

// lineBody draws the line: the main series, or the candles, a glyph for each slice of the window.
func (m *Model) lineBody(l layout) string {
	g := m.set()
	p := newPicture(l.line.spark, 1)
	w := m.window(p.width)
	m.drawSpans(p, w)
	m.drawHair(w, p.height, p.put)
	columns := resample(l.series[0].Columns, p.width)
	if m.kind == Candles {
		columns = resample(m.candleColumns(w), p.width)
	}
	for x, c := range columns {
		if !c.drawable() {
			continue
		}
		glyph := g.flat
		if l.scale.min < l.scale.max {
			glyph = g.ramp[l.scale.level(c.Last, len(g.ramp))]
		}
		switch {
		case c.Last > l.scale.max:
			p.put(x, 0, g.above, inkBeyond)
		case c.Last < l.scale.min:
			p.put(x, 0, g.below, inkBeyond)
		default:
			p.put(x, 0, glyph, inkSeries)
		}
	}
	return l.line.left + p.rows(m.theme)[0] + l.line.right
}

// emptyBody is shown in place of a picture: what the caller has to say about there being none, in the
// middle of the space.
func (m *Model) emptyBody(l layout) []string {
	body := make([]string, max(l.rows, 0))
	if len(body) == 0 {
		return body
	}
	empty := m.data.Empty
	if m.data.Hidden {
		empty = "hidden"
	}
	const most = 400 // cells: the rest of what is longer is left out here
	lines := strings.Split(ansi.Wrap(m.theme.Glyphs.Text(empty, min(most, l.width*len(body))), l.width, ""), "\n")
	lines = lines[:min(len(lines), len(body))]
	for i, text := range lines {
		text = m.theme.Glyphs.Fit(strings.TrimRight(text, " "), min(l.width, ansi.StringWidth(text)))
		indent := strings.Repeat(" ", max(l.width-ansi.StringWidth(text), 0)/2)
		body[(len(body)-len(lines))/2+i] = indent + m.theme.Dim.Render(text)
	}
	return body
}
