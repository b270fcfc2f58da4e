package chart

// dots is a picture of one series, finer than cells.
type dots struct {
	across, down  int // dots in a cell
	width, height int // cells
	masks         []uint8
}

func newDots(g *glyphSet, width, height int) *dots {
	return &dots{g.across, g.down, width, height, make([]uint8, width*height)}
}

// set sets the dot at column x from the left and y from the top.
func (d *dots) set(x, y int) {
	d.masks[y/d.down*d.width+x/d.across] |= 1 << (y%d.down*d.across + x%d.across)
}

// trace draws one column for each column of dots. Each stands from its lowest to its highest value and
// reaches to the end of the one before it, so that the line is whole wherever there is data; where there
// is none it breaks, for a line across a gap would show values that the feed has not sent. For the same reason a
// column that is broken joins neither of its neighbours; broken may be nil.
func (d *dots) trace(columns []Column, broken []bool, s scale) {
	levels := d.height * d.down
	for x, c := range columns {
		if !c.drawable() {
			continue
		}
		lowest, highest := c.extremes()
		from, to := s.level(lowest, levels), s.level(highest, levels)
		if x > 0 && columns[x-1].drawable() && (broken == nil || !broken[x-1] && !broken[x]) {
			before := s.level(columns[x-1].Last, levels)
			from, to = min(from, before+1), max(to, before-1)
		}
		for level := from; level <= to; level++ {
			d.set(x, levels-1-level)
		}
	}
}
