package text

import (
	"image/color"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"
)

// attributes are what most styles of one line give to text, and nothing else.
type attributes struct {
	foreground, background color.Color
	bold, faint, reverse   bool
}

// starts are the sequences that begin text with some attributes.
var starts = struct {
	sync.RWMutex
	of map[attributes]string
}{of: make(map[attributes]string)}

// reset ends text with any attributes.
const reset = "\x1b[m"

// startOf returns what begins text of a style of one line; false if there is more to it than that. Where it is "", nothing ends the text.
func startOf(style *lipgloss.Style) (start string, ok bool) {
	// Of these, the first two have sequences for each character, and no theme has the others.
	if style.GetUnderline() || style.GetStrikethrough() || style.GetItalic() || style.GetBlink() {
		return "", false
	}
	a := attributes{
		foreground: style.GetForeground(), background: style.GetBackground(),
		bold: style.GetBold(), faint: style.GetFaint(), reverse: style.GetReverse(),
	}
	starts.RLock()
	start, known := starts.of[a]
	starts.RUnlock()
	if !known {
		const sample = "x"
		start, _, _ = strings.Cut(style.Render(sample), sample)
		starts.Lock()
		starts.of[a] = start
		starts.Unlock()
	}
	return start, true
}

// Render returns text without line breaks and tabs in a style of one line, as lipgloss renders it: that takes two microseconds and six
// allocations for each piece (BenchmarkStyles), and a screen has some three hundred.
func Render(text string, style lipgloss.Style) string {
	switch start, ok := startOf(&style); {
	case !ok:
		return style.Render(text)
	case start == "":
		return text
	default:
		return start + text + reset
	}
}

// write is Render at the end of a line.
func write(b *strings.Builder, text string, style *lipgloss.Style) {
	start, ok := startOf(style)
	if !ok {
		b.WriteString(style.Render(text))
		return
	}
	b.WriteString(start)
	b.WriteString(text)
	if start != "" {
		b.WriteString(reset)
	}
}
