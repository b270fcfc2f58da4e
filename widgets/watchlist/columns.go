package watchlist

import (
	"cmp"
	"math"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// A column is all that there is to know of a column: what is in it, how wide it is, how it gives way, and how rows are sorted by
// it. The table, its titles and the orders of the watchlist follow from these records. Widths are in cells.
type column struct {
	title func(*text.Signs) string // nil: none; the column is at least as wide
	left  bool                     // what is in it stands at its left, and else at its right
	near  bool                     // one blank is before it, however far the others are apart
	stays bool                     // rows that have words in place of figures have it too, if there is anything in it

	// text is what a row has in it, sanitised, where there are so many cells for it. nil: the column has no place of its own.
	text   func(r *Row, t *table, cells int) string
	style  func(r *Row, text string, th *theme.Theme) lipgloss.Style // nil: that of any text
	spills bool                                                      // what is too wide for it may have the columns behind it that are empty in its row
	digits bool                                                      // it has the latest value, whose digits show how it has changed
	word   bool                                                      // the word for a state stands in its place, if there are figures beside it

	least int                        // what it takes, even if neither its title nor anything in it is as wide
	most  func(r *Row, t *table) int // the cells that a row can use; nil: those of its text
	grows *growth                    // nil: it takes what the rows can use
	gives []step                     // none: it does not give way
	even  bool                       // it takes what is left of the line, if that is little

	order   string // names the order of the rows by this column; "": there is none
	compare func(a, b *Row) int
	series  bool // compare needs what is made of a row's series
}

// growth is how wide a column is that can use much space. It begins with enough; it takes what is good before the columns are set
// farther apart, and after that what it can use. One that is first takes what it can use before they are; one that is whole takes then
// the whole of what it can use, or nothing.
type growth struct {
	enough, good int
	first, whole bool
}

// step is that a column gets narrower, or is left out. The steps of all columns are done in the order of their ranks, as far as
// space is missing.
type step struct{ rank, to int }

const (
	// Widths beyond which a value has an exponent: where there is space for it, and where it would push the other columns out.
	valueWide = 26 // an int64 with its sign and commas
	valueMost = 14

	labelMost = 32
	unitMost  = 6
	sparkMost = 60 // one for each second of the minute
	alertWord = "alert"
)

// columns are those that every watchlist has, from left to right, the label first. What is needed least gives way first: the sparkline, the
// unit, the change, who else wants the row, the rate, and last of all the age, for a value of unknown age is worth little. The sign of an alert stays.
var columns = []column{
	{
		title: named("symbol"), left: true, stays: true,
		text:  func(r *Row, t *table, cells int) string { return t.label(r, cells) },
		grows: &growth{enough: 8, good: 14, first: true}, // good as in the log
		gives: []step{{6, 6}, {8, 3}},
		order: "by label", compare: func(a, b *Row) int { return strings.Compare(a.Label, b.Label) },
	},
	{
		// The state is the sign before the label, and words in place of figures.
		order: "by state", compare: func(a, b *Row) int { return compareUrgency(a.State, b.State) },
	},
	{
		left: true, stays: true,
		text:  alertText,
		style: func(_ *Row, _ string, th *theme.Theme) lipgloss.Style { return th.Raised },
		grows: &growth{enough: 1, whole: true}, // the sign
	},
	{
		title: named("last"), text: valueText, style: valueStyle, spills: true, digits: true,
		most: func(r *Row, t *table) int {
			if !r.valued() {
				return 1 // a word may have the columns behind it
			}
			return ansi.StringWidth(valueText(r, t, 0))
		},
		gives: []step{{9, 1}}, even: true,
	},
	{
		left: true, near: true,
		text: unitText, style: quiet,
		most: func(r *Row, t *table) int {
			if !r.valued() {
				return 0
			}
			return ansi.StringWidth(unitText(r, t, unitMost))
		},
		gives: []step{{2, 0}},
	},
	{
		title: func(s *text.Signs) string { return s.Change },
		text:  changeText, style: changeStyle, word: true,
		least: 5, gives: []step{{3, 0}},
		order: "by change", compare: func(a, b *Row) int { return -cmp.Compare(a.ChangePct, b.ChangePct) }, series: true,
	},
	{
		title: named("60s"), text: sparkText, word: true,
		style: func(_ *Row, _ string, th *theme.Theme) lipgloss.Style { return th.Chart },
		grows: &growth{enough: 4, good: 12}, gives: []step{{1, 0}},
		most: func(r *Row, _ *table) int { return min(max(len(r.Spark), 12), sparkMost) },
	},
	{
		title: named("/s"), text: rateText,
		least: len("999"), gives: []step{{5, 0}},
		order: "by rate", compare: func(a, b *Row) int { return -cmp.Compare(a.PerSecond, b.PerSecond) },
	},
	{
		title: named("age"), text: ageText, style: ageStyle,
		gives: []step{{7, 0}},
		order: "by age", compare: func(a, b *Row) int { return cmp.Compare(a.Age, b.Age) },
	},
	{
		left: true, text: othersText, style: quiet,
		gives: []step{{4, 0}},
	},
}

func named(title string) func(*text.Signs) string { return func(*text.Signs) string { return title } }

// othersMost is what the names of others can use.
const othersMost = 24

// othersText is who else wants the row.
func othersText(r *Row, t *table, _ int) string {
	if r.Others == "" {
		return ""
	}
	return "+" + t.glyphs.Text(r.Others, othersMost)
}

func quiet(_ *Row, _ string, th *theme.Theme) lipgloss.Style { return th.Dim }

// alertText is the sign of an alert, with the word if there is space for it, or nothing.
func alertText(r *Row, t *table, cells int) string {
	sign := t.glyphs.Signs().Alerted
	switch {
	case !r.Alert:
		return ""
	case cells < len(sign+alertWord):
		return sign
	}
	return sign + alertWord
}

// valueText is the latest value, or the word that the feed says in place of one that has ended. Where there is no figure, here as
// below, the sign for that stands in its place.
func valueText(r *Row, t *table, _ int) string {
	if r.valued() {
		return format.NumberIn(t.valueMost, r.Last, r.Decimals)
	}
	if word := t.glyphs.Text(r.Word, t.valueMost); r.Ended && word != "" {
		return word
	}
	return t.glyphs.Signs().None
}

func valueStyle(r *Row, _ string, th *theme.Theme) lipgloss.Style {
	if r.State.record().dim || r.Ended && !r.valued() {
		return th.PastValue()
	}
	return th.Text
}

func unitText(r *Row, t *table, cells int) string {
	if r.Ended && !r.valued() {
		return "" // of no number
	}
	return t.glyphs.Text(r.Unit, min(cells, unitMost))
}

func changeText(r *Row, _ *table, _ int) string {
	if !r.valued() || math.IsNaN(r.ChangePct) {
		return ""
	}
	return format.Change(r.ChangePct)
}

// changeStyle is by the sign of a change, which what rounds to zero has not.
func changeStyle(_ *Row, change string, th *theme.Theme) lipgloss.Style {
	switch {
	case strings.HasPrefix(change, "+"):
		return th.Up
	case strings.HasPrefix(change, "-"):
		return th.Down
	default:
		return th.Text
	}
}

// sparkText is the last minute. Of several slices that share a glyph, the latest with a value counts.
func sparkText(r *Row, t *table, cells int) string {
	points := r.Spark
	if !r.valued() || len(points) == 0 {
		return ""
	}
	if len(points) <= cells {
		return t.glyphs.Spark(points)
	}
	values := make([]float64, cells)
	for i := range values {
		values[i] = math.NaN()
		for _, v := range points[i*len(points)/cells : (i+1)*len(points)/cells] {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				values[i] = v
			}
		}
	}
	return t.glyphs.Spark(values)
}

func rateText(r *Row, t *table, _ int) string {
	if math.IsNaN(r.PerSecond) || r.PerSecond < 0 {
		return t.glyphs.Signs().None
	}
	return format.Short(r.PerSecond)
}

// ageText is the age in one unit. With tenths of a second, every row would change with every render, which is what a slow link
// has no space for.
func ageText(r *Row, t *table, _ int) string {
	if !r.HasAge {
		return t.glyphs.Signs().None
	}
	return format.AgeInOneUnit(r.Age)
}

func ageStyle(r *Row, _ string, th *theme.Theme) lipgloss.Style {
	if s := r.State.record(); s.dim {
		return s.style(th)
	}
	if r.Late {
		return th.Warn
	}
	return th.Dim
}
