package chart

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/axis"
	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// noon is when the windows of these tests end.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// candlesOf cuts the five minutes before noon into candles of the given width.
func candlesOf(width time.Duration) []Candle {
	var out []Candle
	for from := time.Duration(0); from < 5*time.Minute; from += width {
		c := sample(func(x float64) float64 {
			return wave(float64(from)/float64(5*time.Minute) + x*float64(width)/float64(5*time.Minute))
		}, 1, 0, 0)[0]
		out = append(out, Candle{
			Begin: noon.Add(from - 5*time.Minute), Width: width,
			Open: c.First, High: c.Max + 3, Low: c.Min - 4, Close: c.Last, Volume: 5 + math.Abs(c.Last-c.First),
		})
	}
	return out
}

// full returns data with something of everything: two lines, candles, a span of each kind, and marks
// within the scale and beyond it.
func full(columns int) Data {
	d := price
	d.From, d.To = noon.Add(-5*time.Minute), noon
	d.Volume = "vol"
	d.Columns = sample(wave, columns, 0, 0)
	d.Others = []Series{{
		Name: "XBT/USD vwap", Last: 61238.25, Decimals: 1, Slot: 1,
		Columns: sample(func(x float64) float64 { return 61230 + 14*math.Sin(8*x+1) }, columns, 0, 0),
	}}
	for _, c := range candlesOf(5 * time.Second) {
		if i := c.Begin.Sub(d.From) / (5 * time.Second); i < 23 || i >= 30 {
			d.Candles = append(d.Candles, c)
		}
	}
	d.Spans = []Span{{d.From.Add(115 * time.Second), d.From.Add(150 * time.Second), Gap}}
	d.Marks = []Mark{{61230, "alert"}, {70000, "alert"}}
	return d
}

func themeOf(glyphs text.Glyphs) *theme.Theme {
	th := theme.Default()
	th.Glyphs = glyphs
	return th
}

// show returns a chart of the given size and kind with full data.
func show(width, height int, kind Kind, glyphs text.Glyphs) *Model {
	m := New(themeOf(glyphs))
	m.SetSize(width, height)
	m.SetKind(kind)
	for range 3 { // as the width of the plot follows from the figures of the first data
		m.SetData(full(m.Columns()))
	}
	return &m
}

var (
	kindNames  = map[Kind]string{Spark: "spark", Line: "line", Candles: "candles"} // of the golden files
	glyphNames = map[text.Glyphs]string{text.Braille: "braille", text.Blocks: "blocks", text.ASCII: "ascii"}
)

func TestKindsAreDrawnInAllGlyphs(t *testing.T) {
	for kind, kindName := range kindNames {
		for _, size := range [][2]int{{120, 12}, {57, 9}, {40, 2}} {
			name := fmt.Sprintf("%s-%dx%d", kindName, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				m := show(size[0], size[1], kind, text.Braille)
				golden.CheckSize(t, m.View(), size[0], size[1])
				golden.Check(t, name, ansi.Strip(m.View()))
			})
		}
		for _, glyphs := range []text.Glyphs{text.Blocks, text.ASCII} {
			name := fmt.Sprintf("%s-%s-78x11", kindName, glyphNames[glyphs])
			t.Run(name, func(t *testing.T) {
				m := show(78, 11, kind, glyphs)
				golden.CheckSize(t, m.View(), 78, 11)
				golden.Check(t, name, ansi.Strip(m.View()))
			})
		}
	}
}

func TestCrosshairNamesTheValuesUnderIt(t *testing.T) {
	for _, c := range []struct {
		name string
		kind Kind
		at   time.Duration // from the window's start
	}{
		{"crosshair-spark", Spark, 60 * time.Second},
		{"crosshair-line", Line, 200 * time.Second},
		{"crosshair-candles", Candles, 200 * time.Second},
		{"crosshair-gap", Candles, 130 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := show(78, 11, c.kind, text.Braille)
			m.SetCrosshair(noon.Add(c.at - 5*time.Minute))
			golden.CheckSize(t, m.View(), 78, 11)
			golden.Check(t, c.name, ansi.Strip(m.View()))
		})
	}
}

