package chart

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

// part is a piece of a line that competes with others for space. A part without text takes none.
type part struct {
	text  string // sanitised
	long  string // in place of text where there is space to spare; "": none
	style lipgloss.Style
	rank  rank
	least int // the cells to which it may be cut; 0: shown whole or not at all
	gap   int // blank cells between it and the part before it
}

// rank orders parts by what an operator misses first. The lower it is, the longer the part stays.
type rank int

const (
	rankLast rank = iota
	rankTitle
	rankFigure
	rankWindow // from here on, nothing takes space that the title could use
	rankRange
	rankNote
	rankScale
	ranks
)

// pack chooses the parts that space cells can hold, in the order of their ranks, and writes them out as long
// as they take no more than spare of them. The parts keep their places; those not chosen lose their text.
func pack(parts []part, space, spare int, glyphs text.Glyphs) []part {
	packed := make([]part, len(parts))
	for rank := range ranks {
		if rank == rankWindow {
			grow(packed, space, glyphs)
		}
		for i, p := range parts {
			if p.rank != rank || p.text == "" {
				continue
			}
			packed[i] = p
			if leastCells(packed) > space {
				packed[i] = part{}
			}
		}
	}
	for i, p := range packed {
		if p.text == "" || p.long == "" {
			continue
		}
		packed[i].text = p.long
		if leastCells(packed) > spare {
			packed[i].text = p.text
		}
	}
	return packed
}

// grow gives the parts that may be cut as much of space as they can use, and cuts them to what they got.
func grow(parts []part, space int, glyphs text.Glyphs) {
	for i, p := range parts {
		if p.least > 0 {
			spare := space - leastCells(parts)
			parts[i].text = glyphs.Text(p.text, p.least+spare)
			parts[i].least = 0
		}
	}
}

// leastCells returns the least width of the parts side by side.
func leastCells(parts []part) int {
	cells := 0
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		if cells > 0 {
			cells += p.gap
		}
		width := ansi.StringWidth(p.text)
		if p.least > 0 {
			width = min(width, p.least)
		}
		cells += width
	}
	return cells
}

// join styles the parts and sets them side by side. It returns the line and its width in cells.
func join(parts []part) (line string, cells int) {
	var b strings.Builder
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		if cells > 0 {
			b.WriteString(strings.Repeat(" ", p.gap))
			cells += p.gap
		}
		b.WriteString(p.style.Render(p.text))
		cells += ansi.StringWidth(p.text)
	}
	return b.String(), cells
}
