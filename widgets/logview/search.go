package logview

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/pattern"
)

// SetSearch searches the entries that the filters show for a regular expression, and
// highlights what it finds. It applies to the label, a space and the text, as
// filters do, and case counts if the expression has an upper-case letter. "" ends
// the search.
//
// The entries are scanned by [Model.Work]. The error is that of the expression, and
// leaves the search as it was.
func (m *Model) SetSearch(text string) error {
	var p *pattern.Pattern
	if text != "" {
		var err error
		if p, err = compile(text); err != nil {
			return fmt.Errorf("search: %w", err)
		}
	}
	m.search = p
	m.jump = pendingJump{}
	m.say("")
	m.startSearch()
	m.bodyDirty = true
	return nil
}

// Search returns the expression of the search, or "".
func (m *Model) Search() string {
	if m.search == nil {
		return ""
	}
	return m.search.String()
}

// startSearch applies the search to all shown entries anew. Those that the filters
// have not scanned yet come later.
func (m *Model) startSearch() {
	m.hits.reset(m.first)
	if m.search == nil {
		return
	}
	from := m.first
	if m.filtered() {
		for _, hole := range m.passing.todo {
			m.hits.todo.add(from, hole.from)
			from = hole.to
		}
	}
	m.hits.todo.add(from, m.end)
}

// isHit reports whether the search finds something in an entry, and how many bytes of it were searched; 0: all.
func (m *Model) isHit(entry Entry) (found bool, searched int) {
	if m.filtered() && !m.passing.found.has(entry.Number) {
		return false, 0
	}
	m.text.setEntry(entry)
	found, searched = m.search.Match(&m.text.Text)
	if found || !m.text.goesOn(searched) {
		return found, 0
	}
	return false, searched
}

// A stretch is a run of cells, from one up to, and not including, another.
type stretch struct{ from, to int }

// matches returns where the search finds something in the label of an entry and in
// so many cells of its text from skip on, both counted from their own beginning. Of
// a match that goes on farther than [lookahead] beyond those cells, it may be a
// part.
func (m *Model) matches(entry Entry, skip, cells int) (label, text []stretch) {
	if m.search == nil {
		return nil, nil
	}
	reach := reach(m.search, cells)
	from := max(skip-reach, 0)
	if from == 0 || entry.Label != "" {
		head := reach
		if from == 0 {
			head += skip + cells
		}
		begin, goesOn := m.text.setHead(entry, head)
		if label, text = m.stretches(begin, false, goesOn); from == 0 {
			return label, text
		}
	}
	part, before := m.from(entry, from)
	goesOn := m.text.setPart(part, before, skip-from+cells+reach)
	_, text = m.stretches(0, true, goesOn)
	for i := range text {
		text[i].from += from
		text[i].to += from
	}
	return label, text
}

// stretches returns what the search finds before and after a byte of the line, in cells from the beginning and from there.
// Stretches that touch are one.
func (m *Model) stretches(begin int, before, after bool) (label, text []stretch) {
	line := m.text.text
	inLabel, inText := ruler{text: line}, ruler{text: line[begin:]}
	m.search.Each(&m.text.Text, before, after, func(from, to int) {
		if from < begin {
			label = appendStretch(label, stretch{inLabel.to(from), inLabel.to(min(to, begin))})
		}
		if to > begin {
			text = appendStretch(text, stretch{inText.to(max(from-begin, 0)), inText.to(to - begin)})
		}
	})
	return label, text
}

func appendStretch(to []stretch, s stretch) []stretch {
	if last := len(to) - 1; last >= 0 && to[last].to == s.from {
		to[last].to = s.to
		return to
	}
	return append(to, s)
}

// A ruler measures a text in cells, in one pass.
type ruler struct {
	text      []byte
	at, cells int
}

// to returns the cells before a byte, which is not before the last one that was asked for.
func (r *ruler) to(i int) int {
	r.cells += ansi.StringWidth(string(r.text[r.at:i]))
	r.at = i
	return r.cells
}
