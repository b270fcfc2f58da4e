package logview

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

const (
	maxLabel  = 14 // cells of the label column
	minLabel  = 4  // cells under which there is no such column
	maxRemark = 24 // cells of a label that is in no column
	ruleSize  = 4  // cells of rule on either side of a notice
	ruleUnder = 30 // cells of an entry under which one has to do

	wrapLeast  = 20 // cells that wrapped text needs under its own column
	wrapIndent = 2  // cells that it is indented else
)

// formatter makes lines of entries.
type formatter struct {
	th        *theme.Theme
	location  *time.Location
	search    *search
	places    *places
	table     *table
	width     int // of a line, in cells
	height    int // of the window, in lines, at least one
	narrow    bool
	tabular   bool // the table is shown, with its heading
	rowCells  int  // that a row of the table has for its columns, in this render
	times     timeColumn
	wrap      bool
	highlight bool // the parts of JSON have styles of their own
	skip      int  // cells scrolled sideways

	labelWidth int                 // widest label so far
	names      map[int]*text.Names // labels that are too long, by the cells that they have
	renamed    int                 // how often they have been shortened in another way
	wider      bool                // an entry goes on beyond the right edge, since that was reset
}

// mark says what stands in the first cell of an entry.
type mark struct{ selected, marked, gap bool }

// sign is what stands in the first cell of an entry, with its style. The cursor is in place of the gap: it has to be seen.
func (f *formatter) sign(m mark) (sign string, style lipgloss.Style) {
	signs := f.th.Glyphs.Signs()
	switch {
	case m.selected && m.marked:
		return signs.CursorMark, f.th.Title
	case m.selected:
		return signs.Cursor, f.th.Title
	case m.gap:
		return signs.Ellipsis, f.th.Dim
	case m.marked:
		return signs.Mark, f.th.Key
	}
	return " ", f.th.Text
}

// columnWidths are the cells of all columns that grow with what is in them. It is another number if labels are shortened in another
// way, too.
func (f *formatter) columnWidths() int {
	cells := f.labelWidth + f.renamed
	for _, w := range f.table.widths {
		cells += w
	}
	return cells
}

// highlighted formats the entry under the cursor, where that has the style of the cursor: the lines have their first cells.
func (f *formatter) highlighted(entry Entry, m mark, before int64) []string {
	line := newEntryLine(f.th, f.width, true)
	line.Add(f.sign(m))
	return f.add(line, entry, before)
}

// format formats an entry as lines without their first cells, in which the cursor or a mark stands: the time, the
// sign of its kind, the label and the text. before is the time of receipt of the entry before it, in Unix nanoseconds; 0:
// none.
func (f *formatter) format(entry Entry, before int64) []string {
	return f.add(newEntryLine(f.th, f.width-1, false), entry, before)
}

// lines is the number of lines that an entry takes.
func (f *formatter) lines(entry Entry) int {
	line := newEntryLine(f.th, f.width-1, false)
	line.counts = true
	return len(f.add(line, entry, 0))
}

// add adds an entry to a line that has its first cell, and returns all of its lines.
func (f *formatter) add(line *entryLine, entry Entry, before int64) []string {
	time := f.time(entry, before, line.Space())
	if entry.Kind >= Notice {
		f.addRule(line, entry, time)
	} else {
		f.addMessage(line, entry, time)
	}
	return line.finish()
}

// addMessage is "14:03:21.882 ← XBT/USD  [42,[…". Only the labels of events stand
// in a column: what has no label need not leave space for one.
func (f *formatter) addMessage(line *entryLine, entry Entry, time string) {
	if f.tabular && f.addRow(line, entry, time) {
		return
	}
	sign, signStyle, textStyle := f.th.Glyphs.Signs().Received, f.th.Text, f.th.Text
	switch entry.Kind {
	case Control:
		signStyle, textStyle = f.th.Dim, f.th.Dim
	case Unmatched:
		sign, signStyle, textStyle = "?", f.th.Warn, f.th.Dim
	case Sent:
		sign, signStyle, textStyle = f.th.Glyphs.Signs().Sent, f.th.Sent, f.th.Sent
	}
	if time != "" {
		line.Add(time+" ", f.th.Dim)
	}
	line.Add(sign+" ", signStyle)

	inLabel, inText := f.found(line, entry, f.skip)
	if entry.Kind == Event {
		f.addLabel(line, entry.Label, inLabel)
	} else if entry.Label != "" {
		line.addName(f.th.Glyphs.Text(entry.Label, min(maxRemark, line.Space()/2)), " ", inLabel, signStyle)
	}
	if f.addText(line, entry, f.skip, inText, textStyle) {
		f.wider = true
	}
}

