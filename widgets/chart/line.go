package chart

import (
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/draw"
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
	sparkLeast := 8      // cells; a shorter sparkline says less than the figures
	if l.width < 3*sparkLeast {
		sparkLeast = 3 // the last value says most
	}
	decimals := labelDecimals(l.scale, m.data.Decimals)
	lowest, highest := figure(l.scale.min, decimals), figure(l.scale.max, decimals)
	var parts []part
	var split int // where the sparkline stands among the parts
	if l.bordered || l.headed {
		split = 1
		parts = []part{{text: lowest, style: m.theme.Dim, rank: rankFigure}, {text: highest, style: m.theme.Dim, rank: rankFigure}}
	} else {
		split = 3
		limits := part{text: lowest + "–" + highest, style: m.theme.Dim, rank: rankFigure, gap: 1}
		parts = []part{m.titlePart(l.width, titleLeast), m.lastPart(), m.changePart(), limits, m.windowPart("")}
	}
	parts = pack(parts, l.width-sparkLeast-2)
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

// lineBody draws the line.
func (m *Model) lineBody(l layout) string {
	values := make([]float64, l.line.spark)
	for i, c := range resample(m.data.Columns, l.line.spark) {
		values[i] = math.NaN() // a hole
		if c.drawable() {
			values[i] = c.Last
		}
	}
	return l.line.left + m.theme.Chart.Render(draw.Spark(values)) + l.line.right
}

// emptyBody is shown in place of a picture: what the caller has to say about there being none, in the
// middle of the room.
func (m *Model) emptyBody(l layout) []string {
	body := make([]string, max(l.rows, 0))
	if len(body) == 0 {
		return body
	}
	text := draw.Text(m.data.Empty, l.width)
	indent := strings.Repeat(" ", (l.width-ansi.StringWidth(text))/2)
	body[(len(body)-1)/2] = indent + m.theme.Dim.Render(text)
	return body
}
