package chart

// drawBars draws a bar for each cell of the window, from the lower edge to the lowest value there, and on it a line up
// to the highest. So the extremes of a slice are seen, however many values it has, and a sparkline is not mistaken for a
// line. The bars stand on the least value of the window, not on zero.
func (p *picture) drawBars(columns []Column, s scale, g *glyphSet) {
	steps := len(g.bars)
	p.solid = g.bars[steps-1]
	for x, c := range resample(columns, p.width) {
		if !c.drawable() {
			continue
		}
		lo, hi := c.extremes()
		bottom, top := s.level(lo, p.height*steps), s.level(hi, p.height*steps)
		for y := range p.height {
			first := (p.height - 1 - y) * steps // the lowest level of the row
			switch {
			case first+steps-1 <= bottom:
				p.put(x, y, p.solid, inkSeries)
			case first <= bottom:
				p.put(x, y, g.bars[bottom-first], inkSeries)
			case first+steps/2 <= top:
				p.put(x, y, g.reach, inkSeries)
			case first <= top:
				p.put(x, y, g.reachHalf, inkSeries)
			}
		}
		p.markBeyond(x, lo, hi, s, g)
	}
}
