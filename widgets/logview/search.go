package logview

import (
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/pattern"
)

// search finds entries among those that the filters show.
type search struct {
	log     *source
	filters *filters
	text    *line
	places  *places
	pattern *pattern.Pattern // nil: there is no search
	hits    scanner
}

// set searches for another pattern, or with nil for none.
func (s *search) set(p *pattern.Pattern) {
	s.pattern = p
	s.restart()
}

// restart applies the search to all shown entries anew. Those that the filters
// have not scanned yet come later.
func (s *search) restart() {
	s.hits.reset(s.log.first)
	if s.pattern == nil {
		return
	}
	from := s.log.first
	if s.filters.active() {
		for _, hole := range s.filters.passing.todo {
			s.hits.todo.Add(from, hole.From)
			from = hole.To
		}
	}
	s.hits.todo.Add(from, s.log.end)
}

// isHit reports whether the search finds something in an entry, and how many bytes of it were searched; 0: all.
func (s *search) isHit(entry Entry) (found bool, searched int) {
	if s.filters.active() && !s.filters.passing.found.Has(entry.Number) {
		return false, 0
	}
	s.text.setEntry(entry)
	found, searched = s.pattern.Match(&s.text.Text)
	if found || !s.text.goesOn(searched) {
		return found, 0
	}
	return false, searched
}

// price is what so many bytes cost beyond what any text does, in entries.
func (s *search) price(bytes int) int { return price(s.pattern, bytes) }

// below returns the first hit from one entry up to, and not including, another;
// known is false if there are entries before it that have not been searched.
func (s *search) below(from, to uint64) (n uint64, ok, known bool) {
	n, ok = s.hits.found.Next(from, to)
	if ok {
		to = n
	}
	return n, ok, !s.unsearched(from, to)
}

// above returns the last hit from one entry up to, and not including, another;
// known is false if there are entries after it that have not been searched.
func (s *search) above(from, to uint64) (n uint64, ok, known bool) {
	if to > from {
		n, ok = s.hits.found.Prev(to-1, from)
	}
	if ok {
		from = n + 1
	}
	return n, ok, !s.unsearched(from, to)
}

// unsearched reports whether there may be hits that are not known yet.
func (s *search) unsearched(from, to uint64) bool {
	return s.hits.todo.Touch(from, to) || s.filters.active() && s.filters.passing.todo.Touch(from, to)
}

// A stretch is a run of cells, from one up to, and not including, another.
type stretch struct{ from, to int }

// matches returns where the search finds something in the label of an entry and in
// so many cells of its text from skip on, both counted from their own beginning. Of
// a match that goes on farther than [lookahead] beyond those cells, it may be a
// part.
func (s *search) matches(entry Entry, skip, cells int) (label, text []stretch) {
	if s.pattern == nil {
		return nil, nil
	}
	reach := reach(s.pattern, cells)
	from := max(skip-reach, 0)
	if from == 0 || entry.Label != "" {
		head := reach
		if from == 0 {
			head += skip + cells
		}
		begin, goesOn := s.text.setHead(entry, head)
		if label, text = s.stretches(begin, false, goesOn); from == 0 {
			return label, text
		}
	}
	part, before := s.places.from(entry, from)
	goesOn := s.text.setPart(part, before, skip-from+cells+reach)
	_, text = s.stretches(0, true, goesOn)
	for i := range text {
		text[i].from += from
		text[i].to += from
	}
	return label, text
}

// stretches returns what the search finds before and after a byte of the line, in cells from the beginning and from there.
// Stretches that touch are one.
func (s *search) stretches(begin int, before, after bool) (label, text []stretch) {
	line := s.text.text
	inLabel, inText := ruler{text: line}, ruler{text: line[begin:]}
	s.pattern.Each(&s.text.Text, before, after, func(from, to int) {
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