func TestValuesBeyondALockedScaleAreMarked(t *testing.T) {
	for kind, name := range kindNames {
		t.Run(name, func(t *testing.T) {
			m := show(78, 11, kind, text.Braille)
			m.SetBounds(axis.Scale{Min: 61210, Max: 61250})
			m.SetData(full(m.Columns()))
			golden.CheckSize(t, m.View(), 78, 11)
			golden.Check(t, "locked-"+name, ansi.Strip(m.View()))
		})
	}
}

func TestWideCandlesHaveTheirWickInTheMiddle(t *testing.T) {
	m := show(78, 11, Candles, text.Braille)
	d := full(0)
	d.Spans, d.Marks, d.Candles = nil, nil, candlesOf(30*time.Second)
	// One without a change, and one that is upside down.
	d.Candles[4].Close = d.Candles[4].Open
	d.Candles[6].High, d.Candles[6].Low = d.Candles[6].Low, d.Candles[6].High
	m.SetData(d)
	golden.CheckSize(t, m.View(), 78, 11)
	golden.Check(t, "candles-wide", ansi.Strip(m.View()))
}

func TestNoDataAndNoSizeBreaksAKind(t *testing.T) {
	awkward := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, math.SmallestNonzeroFloat64, 0, 61230}
	hostile := "\x1b[31m日本👩‍👩‍👧\u202e\n"
	data := map[string]func(columns int) Data{
		"full": full,
		"empty": func(int) Data {
			return Data{From: noon.Add(-time.Minute), To: noon, Spans: full(0).Spans, Marks: full(0).Marks}
		},
		"one point": func(int) Data {
			return Data{From: noon, To: noon.Add(1), Columns: []Column{at(1)}, Candles: []Candle{{Begin: noon, Open: 1, High: 1, Low: 1, Close: 1}}}
		},
		"awkward": func(columns int) Data {
			d := Data{Title: hostile, Note: hostile, From: noon.Add(-time.Minute), To: noon, Location: time.FixedZone(hostile, 20700), Decimals: 400}
			for i := range columns {
				d.Columns = append(d.Columns, at(awkward[i%len(awkward)]))
			}
			d.Others = []Series{{Name: hostile, Columns: d.Columns, Last: -1e308}, {Columns: d.Columns[:columns/2], Last: math.NaN()}, {}, {}, {}, {}, {}}
			for i := range 50 {
				v := func(n int) float64 { return awkward[(i*n)%len(awkward)] }
				d.Candles = append(d.Candles, Candle{noon.Add(time.Duration(-i*7%60) * time.Second), time.Duration(i-3) << (i % 60), v(1), v(3), v(5), v(7), v(9)})
				d.Marks = append(d.Marks, Mark{v(1), hostile})
				d.Spans = append(d.Spans, Span{noon.Add(time.Duration(-i) * time.Second), noon.Add(time.Duration(-i*i) * time.Second), SpanKind(i % len(hatchings))})
			}
			return d
		},
		"backwards": func(columns int) Data {
			d := full(columns)
			d.From, d.To = d.To, d.From
			return d
		},
		"for ever": func(columns int) Data {
			d := full(columns)
			d.From, d.To = time.Unix(-1<<60, 0), time.Unix(1<<60, 0)
			return d
		},
	}
	for name, of := range data {
		for _, kind := range Kinds {
			for glyphs := text.Braille; glyphs <= text.ASCII+1; glyphs++ {
				t.Run(fmt.Sprintf("%s/%s/%d", name, kind.Name(), glyphs), func(t *testing.T) {
					locks := []axis.Scale{{}, {Min: 61220, Max: 61240}, {Min: -1e308, Max: 1e308}, {Min: math.NaN(), Max: 1}}
					for i, width := range []int{-1, 0, 1, 3, 4, 7, 17, 62} {
						for k, height := range []int{-1, 0, 1, 2, 3, 4, 7, 11} {
							m := New(themeOf(glyphs))
							m.SetSize(width, height)
							m.SetKind(kind)
							m.SetBounds(locks[(i+k)%len(locks)])
							m.SetCrosshair(noon.Add(-20 * time.Second))
							m.SetData(of(m.Columns()))
							golden.CheckSize(t, m.View(), width, height)
							m.CrosshairStep(math.MinInt)
						}
					}
				})
			}
		}
	}
}

