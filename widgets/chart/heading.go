package chart

import (
	"sockeye/feed/format"
)

// heading returns the chart's title with what else belongs beside it, in at most width cells.
func (l *layout) heading(width int) string {
	const least = 4 // cells of a name, of which four still distinguish a symbol from most others
	p := l.plot(0)
	parts := l.nameParts(0, width, least)
	cell, ok := p.crosshair.cell(p.window)
	if ok = ok && l.drawn; ok {
		parts = append(parts, l.crosshairParts(p, cell)...)
	} else {
		parts = append(parts, l.figureParts()...)
		for i := range l.series[1:] {
			parts = append(parts, l.nameParts(i+1, width, least)...)
		}
		note := part{style: l.theme.Dim, rank: rankNote, gap: 2}
		kindNote := note
		if l.drawn {
			kindNote.text = l.chart.kind.note(p)
		}
		note.text = l.theme.Glyphs.Text(l.data.Note, width)
		parts = append(parts, kindNote, l.windowPart("window "), l.scalePart(), note)
	}
	line, _ := join(pack(parts, width, width, l.theme.Glyphs))
	return line
}

// nameParts are the name of a series, with its sign if there are several, which makes a legend of them, and the word for
// one that is not drawn.
func (l *layout) nameParts(series, width, least int) []part {
	s := &l.series[series]
	p := part{text: l.theme.Glyphs.Text(s.Name, width), style: l.theme.Title, rank: rankTitle, least: least, gap: 2}
	if len(l.series) > 1 && p.text != "" {
		p.text = string(l.glyphs.sign(series)) + " " + p.text
		p.least += 2
		p.style = styleOf(series).in(l.theme)
	}
	if !s.Hidden {
		return []part{p}
	}
	p.style = l.theme.Dim
	return []part{p, {text: "(hidden)", style: l.theme.Dim, rank: rankTitle, gap: 1}}
}

// figureParts are the figures of the main series: the last value, unless it stands beside the plot, the change, and the
// highest and the lowest value that the window shows. These are not the ends of the axis, which may be round, or locked. A
// chart of one row has them at the ends of the row.
func (l *layout) figureParts() []part {
	if !l.drawn {
		return nil
	}
	last, change := l.lastPart(), l.changePart()
	if l.margin > 0 {
		last, change.gap = part{}, 2
	}
	highLow := part{style: l.theme.Text, rank: rankRange, gap: 2}
	if s, ok := scaleOf(l.series[0].Columns); ok && l.rows > 1 {
		highLow.text = "high " + l.data.short(s.max, s) + " low " + l.data.short(s.min, s)
	}
	return []part{last, change, highLow}
}

func (l *layout) lastPart() part {
	p := part{style: l.theme.Text, rank: rankLast, gap: 2}
	if last := l.series[0].Last; finite(last) {
		p.text = l.data.figure(last, l.data.Decimals)
		p.long = "last " + p.text
	}
	return p
}

// changePart stands closer to the last value before it than other parts do: the two belong together.
func (l *layout) changePart() part {
	p := part{rank: rankFigure, gap: 1, style: l.theme.Text}
	if !finite(l.data.Change) || l.data.Hidden {
		return p
	}
	p.text = format.Change(l.data.Change) + "%"
	switch p.text[0] {
	case '+':
		p.style = l.theme.Up
	case '-':
		p.style = l.theme.Down
	}
	return p
}

func (l *layout) windowPart(name string) part {
	p := part{style: l.theme.Dim, rank: rankWindow, gap: 2}
	length := l.data.Window
	if length <= 0 {
		length = newWindow(l.data.From, l.data.To, 1).span
	}
	if length > 0 {
		p.text = name + windowText(length)
	}
	return p
}

// scalePart is whether the scale follows the values.
func (l *layout) scalePart() part {
	p := part{style: l.theme.Dim, rank: rankScale, gap: 2}
	switch {
	case !l.drawn:
	case l.chart.bounds.IsSet():
		p.text, p.rank = "y locked", rankWindow
	case l.chart.kind.rounded():
		p.text = "y auto"
	}
	return p
}
