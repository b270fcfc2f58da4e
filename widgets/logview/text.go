package logview

import (
	"bytes"

	"sockeye/feed/pattern"
	"sockeye/widgets/text"
)

// A line is the text of an entry that filters and search scan. It is used again
// for the next entry.
type line struct {
	pattern.Text
	glyphs text.Glyphs
	text   []byte
	label  []byte // as received
	cut    bool   // the entry has more than text
}

// wholeText is more cells than a text has.
const wholeText = 1 << 30

// setEntry copies the label and the text of an entry, sanitised, as they stand on the screen:
// with a space between them; no more of it than [MaxText].
func (l *line) setEntry(entry Entry) {
	l.text = l.text[:0]
	l.addLabel(entry.Label, wholeText)
	l.text, _, _ = l.glyphs.AppendText(l.text, entry.Text[:min(len(entry.Text), MaxText)], 0, wholeText)
	l.cut = len(entry.Text) < entry.Size || len(entry.Text) > MaxText || len(l.text) > MaxText
	l.text = l.text[:min(len(l.text), MaxText)]
	l.Set(l.text)
}

// setHead copies the label and so many cells of a text, likewise. It returns where the text begins, and whether it goes on.
func (l *line) setHead(entry Entry, cells int) (begin int, goesOn bool) {
	l.text = l.text[:0]
	l.addLabel(entry.Label, maxRemark+lookahead)
	begin = len(l.text)
	return begin, l.addPart(entry.Text, 0, cells)
}

// setPart copies so many cells of a text from a given one on. It reports whether the text goes on.
func (l *line) setPart(text []byte, skip, cells int) (goesOn bool) {
	l.text = l.text[:0]
	return l.addPart(text, skip, cells)
}

func (l *line) addLabel(label string, cells int) {
	if label == "" {
		return
	}
	l.label = append(l.label[:0], label[:min(len(label), MaxText)]...)
	l.text, _, _ = l.glyphs.AppendText(l.text, l.label, 0, cells)
	l.text = append(l.text, ' ')
}

// addPart adds so many cells of a text, without the sign that says that it goes on.
func (l *line) addPart(text []byte, skip, cells int) (goesOn bool) {
	l.text, _, goesOn = l.glyphs.AppendText(l.text, text, skip, cells)
	if goesOn {
		l.text = bytes.TrimSuffix(l.text, []byte(l.glyphs.Signs().Ellipsis))
	}
	l.Set(l.text)
	return goesOn
}

// goesOn reports whether the entry that was set has more than so many bytes.
func (l *line) goesOn(bytes int) bool { return l.cut || bytes < len(l.text) }
