package logview

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Fields are what an event says in the columns of the table.
type Fields struct {
	Rule    int      // what read them: an event is compared with the last one of the same label and rule
	Cells   []string // the value of each column, formatted; "" where the event has none
	Records int      // how many the message has; the cells are those of one of them
}

const (
	tableLines = 4   // of the window under which there is no table: its heading takes one
	tableCells = 26  // likewise: time, label and a value
	columnGap  = 2   // cells between two columns
	maxCell    = 24  // cells of a value
	searchBack = 100 // entries among which the one before of the same label and rule is searched for
)

// table shows events by the values that they have, one column for each name.
type table struct {
	th  *theme.Theme
	log *source

	names  []string // of the columns; empty: there is no table
	widths []int    // cells of the widest value of each column so far
	main   int      // the column that is shown, unless the operator has moved the columns
	first  int      // the first column that is shown
	moved  bool     // by the operator
	beyond int      // columns that have no space, as of the last render
	raw    bool     // the operator wants the text

	last map[series]numbered // of this render
}

// series are the events of one label that one rule reads.
type series struct {
	label string
	rule  int
}

// numbered are the fields of an entry.
type numbered struct {
	entry uint64
	Fields
}

// set begins a table of other columns, of which one is the main one.
func (t *table) set(names []string, main int) {
	t.names, t.widths, t.main, t.first, t.moved = names, make([]int, len(names)), main, 0, false
	for i, name := range names {
		t.widths[i] = min(ansi.StringWidth(t.th.Glyphs.Text(name, maxCell)), maxCell)
	}
}

// reset drops what is known of the entries of another log.
func (t *table) reset() { t.set(t.names, t.main) }

// nextRender begins another render.
func (t *table) nextRender() { t.last = make(map[series]numbered) }

// fields returns what an entry says; false if it is no row of the table.
func (t *table) fields(entry Entry) (numbered, bool) {
	if entry.Kind != Event {
		return numbered{}, false
	}
	fields, ok := t.log.entries.Fields(entry.Number)
	if !ok {
		return numbered{}, false
	}
	return numbered{entry.Number, fields}, true
}

// before returns the cells of the entry before one, of the same label and rule; nil if it is not near. It depends on nothing
// but the log, so that a row stays as it is while others arrive.
func (t *table) before(entry Entry, fields numbered) []string {
	key := series{entry.Label, fields.Rule}
	known, ok := t.last[key]
	t.last[key] = fields
	if ok {
		if known.entry+searchBack < entry.Number {
			return nil
		}
		return known.Cells
	}
	for n := entry.Number; n > t.log.first && n+searchBack > entry.Number; {
		n--
		if t.log.entries.Kind(n) != Event {
			continue
		}
		if other := t.log.entries.Entry(n); other.Label == entry.Label {
			if have, ok := t.fields(other); ok && have.Rule == fields.Rule {
				return have.Cells
			}
		}
	}
	return nil
}

// widen makes the columns as wide as the values of an entry, and reports whether one was not.
func (t *table) widen(cells []string) (wider bool) {
	for i, cell := range cells {
		if i < len(t.widths) {
			if w := min(ansi.StringWidth(cell), maxCell); w > t.widths[i] {
				t.widths[i], wider = w, true
			}
		}
	}
	return wider
}

// fitting returns the number after the last column that has space in so many cells.
func (t *table) fitting(space int) int {
	if !t.moved {
		t.first = t.firstWithMain(space)
	}
	end := t.first
	for end < len(t.names) {
		if end > t.first {
			space -= columnGap
		}
		if space -= t.widths[end]; space < 0 {
			break
		}
		end++
	}
	t.beyond = len(t.names) - end
	return end
}

// firstWithMain returns the first of as many columns as have space in so many cells together with the main one, and 0 where all up
// to it have.
func (t *table) firstWithMain(space int) int {
	if t.main >= len(t.names) {
		return 0
	}
	first := t.main
	for space -= t.widths[first]; first > 0; first-- {
		if space -= columnGap + t.widths[first-1]; space < 0 {
			break
		}
	}
	return first
}

