package chart

import (
	"math"
	"strings"
	"testing"
	"time"

	"sockeye/widgets/axis"
	"sockeye/widgets/grid"
	"sockeye/widgets/theme"
)

// plotOf returns the plot of a chart as it is drawn in so many cells, or if width is 0 in the chart's own.
func plotOf(m *Model, width, height int) *plot {
	l := m.layout()
	if width > 0 {
		l.cells, l.height = width, height
		l.cutSeries(width)
	}
	p := l.plot(l.height)
	m.kind.draw(p)
	p.nameSpans()
	p.drawMarks()
	return p
}

// A window that moves by one column moves the picture by one cell: all that is left is what it was.
func TestMovingWindowMovesByWholeCells(t *testing.T) {
	const cells, step = 60, 5 * time.Second
	for _, kind := range []Kind{Line, Candles} {
		at := func(from time.Time) *plot {
			m := New(theme.Default())
			m.SetKind(kind)
			m.SetBounds(axis.Scale{Min: 61190, Max: 61270})
			d := full(0)
			d.From, d.To = from, from.Add(cells*step)
			d.Marks = nil // which keep to the screen, not to the time
			for i := range d.Candles {
				d.Candles[i].Begin = d.Candles[i].Begin.Add(time.Second)
			}
			moved := int(from.Sub(noon.Add(-5*time.Minute)) / step)
			both := func(shift float64) []Column {
				return sample(func(x float64) float64 { return wave(x + shift) }, 4*cells, 0, 0)[2*moved : 2*moved+2*cells]
			}
			d.Columns, d.Others[0].Columns = both(0), both(0.3)
			m.SetData(d)
			return plotOf(&m, cells, 8)
		}
		before := at(noon.Add(-5 * time.Minute))
		after := at(noon.Add(-5*time.Minute + step))
		for y := range before.Height {
			for x := 1; x < cells-1; x++ { // the first and the last column have a neighbour less to join
				if *before.At(x+1, y) != *after.At(x, y) {
					t.Fatalf("%s: %q at %d,%d became %q", kind.Name(), before.At(x+1, y).Rune, x+1, y, after.At(x, y).Rune)
				}
			}
		}
	}
}

func TestNoTraceAcrossASpan(t *testing.T) {
	m := New(theme.Default())
	m.SetSize(60, 8)
	m.SetKind(Line)
	d := Data{From: noon, To: noon.Add(time.Minute)}
	for range m.Columns() { // held values, as a caller may have them that does not know of the span
		d.Columns = append(d.Columns, at(5))
	}
	d.Spans = []Span{{noon.Add(20 * time.Second), noon.Add(40 * time.Second), Silence}}
	m.SetData(d)
	p := plotOf(&m, 0, 0)
	first, end := p.window.Covered(d.Spans[0].From, d.Spans[0].To)
	for x := first; x < end; x++ {
		for y := range p.Height {
			if c := p.At(x, y); c.Style != styleSilence {
				t.Fatalf("%q in the silence at %d,%d", c.Rune, x, y)
			}
		}
	}
}

// A gap may have no length: messages were lost between two that came in the same instant.
func TestNoTraceAcrossAMoment(t *testing.T) {
	picture := func(spans ...Span) string {
		m := New(theme.Default())
		m.SetSize(60, 8)
		m.SetKind(Line)
		d := Data{From: noon, To: noon.Add(time.Minute), Spans: spans}
		for i := range m.Columns() {
			d.Columns = append(d.Columns, at(float64(2*i/m.Columns()))) // one step up, in the middle
		}
		m.SetData(d)
		p := plotOf(&m, 0, 0)
		column := ""
		for y := p.row(1) + 1; y < p.row(0); y++ {
			column += string(p.At(p.Width/2, y).Rune)
		}
		return column
	}
	if whole := picture(); strings.ContainsAny(whole, "\x00░") {
		t.Fatalf("the step is %q, want a whole line", whole)
	}
	half := noon.Add(30 * time.Second)
	if broken := picture(Span{half, half, Gap}); strings.Trim(broken, "░") != "" {
		t.Errorf("the step across a gap is %q, want nothing but hatching", broken)
	}
}

func TestCandlesOfOneCellAreMerged(t *testing.T) {
	begin := func(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }
	d := Data{From: noon, To: begin(10), Candles: []Candle{
		{begin(2), time.Second, 1, 4, 0, 2, 0},
		{begin(2).Add(time.Second / 2), time.Second, 2, 5, 1, 3, 0},
		{begin(4), time.Second, 1, math.NaN(), 0, 2, 0},
		{begin(5), time.Second, 7, 8, 6, 6.5, 0},
		{begin(9), time.Hour, 1, 1, 1, 1, 0}, // running
		{begin(11), time.Second, 1, 1, 1, 1, 0},
	}}
	bars := barsOf(&plot{Grid: grid.New(10, 1), window: axis.NewWindow(d.From, d.To, 10), data: &d, series: candles{}.series(&d, 10)})
	if len(bars) != 3 {
		t.Fatalf("%d bars, want 3: %v", len(bars), bars)
	}
	if b := bars[0]; b.cell != 2 || b.First != 1 || b.Max != 5 || b.Min != 0 || b.Last != 3 {
		t.Errorf("two candles in a cell became %+v", b)
	}
	if b := bars[1]; b.cell != 5 {
		t.Errorf("the third candle is in cell %d, want 5", b.cell)
	}
}