func TestNothingNewDrawsNothing(t *testing.T) {
	for kind, name := range kindNames {
		m := show(78, 11, kind, text.Braille)
		m.Draw()
		m.SetSize(78, 11)
		m.SetFocused(false)
		m.SetKind(kind)
		m.SetBounds(axis.Scale{})
		m.SetMaxRows(0, "")
		m.SetCrosshair(time.Time{})
		if !m.current {
			t.Errorf("%s: the same once more has the chart drawn again", name)
		}
		if m.SetCrosshair(noon); m.current {
			t.Errorf("%s: a crosshair leaves the chart as it was", name)
		}
	}
}

func TestScaleDropsAnOutlierOnceItLeaves(t *testing.T) {
	m := show(78, 11, Line, text.Braille)
	calm := m.Bounds()
	d := full(m.Columns())
	d.Columns[0].Max = 1e6
	m.SetData(d)
	if m.Bounds().Max < 1e6 {
		t.Fatalf("an outlier that is visible is not on the scale %v", m.Bounds())
	}
	m.SetData(full(m.Columns()))
	m.SetData(full(m.Columns()))
	if m.Bounds() != calm {
		t.Errorf("the scale is %v after the outlier, want %v", m.Bounds(), calm)
	}
	m.SetBounds(m.Bounds())
	d.Columns[0].Max = 1e6
	m.SetData(d)
	if m.Bounds() != calm {
		t.Errorf("the locked scale is %v, want %v", m.Bounds(), calm)
	}
}

func TestCrosshairStepsByCellsInsideTheWindow(t *testing.T) {
	m := show(78, 11, Line, text.Braille)
	w := axis.NewWindow(m.data.From, m.data.To, m.layout().cells)
	newest := w.Begin(w.Cells - 1)
	if got := m.CrosshairStep(-3); !got.Equal(newest) {
		t.Errorf("without a crosshair a step leads to %v, want the newest column %v", got, newest)
	}
	m.SetCrosshair(newest)
	for _, c := range []struct{ n, cell int }{{0, w.Cells - 1}, {1, w.Cells - 1}, {-1, w.Cells - 2}, {math.MinInt, 0}, {math.MaxInt, w.Cells - 1}} {
		if got := w.Cell(m.CrosshairStep(c.n)); got != c.cell {
			t.Errorf("%d columns from the newest is column %d, want %d", c.n, got, c.cell)
		}
	}
	m.SetCrosshair(noon.Add(-time.Hour)) // it has left the window
	if got := w.Cell(m.CrosshairStep(0)); got != 0 {
		t.Errorf("from before the window a step leads to column %d, want 0", got)
	}
	if empty := New(theme.Default()); !empty.CrosshairStep(1).IsZero() {
		t.Error("a chart without a window has a column to point at")
	}
}

// BenchmarkKinds draws each kind of chart with each set of glyphs, on a screen of 120x36 zoomed and on a large one.
func BenchmarkKinds(b *testing.B) {
	for _, kind := range []Kind{Spark, Line, Candles} {
		for glyphs, name := range glyphNames {
			for _, size := range [][2]int{{120, 8}, {120, 12}, {240, 40}, {240, 60}, {240, 70}} {
				b.Run(fmt.Sprintf("%s/%s/%dx%d", kindNames[kind], name, size[0], size[1]), func(b *testing.B) {
					m := show(size[0], size[1], kind, glyphs)
					m.SetCrosshair(noon.Add(-time.Minute))
					for b.Loop() {
						m.View()
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size[0]*size[1]), "ns/cell")
				})
			}
		}
	}
}
