package chart

import (
	"fmt"
	"math"
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
func (m *Model) pack(parts []part, space, spare int) []part {
	packed := make([]part, len(parts))
	for rank := range ranks {
		if rank == rankWindow {
			grow(packed, space, m.theme.Glyphs)
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

// heading returns the chart's title with what else belongs beside it, in at most width cells.
func (m *Model) heading(l layout, width int) string {
	const least = 4 // cells of a name, of which four still distinguish a symbol from most others
	w := m.window(l.cells())
	parts := m.nameParts(l, 0, width, least)
	if cell, ok := m.hair(w); ok && l.drawn {
		line, _ := join(m.pack(append(parts, m.hairParts(l, w, cell)...), width, width))
		return line
	}
	if l.drawn {
		change := m.changePart()
		if l.plot.margin == 0 {
			parts = append(parts, m.lastPart(l))
		} else {
			change.gap = 2
		}
		parts = append(parts, change, m.rangePart(l)) // before the names of the others, which have none
	}
	for i := range l.series[1:] {
		parts = append(parts, m.nameParts(l, i+1, width, least)...)
	}
	note := part{text: m.theme.Glyphs.Text(m.data.Note, width), style: m.theme.Dim, rank: rankNote, gap: 2}
	parts = append(parts, m.candlePart(l), m.windowPart("window "), m.scalePart(l), note)
	line, _ := join(m.pack(parts, width, width))
	return line
}

// nameParts are the name of a series, with its sign if there are several, which makes a legend of them, and the word
// for one that is not drawn.
func (m *Model) nameParts(l layout, series, width, least int) []part {
	s := &l.series[series]
	p := part{text: m.theme.Glyphs.Text(s.Name, width), style: m.theme.Title, rank: rankTitle, least: least, gap: 2}
	if len(l.series) > 1 && p.text != "" {
		p.text = string(m.set().sign(series)) + " " + p.text
		p.least += 2
		p.style = styleOf(inkOf(series), m.theme)
	}
	if !s.Hidden {
		return []part{p}
	}
	p.style = m.theme.Dim
	return []part{p, {text: "(hidden)", style: m.theme.Dim, rank: rankTitle, gap: 1}}
}

// rangePart is the highest and the lowest value that the window shows of the main series, which are not the ends of
// the axis: those may be round, or locked. A chart of one row has them at the ends of the row.
func (m *Model) rangePart(l layout) part {
	p := part{style: m.theme.Text, rank: rankRange, gap: 2}
	s, ok := m.rangeOf(l.series[0])
	if ok && l.drawn && l.rows > 1 {
		p.text = "high " + m.short(s.max, s) + " low " + m.short(s.min, s)
	}
	return p
}

// candlePart is how long the candles are, and how many of them had to be merged into one.
func (m *Model) candlePart(l layout) part {
	p := part{style: m.theme.Dim, rank: rankNote, gap: 2}
	candles := m.data.Candles
	if m.kind != Candles || !l.drawn || len(candles) == 0 || candles[len(candles)-1].Width <= 0 {
		return p
	}
	width := candles[len(candles)-1].Width
	p.text = "candle " + windowText(width)
	if space := m.window(l.cells()).space(width); space > 0 && space < 1 {
		p.text += fmt.Sprintf(", %.0f in a column", math.Ceil(1/space))
	}
	return p
}

// scalePart is whether the scale follows the values.
func (m *Model) scalePart(l layout) part {
	p := part{style: m.theme.Dim, rank: rankScale, gap: 2}
	switch {
	case !l.drawn:
	case m.bounds.IsSet():
		p.text, p.rank = "y locked", rankWindow
	case m.kind != Spark:
		p.text = "y auto"
	}
	return p
}

func (m *Model) lastPart(l layout) part {
	p := part{style: m.theme.Text, rank: rankLast, gap: 2}
	if last := l.series[0].Last; finite(last) {
		p.text = m.figure(last, m.data.Decimals)
		p.long = "last " + p.text
	}
	return p
}

// changePart stands closer to the last value before it than other parts do: the two belong together.
func (m *Model) changePart() part {
	p := part{rank: rankFigure, gap: 1}
	if !finite(m.data.Change) || m.data.Hidden {
		return p
	}
	p.text = text.Change(m.data.Change) + "%"
	switch p.text[0] {
	case '+':
		p.style = m.theme.Up
	case '-':
		p.style = m.theme.Down
	default:
		p.style = m.theme.Text
	}
	return p
}

func (m *Model) windowPart(name string) part {
	p := part{style: m.theme.Dim, rank: rankWindow, gap: 2}
	window := m.data.Window
	if window <= 0 {
		window = m.window(1).span
	}
	if window > 0 {
		p.text = name + windowText(window)
	}
	return p
}
