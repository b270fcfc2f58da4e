package logview

// stride is how many cells apart the places are that are known of a text.
const stride = 128

// columns are places in the texts of the entries in the window, so that an entry that is scrolled sideways is not measured from
// its beginning each time: 30 entries of 16 KiB of emoji would take 60 ms a render (BenchmarkLarge).
type columns struct {
	entries map[uint64][]place
	old     map[uint64][]place // of the render before
}

// A place is a byte of a text, and the cell there.
type place struct{ at, cell int }

// turn begins another render: what it does not ask for is not kept.
func (c *columns) turn() { c.entries, c.old = make(map[uint64][]place), c.entries }

// reset lets go of everything: other entries or other glyphs are shown.
func (c *columns) reset() { *c = columns{} }

// from returns the text of an entry from a place before a cell on, and how many cells it is before that.
func (m *Model) from(entry Entry, cell int) (text []byte, skip int) {
	if cell < stride || m.columns.entries == nil {
		return entry.Text, cell
	}
	places, ok := m.columns.entries[entry.Number]
	if !ok {
		places = m.columns.old[entry.Number]
	}
	for len(places) < cell/stride {
		var last place
		if n := len(places); n > 0 {
			last = places[n-1]
		}
		at, cells := m.th.Glyphs.Advance(entry.Text[last.at:], (len(places)+1)*stride-last.cell)
		places = append(places, place{last.at + at, last.cell + cells})
	}
	m.columns.entries[entry.Number] = places
	near := places[cell/stride-1]
	return entry.Text[near.at:], cell - near.cell
}
