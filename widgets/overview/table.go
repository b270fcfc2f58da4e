package overview

import (
	"slices"
	"strconv"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// A column is all that there is to know of a column. Widths are in cells.
type column struct {
	title string
	brief string // the title where not all columns have space; "": it is the same
	left  bool   // what is in it stands at its left, and else at its right
	text  func(r *Row, g text.Glyphs) string
	style func(r *Row, th *theme.Theme) lipgloss.Style // nil: that of any text
	most  int                                          // what is wider is cut; 0: nothing is
	rank  int                                          // of those that have to go, the highest goes first
	only  func(r *Row) bool                            // the column is there only if it holds for a row; nil: always
	strip bool                                         // it is the strip, whose width is one of stripWidths
	rest  bool                                         // it takes what is left of the line
	count bool                                         // it stands before the text of the column that does, where not all have space
}

const (
	signWidth = 1 // cells before the first column: the mark of the cursor
	gap       = 2 // between two columns

	// Of the column that takes what is left: what it wants before others go, and what it has at least.
	enough = 32
	least  = 8

	leastStrip = 12 // cells of the strip while other columns can go
)

// stripWidths are the widths of the strip that divide the hour evenly, widest first.
var stripWidths = []int{60, 30, 20, 12, 6}

// columns are those of the table from left to right. The name and the state never go.
var columns = []column{
	{title: "feed", left: true, most: 20, text: func(r *Row, g text.Glyphs) string { return strconv.Itoa(r.Number) + " " + r.Name }, style: nameStyle},
	{title: "state", left: true, most: 24, text: func(r *Row, _ text.Glyphs) string { return r.State }, style: func(r *Row, th *theme.Theme) lipgloss.Style { return th.Tone(r.Tone) }},
	{title: "since", most: 10, rank: 6, text: func(r *Row, g text.Glyphs) string { return orNone(r.Since, r.Since != "", g) }},
	{title: "/s", rank: 7, text: func(r *Row, _ text.Glyphs) string { return format.Short(r.PerSecond) }},
	{title: "lag", rank: 10, text: func(r *Row, g text.Glyphs) string { return orNone(lag(r.Lag), r.HasLag, g) }},
	{title: "data", rank: 1, text: func(r *Row, g text.Glyphs) string { return orNone(age(r.DataAge), r.HasData, g) }, style: dataStyle},
	{title: "heartbeat", brief: "beat", rank: 8, text: func(r *Row, g text.Glyphs) string { return orNone(age(r.BeatAge), r.HasBeat, g) }},
	{title: "frame", rank: 12, text: func(r *Row, g text.Glyphs) string { return orNone(age(r.FrameAge), r.HasFrame, g) }},
	{title: "gaps", rank: 5, text: gapsText, style: func(r *Row, th *theme.Theme) lipgloss.Style { return warnIf(r.Numbered && r.Gaps > 0, th) }},
	{title: "alerts", rank: 2, text: func(r *Row, _ text.Glyphs) string { return strconv.Itoa(r.Alerts) }, only: func(r *Row) bool { return r.Alerts > 0 }, style: func(r *Row, th *theme.Theme) lipgloss.Style {
		if r.Alerts > 0 {
			return th.Raised
		}
		return th.Text
	}},
	{title: "last hour", left: true, rank: 4, strip: true},
	{title: "reconnects", rank: 3, count: true, text: func(r *Row, _ text.Glyphs) string { return strconv.Itoa(r.Reconnects) }, only: func(r *Row) bool { return r.Reconnects > 0 }, style: func(r *Row, th *theme.Theme) lipgloss.Style { return warnIf(r.Reconnects > 0, th) }},
	{title: "last reason", left: true, rank: 11, rest: true, text: func(r *Row, _ text.Glyphs) string { return r.Reason }, only: func(r *Row) bool { return r.Reason != "" }},
}

func nameStyle(r *Row, th *theme.Theme) lipgloss.Style {
	if r.Shown {
		return th.Title
	}
	return th.Text
}

func dataStyle(r *Row, th *theme.Theme) lipgloss.Style {
	return warnIf((r.Tone == theme.Warn || r.Tone == theme.Bad) && r.HasData && r.DataAge >= ageStep, th)
}

func warnIf(is bool, th *theme.Theme) lipgloss.Style {
	if is {
		return th.Warn
	}
	return th.Text
}

// orNone is a figure, or the sign for that there is none.
func orNone(figure string, is bool, g text.Glyphs) string {
	if !is {
		return g.Signs().None
	}
	return figure
}

func gapsText(r *Row, _ text.Glyphs) string {
	if !r.Numbered {
		return "n/a"
	}
	return format.Count(r.Gaps)
}

// ageStep is how much older data is when its age is written again.
const ageStep = 5 * time.Second

// age is an age in such steps: what comes more often than that is not to be written again each second, for each feed.
func age(d time.Duration) string {
	switch {
	case d < ageStep:
		return "<" + format.AgeInOneUnit(ageStep)
	case d < time.Minute:
		return format.AgeInOneUnit(d.Truncate(ageStep))
	}
	return format.AgeInOneUnit(d)
}

// lag is a lag in whole milliseconds, which changes less often.
func lag(d time.Duration) string {
	if d >= 0 && d < time.Millisecond {
		return "<1ms"
	}
	return format.Lag(d)
}

// table is the columns as wide as they are in so many cells.
type table struct {
	width  int
	rows   []Row
	cells  []int // of each column; 0: it is left out
	brief  bool  // the titles are
	glyphs text.Glyphs
}

// The number of reconnects and the last reason are one column where not all columns have space: "3  closed by the server".
//
// newTable fits the columns to the rows and to the width. It fits all rows, and not only those that are visible, so that the
// columns hold still while one scrolls.
func newTable(rows []Row, width int, g text.Glyphs) *table {
	t := &table{width: width, rows: rows, cells: make([]int, len(columns)), glyphs: g}
	t.measure()
	for t.used() > width {
		if strip := slices.IndexFunc(columns, func(c column) bool { return c.strip }); !t.brief && t.cells[strip] == leastStrip {
			t.brief = true
			t.measure()
			t.cells[strip] = leastStrip
			continue
		}
		if !t.shrink() {
			break
		}
	}
	for i := range columns {
		if c := &columns[i]; c.rest && t.cells[i] > 0 {
			t.cells[i] += max(width-t.used(), 0)
		}
	}
	return t
}

// measure gives all columns the cells that they begin with.
func (t *table) measure() {
	for i := range columns {
		t.cells[i] = columns[i].wants(t.rows, columns[i].name(t.brief), t.glyphs)
	}
	t.join()
}

// joined reports whether one title is over the number of reconnects and the last reason.
func (t *table) joined() bool {
	rest := slices.IndexFunc(columns, func(c column) bool { return c.rest })
	return t.brief && t.cells[rest] > 0
}

// join gives the number of reconnects the cells that it needs.
func (t *table) join() {
	count := slices.IndexFunc(columns, func(c column) bool { return c.count })
	title := columns[count].title
	if t.joined() {
		title = ""
	}
	t.cells[count] = columns[count].wants(t.rows, title, t.glyphs)
}

// name is the title of the column.
func (c *column) name(brief bool) string {
	if brief && c.brief != "" {
		return c.brief
	}
	return c.title
}

// wants is the cells that the column begins with.
func (c *column) wants(rows []Row, title string, g text.Glyphs) int {
	if c.strip {
		return stripWidths[0]
	}
	most := max(c.most, 20)
	if c.rest {
		most = enough
	}
	cells, there := len(title), c.only == nil
	for i := range rows {
		there = there || c.only(&rows[i])
		cells = max(cells, ansi.StringWidth(g.Text(c.text(&rows[i], g), most)))
	}
	if !there {
		return 0
	}
	return cells
}

// used is the cells that the columns have with what is between them.
func (t *table) used() int {
	used := signWidth
	for i, cells := range t.cells {
		if cells > 0 {
			used += cells
			if i > 0 {
				used += gap
			}
		}
	}
	return used
}

// shrink makes the table narrower by one step: first the strip down to leastStrip, then a column goes, the last reason after it has
// become shorter. It reports false if there
// is nothing left to give.
func (t *table) shrink() bool {
	worst := -1
	for i := range columns {
		c := &columns[i]
		if t.cells[i] == 0 || c.rank == 0 {
			continue
		}
		if c.strip && t.cells[i] > leastStrip {
			t.narrow(i)
			return true
		}
		if worst < 0 || c.rank > columns[worst].rank {
			worst = i
		}
	}
	switch {
	case worst >= 0 && columns[worst].strip:
		t.narrow(worst)
	case worst >= 0 && columns[worst].rest && t.cells[worst] > least:
		t.cells[worst] = max(t.cells[worst]-(t.used()-t.width), least)
	case worst >= 0:
		t.cells[worst] = 0
		if columns[worst].rest { // which goes before the number of reconnects
			t.join()
		}
	default:
		return false
	}
	return true
}

// narrow gives the strip its next width, and in the end none.
func (t *table) narrow(i int) {
	for _, cells := range stripWidths {
		if cells < t.cells[i] {
			t.cells[i] = cells
			return
		}
	}
	t.cells[i] = 0
}

// cuts reports whether a row has no space for all of its reason.
func (t *table) cuts(r *Row) bool {
	for i := range columns {
		if columns[i].rest {
			return ansi.StringWidth(t.glyphs.Text(r.Reason, t.width)) > t.cells[i]
		}
	}
	return false
}

// titles returns the names of the columns.
func (t *table) titles(th *theme.Theme) string {
	l := text.NewLine(t.glyphs, t.width)
	l.Over(th.Dim)
	l.Blank(signWidth)
	for i := range columns {
		if t.cells[i] == 0 {
			continue
		}
		if i > 0 {
			l.Blank(gap)
		}
		if columns[i].count && t.joined() {
			l.Left(columns[i].title, t.cells[i]+gap+t.cells[i+1], th.Dim)
			break // the column behind it is the last one
		}
		title := columns[i].name(t.brief)
		if columns[i].strip && len(title) > t.cells[i] {
			title = "hour"
		}
		columns[i].add(l, title, t.cells[i], th.Dim)
	}
	return l.Fill()
}

func (c *column) add(l *text.Line, s string, cells int, style lipgloss.Style) {
	if c.left {
		l.Left(s, cells, style)
	} else {
		l.Right(s, cells, style)
	}
}

// row returns a row of the table.
func (t *table) row(r *Row, cursor bool, th *theme.Theme) string {
	l := text.NewLine(t.glyphs, t.width)
	if cursor {
		l.Over(th.Cursor)
		l.Add(t.glyphs.Signs().Cursor, th.Title)
	} else {
		l.Blank(signWidth)
	}
	for i := range columns {
		c, cells := &columns[i], t.cells[i]
		if cells == 0 {
			continue
		}
		if i > 0 {
			l.Blank(gap)
		}
		if c.strip {
			th.AddStrip(l, r.Minutes[:], cells)
			continue
		}
		style := th.Text
		if c.style != nil {
			style = c.style(r, th)
		}
		c.add(l, c.text(r, t.glyphs), cells, style)
	}
	return l.Fill()
}
