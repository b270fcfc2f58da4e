package chart

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/trace"
)

// Span is a stretch of time of which the chart cannot say what the values were. It is hatched, and no trace leads across it,
// however short it is. A column that lies wholly in it is not drawn.
type Span struct {
	From, To time.Time
	Kind     SpanKind
}

// SpanKind is why there are no values in a span.
type SpanKind int

// The kinds of spans.
const (
	Gap     SpanKind = iota // messages were lost
	Silence                 // nothing came, though the feed was connected
	Down                    // the feed was not connected
	Evicted                 // there were values, which are kept no longer
	NoValue                 // the feed says that there is none
)

// hatchings are the words and the styles of the kinds of spans.
var hatchings = [...]struct {
	word  string
	style grid.Style
}{
	Gap: {"gap", styleGap}, Silence: {"silence", styleSilence}, Down: {"down", styleDown},
	Evicted: {"evicted", styleSilence}, NoValue: {"no value", styleSilence},
}

// hatchSpans hatches the spans of which nothing is known.
func (p *plot) hatchSpans() {
	for _, s := range p.data.Spans {
		first, end := p.window.Touched(s.From, s.To)
		for x := first; x < end; x++ {
			for y := range p.Height {
				p.Put(x, y, p.glyphs.hatch, hatchings[s.Kind].style)
			}
		}
	}
}

// nameSpans writes into each hatching why it is there, if it has space for the word and no trace in the way.
func (p *plot) nameSpans() {
	for _, s := range p.data.Spans {
		word := hatchings[s.Kind].word
		first, end := p.window.Touched(s.From, s.To)
		if end-first < len(word) {
			continue
		}
		if end-first >= len(word)+2 {
			word = " " + word + " "
		}
		x, y := first+(end-first-len(word))/2, p.Height/2
		hatched := true
		for i := range len(word) {
			hatched = hatched && p.At(x+i, y).Rune == p.glyphs.hatch
		}
		if hatched {
			p.Write(x, y, word, hatchings[s.Kind].style)
		}
	}
}

// drawMarks draws the levels of the marks that the scale holds, wherever nothing else is, and writes what the marks are: at
// the right if nothing is there, else at the left, where the values are oldest, or where there is space between.
func (p *plot) drawMarks() {
	for _, mark := range p.data.Marks {
		if axis.Finite(mark.Value) {
			p.nameMark(mark)
		}
	}
	for _, mark := range p.data.Marks {
		if v := mark.Value; v >= p.scale.Min && v <= p.scale.Max {
			for x := 0; x < p.Width; x += 2 {
				p.Under(x, p.row(v), p.glyphs.dash, styleMark)
			}
		}
	}
}

func (p *plot) nameMark(mark Mark) {
	text := p.data.figure(mark.Value, -1) // a level has as many digits as were typed
	if name := strings.TrimSpace(p.theme.Glyphs.Text(mark.Text, p.Width/2)); name != "" {
		text = name + " " + text
	}
	switch {
	case mark.Value > p.scale.Max:
		text = string(p.glyphs.above) + " " + text
	case mark.Value < p.scale.Min:
		text = string(p.glyphs.below) + " " + text
	default:
		text = " " + text
	}
	cells := ansi.StringWidth(text)
	if cells*2 > p.Width {
		return
	}
	y, right := p.row(mark.Value), p.Width-cells
	x := right
	if !p.Free(x, y, cells) {
		x = 0
	}
	for ; !p.Free(x, y, cells) && right > 0; right-- {
		x = right - 1
	}
	p.Write(x, y, text, styleMark)
}

// markBeyond puts a sign on the edge above or below each value that the scale does not hold.
func (p *plot) markBeyond(x int, lo, hi float64) {
	if hi > p.scale.Max {
		p.Put(x, 0, p.glyphs.above, styleBeyond)
	}
	if lo < p.scale.Min {
		p.Put(x, p.Height-1, p.glyphs.below, styleBeyond)
	}
}

// drawOverlays draws the lines that are computed from the values, wherever nothing else is: a candle is not hidden by an average.
func (p *plot) drawOverlays() {
	for _, o := range p.data.Overlays {
		columns := trace.Lasts(trace.Resample(o.Columns, p.Width*p.glyphs.across))
		p.drawDots(p.dots(p.glyphs.across).Line(columns, p.broken(p.glyphs.across)), o.Slot, p.Under)
	}
}