// shift moves the columns sideways, to the right if there are more, and reports whether it did.
func (t *table) shift(right bool) bool {
	t.moved = true
	switch {
	case right && t.beyond > 0:
		t.first++
	case !right && t.first > 0:
		t.first--
	default:
		return false
	}
	return true
}

// remark is what the title says of the table; "" if all of it is on the screen.
func (t *table) remark() string {
	switch hidden := t.first + t.beyond; {
	case hidden == 1:
		return "+1 column"
	case hidden > 1:
		return fmt.Sprintf("+%d columns", hidden)
	}
	return ""
}

// addRow is "14:03:21.882  XBT/USD  61,240.2  61,271.7". It reports false, and adds nothing, for an entry that is no row, and
// for one of which a row does not show what the search has found.
func (f *formatter) addRow(line *entryLine, entry Entry, time string) bool {
	t := f.table
	fields, ok := t.fields(entry)
	if !ok {
		return false
	}
	t.widen(fields.Cells)
	before := t.before(entry, fields)
	inLabel, inCells := f.foundInRow(entry, fields.Cells)
	end := t.fitting(f.rowCells)
	if end == t.first || inLabel == nil && inCells == nil && f.search.hits.found.Has(entry.Number) {
		return false
	}
	f.beginRow(line, time, entry.Label, inLabel)
	for i := t.first; i < end; i++ {
		cell := ""
		if i < len(fields.Cells) {
			cell = f.th.Glyphs.Text(fields.Cells[i], t.widths[i])
		}
		style := f.th.Text
		if i < len(before) {
			if style = f.th.New; before[i] == fields.Cells[i] {
				style = f.th.Dim
			}
		}
		line.Blank(t.widths[i] - ansi.StringWidth(cell))
		if inCells != nil {
			line.addFound(cell, 0, inCells[i], style)
		} else {
			line.Add(cell, style)
		}
		if i < end-1 {
			line.Blank(columnGap)
		}
	}
	if fields.Records > 1 {
		times := "  ×"
		if f.th.Glyphs == text.ASCII {
			times = "  x"
		}
		if times = fmt.Sprint(times, fields.Records); ansi.StringWidth(times) <= line.Space() {
			line.Add(times, f.th.Dim)
		}
	}
	return true
}

// beginRow adds the time and the label of a row.
func (f *formatter) beginRow(line *entryLine, time, label string, found []stretch) {
	if time != "" {
		line.Add(time, f.th.Dim)
		line.Blank(columnGap)
	}
	f.addLabel(line, label, found)
}

// foundInRow returns what the search finds in the label and in each cell of a row; nil where it finds nothing.
func (f *formatter) foundInRow(entry Entry, cells []string) (label []stretch, found [][]stretch) {
	if f.search.pattern == nil {
		return nil, nil
	}
	label, _ = f.search.matches(Entry{Label: entry.Label}, 0, maxLabel)
	for i, cell := range cells {
		if _, in := f.search.matches(Entry{Text: []byte(cell)}, 0, maxCell); len(in) > 0 {
			if found == nil {
				found = make([][]stretch, max(len(cells), len(f.table.names)))
			}
			found[i] = in
		}
	}
	return label, found
}

// rowSpace is how many cells a row has for its columns.
func (f *formatter) rowSpace() int {
	line := newEntryLine(f.th, f.width-1, false)
	f.beginRow(line, f.time(Entry{}, 0, line.Space()), "", nil)
	return line.Space()
}

// labelHeading is the heading of the labels.
const labelHeading = "symbol"

// columns is the heading of the table: the names over their columns.
func (f *formatter) columns() string {
	line := newEntryLine(f.th, f.width, false)
	line.Blank(1)
	time := f.time(Entry{}, 0, line.Space())
	if time != "" {
		line.Left(f.times.heading(), len(time), f.th.Dim)
		line.Blank(columnGap)
	}
	if column := line.Space() - f.rowCells - columnGap; column > 0 {
		line.Left(labelHeading, column, f.th.Dim)
		line.Blank(columnGap)
	}
	t := f.table
	for i, end := t.first, t.fitting(line.Space()); i < end; i++ {
		line.Right(t.names[i], t.widths[i], f.th.Dim)
		if i < end-1 {
			line.Blank(columnGap)
		}
	}
	return line.Fill()
}
