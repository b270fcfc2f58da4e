package watchlist

import (
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

// Widths in cells.
const (
	signWidth   = 2 // the sign of the state and the mark of the cursor
	changeWidth = 5
	unitMost    = 6

	symbolMost  = 32
	symbolGood  = 14 // as in the log
	symbolFair  = 8  // figures are dropped before a symbol gets shorter than that,
	symbolShort = 6  // the age too before it gets shorter than that,
	symbolLeast = 3  // and the value itself in the end

	alertWord  = "alert"
	reasonMost = 400 // of a reason; a server may send a page

	sparkMost  = 60 // one for each second of the minute
	sparkGood  = 12
	sparkLeast = 4
)

// columns are the widths of the table's columns in cells, 0 for one that has given way, and of the
// blank between two of them.
type columns struct {
	symbol, alert, last, unit, change, spark, rate, age int
	gap                                                 int
	lastMost                                            int // the widest value that is written out

	glyphs text.Glyphs
}

// width returns the cells that the columns take with what is between them.
func (c columns) width() int {
	width := signWidth + c.symbol
	for _, column := range []int{c.alert, c.last, c.change, c.spark, c.rate, c.age} {
		if column > 0 {
			width += c.gap + column
		}
	}
	if c.unit > 0 {
		width += 1 + c.unit // close to its value
	}
	return width
}

// layColumns fits the columns to what the visible rows hold and to the width of the table. What is
// needed least is dropped first: the sparkline, the unit, the change, the rate, and last of all the age,
// for a value of unknown age is worth little. The sign of an alert stays.
func layColumns(rows []Row, width int, g text.Glyphs) columns {
	for i := range rows {
		r := &rows[i]
		if r.worded() || r.lastText(lastWide, g) == r.lastText(lastMost, g) {
			continue
		}
		wide := layColumnsFor(rows, lastWide, width, g)
		if wide.spark >= sparkGood && wide.change > 0 && wide.rate > 0 && wide.age > 0 {
			return wide // a value is written out if nothing else is dropped for it
		}
		break
	}
	return layColumnsFor(rows, lastMost, width, g)
}

// layColumnsFor is layColumns with values that are at most so wide.
func layColumnsFor(rows []Row, lastMost, width int, g text.Glyphs) columns {
	c := columns{
		lastMost: lastMost,
		symbol:   len("symbol"), last: len("last"), change: changeWidth, spark: sparkLeast,
		rate: len("999"), age: len("age"), gap: 1,
		glyphs: g,
	}
	symbol, points := c.symbol, 0 // what they would take if there were no end of space
	for i := range rows {
		r := &rows[i]
		symbol = max(symbol, ansi.StringWidth(g.Text(r.Label, symbolMost)))
		if r.Alert {
			c.alert = ansi.StringWidth(g.Signs().Alerted)
		}
		if r.worded() {
			continue
		}
		c.last = max(c.last, ansi.StringWidth(r.lastText(lastMost, g)))
		c.rate = max(c.rate, ansi.StringWidth(r.rateText(g)))
		c.age = max(c.age, ansi.StringWidth(r.ageText(g)))
		if r.valued() {
			c.unit = max(c.unit, ansi.StringWidth(g.Text(r.Unit, unitMost)))
			points = max(points, min(len(r.Spark), sparkMost))
		}
	}
	c.symbol = min(symbol, symbolFair)

	for _, column := range []*int{&c.spark, &c.unit, &c.change, &c.rate} {
		if c.width() > width {
			*column = 0
		}
	}
	shrink(&c.symbol, symbolShort, c.width()-width)
	if c.width() > width {
		c.age = 0
	}
	shrink(&c.symbol, symbolLeast, c.width()-width)
	shrink(&c.last, 0, c.width()-width)

	c.spread(width-c.width(), symbol, points)
	return c
}

// shrink removes up to over cells from a column that keeps at least so many.
func shrink(column *int, least, over int) {
	*column -= max(min(over, *column-least), 0)
}

// spread gives the space that is left to the columns that can use it: the symbol and the sparkline, up to
// widths that do, then the word of an alert, then the eye, then both up to what they have to show.
func (c *columns) spread(left, symbol, points int) {
	const little = 8
	grow := func(column *int, most int) {
		more := max(min(most-*column, left), 0)
		*column += more
		left -= more
	}
	grow(&c.symbol, min(symbol, symbolGood))
	if c.spark > 0 {
		grow(&c.spark, sparkGood)
	}
	if c.alert > 0 && left >= len(alertWord) {
		grow(&c.alert, c.alert+len(alertWord))
	}
	airy := *c
	airy.gap++
	if cost := airy.width() - c.width(); cost <= left {
		c.gap++
		left -= cost
	}
	grow(&c.symbol, symbol)
	if c.spark > 0 {
		grow(&c.spark, points)
	}
	// A little more makes the right edge even. With a lot, the eye would lose the row on its way.
	if left <= little {
		c.last += max(left, 0)
	}
}
