package logview

import (
	"unicode/utf8"

	"sockeye/widgets/draw"
)

// A line is the text of a row that filters and search look at. It is used again
// for the next row.
type line struct {
	glyphs draw.Glyphs
	text   []byte
	label  []byte // as it came
	folded []byte // text in lower case, once somebody has asked
	ascii  bool
	asked  bool
}

// wholeText is more cells than a frame may have bytes.
const wholeText = 1 << 30

// set takes the label and at most so many cells of the text of a row, sanitised,
// as they stand on the screen: with a space between them. It returns where the
// text begins.
func (l *line) set(row Row, cells int) (begin int) {
	l.text, l.asked = l.text[:0], false
	if row.Label != "" {
		l.label = append(l.label[:0], row.Label...)
		l.text, _, _ = l.glyphs.AppendText(l.text, l.label, 0, wholeText)
		l.text = append(l.text, ' ')
	}
	begin = len(l.text)
	l.text, _, _ = l.glyphs.AppendText(l.text, row.Text, 0, cells)
	return begin
}

// lower returns the line in lower case; false if it is not ASCII.
func (l *line) lower() ([]byte, bool) {
	if !l.asked {
		l.asked, l.ascii = true, true
		l.folded = append(l.folded[:0], l.text...)
		for i, b := range l.folded {
			if b >= utf8.RuneSelf {
				l.ascii = false
				break
			}
			if 'A' <= b && b <= 'Z' {
				l.folded[i] = b + 'a' - 'A'
			}
		}
	}
	return l.folded, l.ascii
}
