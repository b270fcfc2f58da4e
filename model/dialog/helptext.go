package dialog

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// HelpText is a text in sections, of entries that stand in two columns where there is space.
type HelpText struct {
	Sections []HelpSection
	Note     string // at the end; "": none
}

// HelpSection is entries under a title.
type HelpSection struct {
	Title   string
	Entries []HelpEntry
}

// HelpEntry is a key or a command on the left, what it does, and more that is dim, behind that; "" where there is none.
type HelpEntry struct{ Left, Right, More string }

const (
	helpRight = 22 // cells that the right of an entry has at the least where there are two columns
	helpLeft  = 26 // cells that the left of an entry has at the most, if it is no more than a third of its own; what is wider has a line of its own
	helpGap   = 2  // cells between the left and the right of an entry, and between two columns
)

// Add adds a section, if it has entries.
func (h *HelpText) Add(title string, entries []HelpEntry) {
	if len(entries) > 0 {
		h.Sections = append(h.Sections, HelpSection{title, entries})
	}
}

// Lines returns the text in lines of so many cells.
func (h HelpText) Lines(th *theme.Theme, width int) []string {
	var lines []string
	for i := range h.Sections {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, " "+th.Title.Render(h.Sections[i].Title))
		lines = append(lines, h.Sections[i].lines(th, width-1)...)
	}
	if h.Note != "" {
		lines = append(lines, "")
		for _, line := range text.Wrap(h.Note, width-1) {
			lines = append(lines, " "+th.Dim.Render(line))
		}
	}
	return lines
}

// lines returns the entries in lines of so many cells, in two columns where there is space: the first half of their lines in the first.
func (s *HelpSection) lines(th *theme.Theme, cells int) []string {
	left := 0
	for _, e := range s.Entries {
		if w := ansi.StringWidth(e.Left); w <= min(helpLeft, cells/3) {
			left = max(left, w)
		}
	}
	columns := 1
	if half := (cells - helpGap) / 2; half-left-helpGap-1 >= helpRight {
		columns, cells = 2, half
	}
	var blocks [][]string
	total := 0
	for _, e := range s.Entries {
		block := e.lines(th, left, cells)
		blocks = append(blocks, block)
		total += len(block)
	}
	var parts [2][]string
	for _, block := range blocks {
		part := 0
		if columns == 2 && len(parts[0]) >= (total+1)/2 {
			part = 1
		}
		parts[part] = append(parts[part], block...)
	}
	lines := make([]string, 0, len(parts[0]))
	for i, line := range parts[0] {
		line = " " + line
		if i < len(parts[1]) {
			line += strings.Repeat(" ", max(cells+1-ansi.StringWidth(line), 0)+helpGap) + parts[1][i]
		}
		lines = append(lines, line)
	}
	return lines
}

// lines returns an entry in lines of so many cells, its right wrapped beside its left, or below that if it is too wide.
func (e *HelpEntry) lines(th *theme.Theme, left, cells int) []string {
	const margin = 1
	indent := strings.Repeat(" ", margin+left+helpGap)
	var right []string
	space := cells - len(indent)
	if e.Right != "" {
		right = append(right, text.Wrap(e.Right, space)...)
	}
	if e.More != "" {
		more := th.Dim.Render(ansi.Truncate(e.More, max(space, 1), th.Glyphs.Signs().Ellipsis))
		if last := len(right) - 1; last >= 0 && ansi.StringWidth(right[last])+helpGap+ansi.StringWidth(e.More) <= space {
			right[last] += strings.Repeat(" ", helpGap) + more
		} else {
			right = append(right, more)
		}
	}
	var lines []string
	head := strings.Repeat(" ", margin) + th.Key.Render(e.Left)
	if w := ansi.StringWidth(e.Left); w <= left && len(right) > 0 {
		head += strings.Repeat(" ", left-w+helpGap) + right[0]
		right = right[1:]
	}
	lines = append(lines, th.Glyphs.Fit(head, cells))
	for _, line := range right {
		lines = append(lines, th.Glyphs.Fit(indent+line, cells))
	}
	return lines
}
