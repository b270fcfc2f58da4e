package watchlist

import (
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// signWidth is the cells before the label: the sign of the state and the mark of the cursor.
const signWidth = 2

// A table is the columns as wide as they are in so many cells, with what the visible rows hold.
type table struct {
	columns   *columnSet
	width     int
	cells     []int // of each column; 0: it is left out
	could     []int // what each column can use
	gap       int   // blanks between two columns
	valueMost int   // the widest value that is written out

	glyphs text.Glyphs
	names  *text.Names // labels in the column that they have; nil while it has no width
}

// newTable fits the columns to the rows and to the width. A value is written out if nothing else gives way to it.
func (c *columnSet) newTable(rows []Row, width int, g text.Glyphs) *table {
	t := c.fitValues(rows, width, g)
	t.names = text.NewNames(g, min(t.cells[0], labelMost))
	for i := range rows {
		t.names.Add(rows[i].Label)
	}
	return t
}

// label is the label of a row in so many cells: in those of the column, it differs from those of the other rows.
func (t *table) label(r *Row, cells int) string {
	if cells = min(cells, labelMost); t.names != nil && cells == t.names.Cells() {
		return t.names.Short(r.Label)
	}
	return t.glyphs.Text(r.Label, cells)
}

// fitValues is newTable without the labels.
func (c *columnSet) fitValues(rows []Row, width int, g text.Glyphs) *table {
	short := c.fitTable(rows, width, valueMost, g)
	for i := range rows {
		r := &rows[i]
		if r.inWords() || valueText(r, &table{valueMost: valueWide, glyphs: g}, 0) == valueText(r, short, 0) {
			continue
		}
		if wide := c.fitTable(rows, width, valueWide, g); wide.isGood() {
			return wide
		}
		break
	}
	return short
}

// fitTable is newTable for values that are at most so wide.
func (c *columnSet) fitTable(rows []Row, width, valueMost int, g text.Glyphs) *table {
	t := &table{columns: c, width: width, cells: make([]int, len(c.all)), could: make([]int, len(c.all)), gap: 1, valueMost: valueMost, glyphs: g}
	for i := range t.columns.all {
		c := &t.columns.all[i]
		if c.text == nil {
			continue
		}
		t.could[i] = max(c.least, ansi.StringWidth(c.titleIn(g)))
		for j := range rows {
			if r := &rows[j]; c.stays || !r.inWords() {
				t.could[i] = max(t.could[i], c.mostOf(r, t))
			}
		}
		t.cells[i] = t.could[i]
		if c.grows != nil {
			t.cells[i] = min(t.could[i], c.grows.enough)
		}
	}
	t.giveWay()
	t.spread()
	return t
}

// titleIn is the title of the column, or "".
func (c *column) titleIn(g text.Glyphs) string {
	if c.title == nil {
		return ""
	}
	return c.title(g.Signs())
}

// mostOf is the cells that a row can use in the column.
func (c *column) mostOf(r *Row, t *table) int {
	if c.most != nil {
		return c.most(r, t)
	}
	return ansi.StringWidth(c.text(r, t, t.width))
}

// used is the cells that the columns take with what is between them.
func (t *table) used() int {
	used := signWidth + t.cells[0]
	for i, cells := range t.cells[1:] {
		if cells > 0 {
			used += t.columns.all[i+1].gap(t) + cells
		}
	}
	return used
}

// gap is the blanks before a column that is not the first.
func (c *column) gap(t *table) int {
	if c.near {
		return 1
	}
	return t.gap
}

// giveWay makes columns narrower until they fit, or there is none that gives way.
func (t *table) giveWay() {
	for _, s := range t.columns.steps {
		over := t.used() - t.width
		if over <= 0 {
			return
		}
		if s.to == 0 {
			t.cells[s.column] = 0
		} else {
			t.cells[s.column] -= max(min(over, t.cells[s.column]-s.to), 0)
		}
	}
}

// spread gives the space that is left to the columns that can use it.
func (t *table) spread() {
	const little = 8
	left := t.width - t.used()
	grow := func(i, to int) {
		more := max(min(min(to, t.could[i])-t.cells[i], left), 0)
		t.cells[i] += more
		left -= more
	}
	eachGrowing := func(do func(i int, g *growth)) {
		for i := range t.columns.all {
			if g := t.columns.all[i].grows; g != nil && t.cells[i] > 0 {
				do(i, g)
			}
		}
	}
	eachGrowing(func(i int, g *growth) { grow(i, g.good) })
	eachGrowing(func(i int, g *growth) {
		if g.first {
			grow(i, t.could[i])
		}
	})
	eachGrowing(func(i int, g *growth) {
		if g.whole && left >= t.could[i]-t.cells[i] {
			grow(i, t.could[i])
		}
	})
	airy := *t
	airy.gap++
	if cost := airy.used() - t.used(); cost <= left {
		t.gap++
		left -= cost
	}
	eachGrowing(func(i int, g *growth) {
		if !g.whole {
			grow(i, t.could[i])
		}
	})
	// A little more makes the right edge even. With a lot, the columns of a row would be too far apart to be read as one.
	for i := range t.columns.all {
		if t.columns.all[i].even && left <= little {
			t.cells[i] += max(left, 0)
			return
		}
	}
}

// isGood reports whether no column has given way, and each that grows has what is good.
func (t *table) isGood() bool {
	for i := range t.columns.all {
		if g := t.columns.all[i].grows; g != nil && t.cells[i] < min(g.good, t.could[i]) {
			return false
		}
	}
	return true
}

// titles returns the names of the columns.
func (t *table) titles(th *theme.Theme) string {
	l := text.NewLine(t.glyphs, t.width)
	l.Over(th.Dim)
	l.Blank(signWidth)
	for i := range t.columns.all {
		c := &t.columns.all[i]
		if t.cells[i] == 0 {
			continue
		}
		if i > 0 {
			l.Blank(c.gap(t))
		}
		c.add(l, c.titleIn(t.glyphs), t.cells[i], th.Dim)
	}
	return l.Fill()
}

// add appends a text in the column's cells, cut to them.
func (c *column) add(l *text.Line, s string, cells int, style lipgloss.Style) {
	if c.left {
		l.Left(s, cells, style)
	} else {
		l.Right(s, cells, style)
	}
}

// row returns a row of the table.
func (t *table) row(r *Row, cursor, focused bool, th *theme.Theme) string {
	l := text.NewLine(t.glyphs, t.width)
	if cursor && focused {
		l.Over(th.Cursor)
	}
	state := r.State.record()
	l.Add(state.sign(t.glyphs.Signs()), state.style(th))
	if cursor {
		l.Add(t.glyphs.Signs().Cursor, th.Title)
	} else {
		l.Blank(1)
	}
	if r.inWords() {
		t.addWords(l, r, th)
	} else {
		t.addFigures(l, r, th)
	}
	return l.Fill()
}

// addFigures appends the columns of a row that has them.
func (t *table) addFigures(l *text.Line, r *Row, th *theme.Theme) {
	state := r.State.record()
	wordIn := t.wordColumn(state.word)
	spilled := 0 // columns up to this one have what is too wide for an earlier one
	for i := range t.columns.all {
		c, cells := &t.columns.all[i], t.cells[i]
		if cells == 0 || i < spilled {
			continue
		}
		if i > 0 {
			l.Blank(c.gap(t))
		}
		if i == wordIn {
			l.Left(state.word, cells, state.style(th))
			continue
		}
		s, style := c.text(r, t, cells), th.Text
		if c.style != nil {
			style = c.style(r, s, th)
		}
		if c.spills && ansi.StringWidth(s) > cells {
			spilled, cells = t.spill(r, i, wordIn, ansi.StringWidth(s))
			l.Left(s, cells, style)
			continue
		}
		if c.digits {
			t.addValue(l, r, s, cells, style, th)
			continue
		}
		c.add(l, s, cells, style)
	}
}

// spill returns up to which column, and in how many cells, a text has space that begins in a column: in those behind it that are
// empty in its row and in which no word stands.
func (t *table) spill(r *Row, from, wordIn, wanted int) (to, cells int) {
	cells = t.cells[from]
	for to = from + 1; to < len(t.columns.all) && to != wordIn && cells < wanted; to++ {
		c := &t.columns.all[to]
		if t.cells[to] == 0 {
			continue
		}
		if c.text(r, t, t.cells[to]) != "" {
			break
		}
		cells += c.gap(t) + t.cells[to]
	}
	return to, cells
}

// wordColumn is the column in which the word for a state stands: of those that are for it, the last that has the space, or else
// the first; -1 if there is none.
func (t *table) wordColumn(word string) int {
	found := -1
	if word == "" {
		return found
	}
	for i := range t.columns.all {
		if t.columns.all[i].word && t.cells[i] > 0 && (found < 0 || t.cells[i] >= len(word)) {
			found = i
		}
	}
	return found
}

// addWords appends the columns that stay, and the state in words.
func (t *table) addWords(l *text.Line, r *Row, th *theme.Theme) {
	label, words, _ := t.sentence(r)
	for i := range t.columns.all {
		c, cells := &t.columns.all[i], t.cells[i]
		if i == 0 {
			cells = label
		}
		if !c.stays || cells == 0 {
			continue
		}
		s, style := c.text(r, t, cells), th.Text
		if i > 0 && s == "" {
			continue
		}
		if c.style != nil {
			style = c.style(r, s, th)
		}
		c.add(l, s, cells, style)
		l.Blank(t.gap)
	}
	l.Add(words, r.State.record().style(th))
}

// sentence is the state of a row and why it is in it, in all the space that the line has, and whether that is less than it takes.
// A reason that is too long for what is left beside the labels begins right behind its own, which has so many cells; a label that
// its column cuts has more of them, where the words leave space.
func (t *table) sentence(r *Row) (label int, words string, cut bool) {
	const (
		colon      = ": "
		reasonMost = 400 // cells; a server may send a page
	)
	label = t.cells[0]
	state := r.State.record()
	words = state.word
	if state.timed {
		words += " for " + format.Age(r.For)
	}
	reason := t.glyphs.Text(r.Reason, reasonMost)
	if reason == "" {
		return t.longer(r, label, words), words, false
	}
	space := t.width - signWidth - label - t.gap - len(words+colon)
	for i := range t.columns.all[1:] {
		if c := &t.columns.all[i+1]; c.stays && t.cells[i+1] > 0 && c.text(r, t, t.cells[i+1]) != "" {
			space -= t.cells[i+1] + t.gap
		}
	}
	if ansi.StringWidth(reason) > space {
		own := min(label, ansi.StringWidth(t.glyphs.Text(r.Label, label)))
		space += label - own
		label = own
	}
	shown := t.glyphs.Text(reason, space)
	if shown == "" {
		return label, words, true
	}
	words += colon + shown
	if shown == reason {
		label = t.longer(r, label, words)
	}
	return label, words, shown != reason
}

// longer is the cells of a label that its column cuts, in a row with these words behind it.
func (t *table) longer(r *Row, label int, words string) int {
	space := t.width - signWidth - t.gap - ansi.StringWidth(words)
	for i := range t.columns.all[1:] {
		if c := &t.columns.all[i+1]; c.stays && t.cells[i+1] > 0 && c.text(r, t, t.cells[i+1]) != "" {
			space -= t.cells[i+1] + t.gap
		}
	}
	return max(min(ansi.StringWidth(t.glyphs.Text(r.Label, labelMost)), space), label)
}
