package theme

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

// Part is a piece of a line that may have to give its cells to others, as in the title of a pane. One without text takes none.
type Part struct {
	Text  string // sanitised
	Long  string // in place of Text where there is space to spare; "": none
	Style lipgloss.Style
	Rank  int // the lower it is, the longer the part stays
	Least int // the cells to which it may be cut; 0: shown whole or not at all
	Gap   int // blank cells between it and the part before it
}

// FitParts chooses the parts that space cells can hold, in the order of their ranks, and writes them out as long as they
// take no more than spare of them. Those of the rank extra or above have no cells that one of the others, which was cut,
// could use. The parts keep their places; those not chosen lose their text.
func FitParts(parts []Part, space, spare, extra int, glyphs text.Glyphs) []Part {
	fit := make([]Part, len(parts))
	byRank := make([]int, len(parts))
	for i := range byRank {
		byRank[i] = i
	}
	slices.SortStableFunc(byRank, func(i, j int) int { return parts[i].Rank - parts[j].Rank })
	grown := false
	for _, i := range byRank {
		if parts[i].Rank >= extra && !grown {
			growParts(fit, space, glyphs)
			grown = true
		}
		if fit[i] = parts[i]; leastCells(fit) > space {
			fit[i] = Part{}
		}
	}
	growParts(fit, space, glyphs)
	for i, p := range fit {
		if p.Text == "" || p.Long == "" {
			continue
		}
		if fit[i].Text = p.Long; leastCells(fit) > spare {
			fit[i].Text = p.Text
		}
	}
	return fit
}

// growParts gives the parts that may be cut as much of space as they can use, and cuts them to what they got.
func growParts(parts []Part, space int, glyphs text.Glyphs) {
	for i, p := range parts {
		if p.Least > 0 {
			parts[i].Text = glyphs.Text(p.Text, p.Least+space-leastCells(parts))
			parts[i].Least = 0
		}
	}
}

// leastCells returns the least width of the parts side by side.
func leastCells(parts []Part) int {
	cells := 0
	for _, p := range parts {
		if p.Text == "" {
			continue
		}
		if cells > 0 {
			cells += p.Gap
		}
		width := ansi.StringWidth(p.Text)
		if p.Least > 0 {
			width = min(width, p.Least)
		}
		cells += width
	}
	return cells
}

// JoinParts styles the parts and sets them side by side. It returns the line and its width in cells.
func JoinParts(parts []Part) (line string, cells int) {
	var b strings.Builder
	for _, p := range parts {
		if p.Text == "" {
			continue
		}
		if cells > 0 {
			b.WriteString(strings.Repeat(" ", p.Gap))
			cells += p.Gap
		}
		b.WriteString(text.Render(p.Text, p.Style))
		cells += ansi.StringWidth(p.Text)
	}
	return b.String(), cells
}
