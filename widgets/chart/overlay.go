package chart

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// hatchSpans hatches the spans of which nothing is known.
func (p *plot) hatchSpans() {
	for _, s := range p.data.Spans {
		first, end := p.window.touched(s)
		for x := first; x < end; x++ {
			for y := range p.height {
				p.put(x, y, p.glyphs.hatch, s.Kind.style())
			}
		}
	}
}

// nameSpans writes into each hatching why it is there, if it has space for the word and no trace in the way.
func (p *plot) nameSpans() {
	for _, s := range p.data.Spans {
		word := s.Kind.String()
		first, end := p.window.touched(s)
		if word == "" || end-first < len(word) {
			continue
		}
		if end-first >= len(word)+2 {
			word = " " + word + " "
		}
		x, y := first+(end-first-len(word))/2, p.height/2
		hatched := true
		for i := range len(word) {
			hatched = hatched && p.at(x+i, y).rune == p.glyphs.hatch
		}
		if hatched {
			p.write(x, y, word, s.Kind.style())
		}
	}
}

// write puts text into the plot, a cell for each rune; what goes beyond the edge is left out, and what is not one cell wide
// is a dot.
func (p *plot) write(x, y int, text string, s styleID) {
	for _, r := range text {
		if ansi.StringWidth(string(r)) != 1 {
			r = '·'
		}
		if x >= 0 && x < p.width {
			p.put(x, y, r, s)
		}
		x++
	}
}

// drawMarks draws the levels of the marks that the scale holds, wherever nothing else is, and writes what the marks are: at
// the right if nothing is there, else at the left, where the values are oldest, or where there is space between.
func (p *plot) drawMarks() {
	for _, mark := range p.data.Marks {
		if finite(mark.Value) {
			p.nameMark(mark)
		}
	}
	for _, mark := range p.data.Marks {
		if !finite(mark.Value) || mark.Value > p.scale.max || mark.Value < p.scale.min {
			continue
		}
		for x := 0; x < p.width; x += 2 {
			p.under(x, p.row(mark.Value), p.glyphs.dash, styleMark)
		}
	}
}

func (p *plot) nameMark(mark Mark) {
	text := p.data.figure(mark.Value, -1) // a level has as many digits as were typed
	if name := strings.TrimSpace(p.theme.Glyphs.Text(mark.Text, p.width/2)); name != "" {
		text = name + " " + text
	}
	switch {
	case mark.Value > p.scale.max:
		text = string(p.glyphs.above) + " " + text
	case mark.Value < p.scale.min:
		text = string(p.glyphs.below) + " " + text
	default:
		text = " " + text
	}
	cells := ansi.StringWidth(text)
	if cells*2 > p.width {
		return
	}
	y, right := p.row(mark.Value), p.width-cells
	x := right
	if !p.free(x, y, cells) {
		x = 0
	}
	for ; !p.free(x, y, cells) && right > 0; right-- {
		x = right - 1
	}
	p.write(x, y, text, styleMark)
}

// drawCrosshair draws the line of the crosshair, if it has a place in the window.
func (p *plot) drawCrosshair(put func(x, y int, r rune, s styleID)) {
	if x, ok := p.crosshair.cell(p.window); ok {
		for y := range p.height {
			put(x, y, p.glyphs.crosshair, styleCrosshair)
		}
	}
}

// markBeyond puts a sign on the edge above or below each value that the scale does not hold.
func (p *plot) markBeyond(x int, lo, hi float64) {
	if hi > p.scale.max {
		p.put(x, 0, p.glyphs.above, styleBeyond)
	}
	if lo < p.scale.min {
		p.put(x, p.height-1, p.glyphs.below, styleBeyond)
	}
}