// found returns what the search finds in what an entry may show, if its first line has space for so much.
func (f *formatter) found(line *entryLine, entry Entry, skip int) (label, text []stretch) {
	switch {
	case line.counts:
		return nil, nil
	case f.wrap:
		return f.search.matches(entry, 0, line.Space()*f.height)
	}
	return f.search.matches(entry, skip, line.Space())
}

// addLabel fills the label column, which is as wide as the widest label so far, or as its heading.
func (f *formatter) addLabel(line *entryLine, raw string, found []stretch) {
	// A narrow entry keeps two thirds of itself for the text.
	most := min(maxLabel, line.Space()/3)
	if most < minLabel {
		return
	}
	label := f.shortLabel(raw, most)
	if found != nil && label != f.th.Glyphs.Text(raw, most) {
		found, _ = f.search.matches(Entry{Label: label}, 0, most)
	}
	cells := ansi.StringWidth(label)
	f.labelWidth = max(f.labelWidth, cells)
	column := min(f.labelWidth, most)
	if column > 0 && f.tabular && most == maxLabel { // elsewhere the values have the space
		column = max(column, len(labelHeading))
	}
	if column > 0 {
		line.addName(label, strings.Repeat(" ", max(column-cells, 0)+2), found, f.th.Label)
	}
}

// shortLabel returns a label in at most so many cells, shortened so that it differs from others.
func (f *formatter) shortLabel(raw string, cells int) string {
	names := f.names[cells]
	if names == nil {
		if f.names == nil {
			f.names = make(map[int]*text.Names)
		}
		names = text.NewNames(f.th.Glyphs, cells)
		f.names[cells] = names
	}
	if names.Add(raw) {
		f.renamed++
	}
	return names.Short(raw)
}

// addRule is "──── 14:03:21.950 GAP seq 88215 → 88230, 14 lost ────".
func (f *formatter) addRule(line *entryLine, entry Entry, time string) {
	signs := f.th.Glyphs.Signs()
	dash, style := signs.NoticeRule, f.th.Dim
	switch entry.Kind {
	case Gap:
		dash, style = signs.GapRule, f.th.Warn
	case Trouble:
		dash, style = signs.TroubleRule, f.th.Bad
	case Alert:
		dash, style = signs.AlertRule, f.th.Raised
	}
	rule := strings.Repeat(dash, ruleSize)
	if line.Space() < ruleUnder {
		rule = dash
	}
	if time != "" {
		line.Add(rule+" "+time+" ", style)
	}
	inLabel, inText := f.found(line, entry, 0)
	if entry.Label != "" {
		line.addName(f.th.Glyphs.Text(entry.Label, min(maxRemark, line.Space()/2)), " ", inLabel, style)
	}
	// The text has priority over the rule after it.
	f.addText(line, entry, 0, inText, style)
	if closing := " " + rule; ansi.StringWidth(closing) <= line.Space() {
		line.Add(closing, style)
	}
}

// addText adds the text of an entry from a given cell on, in as many cells as there is space for or
// as many lines as the window has, and reports whether it had to be cut at the
// end of its only line.
func (f *formatter) addText(line *entryLine, entry Entry, skip int, found []stretch, style lipgloss.Style) (cut bool) {
	var buf [512]byte
	if f.wrap {
		line.indent = line.width - line.Space()
		if line.Space() < wrapLeast {
			line.indent = max(min(wrapIndent, f.width/2)-(f.width-line.width), 0)
		}
		f.addWrapped(line, entry.Text, found, style)
		return false
	}
	if f.highlight && entry.Kind == Event && skip <= highlightFrom && isJSON(entry.Text) {
		shown, _, cut := f.th.Glyphs.AppendText(buf[:0], entry.Text, 0, skip+line.Space())
		line.addJSON(string(shown), skip, found)
		return cut
	}
	text, rest := f.places.from(entry, skip)
	shown, _, cut := f.th.Glyphs.AppendText(buf[:0], text, rest, line.Space())
	line.addFound(string(shown), skip, found, style)
	return cut
}

// addWrapped adds text in as many lines as it needs, up to those of the window: a
// longer one is for a pane that shows one message whole.
func (f *formatter) addWrapped(line *entryLine, text []byte, found []stretch, style lipgloss.Style) {
	whole, _, _ := f.th.Glyphs.AppendText(nil, text, 0, max(line.Space(), 0)+(f.height-1)*(line.width-line.indent))
	rest, from := string(whole), 0
	for len(line.done) < f.height-1 {
		head, cells := headCells(rest, line.Space())
		line.addFound(head, from, found, style)
		if rest = rest[len(head):]; rest == "" {
			return
		}
		from += cells
		line.wrap()
	}
	line.addFound(f.th.Glyphs.Text(rest, line.Space()), from, found, style)
}
