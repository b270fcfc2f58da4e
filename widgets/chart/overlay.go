package chart

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// drawSpans hatches the spans of which nothing is known.
func (m *Model) drawSpans(p *picture, w window) {
	for _, s := range m.data.Spans {
		first, end := w.touched(s)
		for x := first; x < end; x++ {
			for y := range p.height {
				p.put(x, y, m.set().hatch, s.Kind.ink())
			}
		}
	}
}

// nameSpans writes into each hatching why it is there, if it has space for the word and no trace in the way.
func (m *Model) nameSpans(p *picture, w window) {
	for _, s := range m.data.Spans {
		word := s.Kind.String()
		first, end := w.touched(s)
		if word == "" || end-first < len(word) {
			continue
		}
		if end-first >= len(word)+2 {
			word = " " + word + " "
		}
		x, y := first+(end-first-len(word))/2, p.height/2
		hatched := true
		for i := range len(word) {
			hatched = hatched && p.at(x+i, y).rune == m.set().hatch
		}
		if hatched {
			p.write(x, y, word, s.Kind.ink())
		}
	}
}

func (k SpanKind) ink() ink {
	switch k {
	case Gap:
		return inkGap
	case Down:
		return inkDown
	}
	return inkSilence
}

// write puts text into the picture, a cell for each rune of one cell's width; what goes beyond the edge is
// left out, and so is what cannot stand in one cell.
func (p *picture) write(x, y int, text string, i ink) {
	for _, r := range text {
		if x >= p.width {
			return
		}
		if ansi.StringWidth(string(r)) != 1 {
			r = '·'
		}
		if x >= 0 {
			p.put(x, y, r, i)
		}
		x++
	}
}

// nameMarks writes what the marks are, each at its level: at the right if nothing is there, else at the
// left, where the values are oldest, or where there is space between.
func (m *Model) nameMarks(p *picture, s scale) {
	g := m.set()
	for _, mark := range m.data.Marks {
		if !finite(mark.Value) {
			continue
		}
		text := m.figure(mark.Value, -1) // a level has as many digits as were typed
		if name := strings.TrimSpace(m.theme.Glyphs.Text(mark.Text, p.width/2)); name != "" {
			text = name + " " + text
		}
		switch {
		case mark.Value > s.max:
			text = string(g.above) + " " + text
		case mark.Value < s.min:
			text = string(g.below) + " " + text
		default:
			text = " " + text
		}
		cells := ansi.StringWidth(text)
		y := s.row(mark.Value, p.height, m.levels())
		if cells*2 > p.width {
			continue
		}
		x := p.width - cells
		if !p.free(x, y, cells) {
			x = 0
		}
		for right := p.width - cells; !p.free(x, y, cells) && right > 0; right-- {
			x = right - 1
		}
		p.write(x, y, text, inkMark)
	}
}

// drawMarks draws the levels of the marks that the scale holds, wherever nothing else is.
func (m *Model) drawMarks(p *picture, s scale) {
	g := m.set()
	for _, mark := range m.data.Marks {
		if !finite(mark.Value) || mark.Value > s.max || mark.Value < s.min {
			continue
		}
		for x := 0; x < p.width; x += 2 {
			p.under(x, s.row(mark.Value, p.height, m.levels()), g.dash, inkMark)
		}
	}
}

// drawHair draws the line of the crosshair, if it has a place in the window.
func (m *Model) drawHair(w window, height int, put func(x, y int, r rune, i ink)) {
	x, ok := m.hair(w)
	if !ok {
		return
	}
	for y := range height {
		put(x, y, m.set().hair, inkHair)
	}
}

// markBeyond puts a sign on the edge above or below each value that the scale does not hold.
func (p *picture) markBeyond(x int, lo, hi float64, s scale, g *glyphSet) {
	if hi > s.max {
		p.put(x, 0, g.above, inkBeyond)
	}
	if lo < s.min {
		p.put(x, p.height-1, g.below, inkBeyond)
	}
}
