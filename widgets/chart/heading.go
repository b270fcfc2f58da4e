package chart

import (
	"sockeye/feed/format"
	"sockeye/widgets/axis"
	"sockeye/widgets/theme"
)

// The ranks of what stands in a heading: what an operator misses first stays longest. From the window on, nothing takes
// space that the title could use.
const (
	rankLast = iota
	rankTitle
	rankFigure
	rankWindow
	rankRange
	rankNote
)

// heading returns the chart's title with what else belongs beside it, in at most width cells.
func (l *layout) heading(width int) string {
	const least = 4 // cells of a name, of which four still distinguish a symbol from most others
	p := l.plot(0)
	parts := l.nameParts(0, width, least)
	if cell, ok := p.crosshairCell(); ok && l.drawn {
		parts = append(parts, l.crosshairParts(p, cell)...)
	} else {
		if l.drawn {
			parts = append(parts, l.figureParts()...)
		}
		for i := range l.series[1:] {
			parts = append(parts, l.nameParts(i+1, width, least)...)
		}
		parts = append(parts, l.overlayParts(width)...)
		kindNote, locked := l.dim("", rankWindow), ""
		if l.drawn {
			kindNote.Text, kindNote.Long = l.chart.kind.note(p)
			if l.chart.bounds.IsSet() {
				locked = "y locked"
			}
		}
		parts = append(parts, kindNote, l.windowPart("window "), l.dim(locked, rankWindow),
			l.dim(l.theme.Glyphs.Text(l.data.Note, width), rankNote))
	}
	line, _ := theme.JoinParts(theme.FitParts(parts, width, width, rankWindow, l.theme.Glyphs))
	return line
}

func (l *layout) dim(text string, rank int) theme.Part {
	return theme.Part{Text: text, Style: l.theme.Dim, Rank: rank, Gap: 2}
}

// nameParts are the name of a series, with its sign if there are several, which makes a legend of them, and the word for
// one that is not drawn.
func (l *layout) nameParts(series, width, least int) []theme.Part {
	s := &l.series[series]
	p := theme.Part{Text: l.theme.Glyphs.Text(s.Name, width), Style: l.theme.Title, Rank: rankTitle, Least: least, Gap: 2}
	if len(l.series) > 1 && p.Text != "" {
		p.Text = string(l.glyphs.sign(s.Slot)) + " " + p.Text
		p.Least += 2
		p.Style = seriesStyle(l.theme, s.Slot)
	}
	if !s.Hidden {
		return []theme.Part{p}
	}
	p.Style = l.theme.Dim
	return []theme.Part{p, {Text: "(hidden)", Style: l.theme.Dim, Rank: rankTitle, Gap: 1}}
}

// figureParts are the figures of the main series: the last value, unless it stands beside the plot, the change, and the
// highest and the lowest value that the window shows. These are not the ends of the axis, which may be round, or locked. A
// chart of one row has them at the ends of the row.
func (l *layout) figureParts() []theme.Part {
	last, change := l.lastPart(), l.changePart()
	if l.margin > 0 {
		last, change.Gap = theme.Part{}, 2
	}
	highLow := theme.Part{Style: l.theme.Text, Rank: rankRange, Gap: 2}
	if s, ok := rangeOf(l.series[0]); ok && l.rows > 1 {
		highLow.Text = l.data.highLow(s)
	}
	return []theme.Part{last, change, highLow}
}

func (l *layout) lastPart() theme.Part {
	p := theme.Part{Style: l.theme.Text, Rank: rankLast, Gap: 2}
	if last := l.series[0].Last; axis.Finite(last) {
		p.Text = l.data.figure(last, l.data.Decimals)
		p.Long = "last " + p.Text
	}
	return p
}

// changePart stands closer to the last value before it than other parts do: the two belong together.
func (l *layout) changePart() theme.Part {
	p := theme.Part{Style: l.theme.Text, Rank: rankFigure, Gap: 1}
	if !axis.Finite(l.data.Change) || l.data.Hidden {
		return p
	}
	p.Text = format.Change(l.data.Change) + "%"
	switch p.Text[0] {
	case '+':
		p.Style = l.theme.Up
	case '-':
		p.Style = l.theme.Down
	}
	return p
}

func (l *layout) windowPart(name string) theme.Part {
	if l.data.Window <= 0 {
		return theme.Part{}
	}
	return l.dim(name+format.Length(l.data.Window), rankWindow)
}

// overlayParts are the names of the lines over the values, in their colours, with where they are now.
func (l *layout) overlayParts(width int) (parts []theme.Part) {
	for _, o := range l.data.Overlays {
		p := theme.Part{Text: l.theme.Glyphs.Text(o.Name, width), Style: seriesStyle(l.theme, o.Slot), Rank: rankWindow, Gap: 2}
		if axis.Finite(o.Last) {
			p.Long = p.Text + " " + l.data.figure(o.Last, o.Decimals)
		}
		parts = append(parts, p)
	}
	return parts
}
