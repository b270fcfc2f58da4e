package logview

import "sockeye/widgets/theme"

// placeDistance is how many cells apart the places are that are known of a text.
const placeDistance = 128

// places are those known in the texts of the entries in the window, so that an entry that is scrolled sideways is not
// measured from its beginning each time: 30 entries of 16 KiB of emoji would take 60 ms a render (BenchmarkLarge).
type places struct {
	th      *theme.Theme
	entries map[uint64][]place
	old     map[uint64][]place // of the render before
}

// A place is a byte of a text, and the cell there.
type place struct{ at, cell int }

// nextRender begins another render: what it does not ask for is not kept.
func (p *places) nextRender() { p.entries, p.old = make(map[uint64][]place), p.entries }

// reset drops everything: other entries or other glyphs are shown.
func (p *places) reset() { p.entries, p.old = nil, nil }

// from returns the text of an entry from a place before a cell on, and how many cells it is before that.
func (p *places) from(entry Entry, cell int) (text []byte, skip int) {
	if cell < placeDistance || p.entries == nil {
		return entry.Text, cell
	}
	known, ok := p.entries[entry.Number]
	if !ok {
		known = p.old[entry.Number]
	}
	for len(known) < cell/placeDistance {
		var last place
		if n := len(known); n > 0 {
			last = known[n-1]
		}
		at, cells := p.th.Glyphs.Advance(entry.Text[last.at:], (len(known)+1)*placeDistance-last.cell)
		known = append(known, place{last.at + at, last.cell + cells})
	}
	p.entries[entry.Number] = known
	near := known[cell/placeDistance-1]
	return entry.Text[near.at:], cell - near.cell
}
