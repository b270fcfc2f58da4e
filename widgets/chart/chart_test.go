package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/theme"
)

// wave is a price that moves in swings of several lengths. x runs from 0 to 1 over the window.
func wave(x float64) float64 {
	return 61230 + 20*math.Sin(9*x) + 8*math.Sin(31*x) + 4*math.Sin(97*x)
}

// sample cuts the window of price into n columns. Nothing arrives between the fractions from and to.
func sample(price func(float64) float64, n int, from, to float64) []Column {
	columns := make([]Column, n)
	for i := range columns {
		start, step := float64(i)/float64(n), 1/float64(n)
		if start > from && start < to {
			continue
		}
		c := Column{First: price(start), Last: price(start + step), Count: 5}
		c.Min, c.Max = min(c.First, c.Last), max(c.First, c.Last)
		for k := 1; k < 4; k++ {
			v := price(start + step*float64(k)/4)
			c.Min, c.Max = min(c.Min, v), max(c.Max, v)
		}
		columns[i] = c
	}
	return columns
}

// filled returns a chart of the given size with d, and columns of price as many as it asks for.
func filled(width, height int, d Data, price func(float64) float64) *Model {
	m := New(theme.Default())
	m.SetSize(width, height)
	d.From, d.To = noon.Add(-5*time.Minute), noon
	// Twice, as the width of the plot follows from the figures of the first data.
	for range 2 {
		d.Columns = sample(price, m.Columns(), 0.42, 0.47)
		m.SetData(d)
	}
	return &m
}

var price = Data{
	Title: "XBT/USD close", Window: 5 * time.Minute,
	Last: wave(1), Change: 0.31, Decimals: 1, Note: "1 gap",
}

func TestFiguresGiveWayToThePicture(t *testing.T) {
	for _, size := range [][2]int{
		{80, 12}, {80, 3}, {80, 1}, {40, 2}, {40, 1}, {20, 8}, {12, 6},
	} {
		name := fmt.Sprintf("price-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			m := filled(size[0], size[1], price, wave)
			golden.CheckSize(t, m.View(), size[0], size[1])
			golden.Check(t, name, ansi.Strip(m.View()))
		})
	}

	flat := price
	flat.Last, flat.Change, flat.Decimals, flat.Note = 61240.2, 0, 1, ""
	tiny := price
	tiny.Title, tiny.Last, tiny.Change, tiny.Decimals = "SHIB/USD", 0.00001234, -12.345, 8
	huge := price
	huge.Title, huge.Last, huge.Change, huge.Decimals = "huge", -1e308, math.Inf(1), 2
	hostile := price
	hostile.Title = "\x1b[31mXBT\r\n\u202eUSD\u200b 日本 👩‍👩‍👧 🇨🇭"
	hostile.Note = "\x1b]0;title\a"
	for _, c := range []struct {
		name  string
		data  Data
		price func(float64) float64
	}{
		{"flat", flat, func(float64) float64 { return 61240.2 }},
		{"tiny", tiny, func(x float64) float64 { return 0.000012 + 0.0000005*math.Sin(9*x) }},
		{"huge", huge, func(x float64) float64 { return 1e308 * math.Cos(math.Pi*x) }},
		{"hostile", hostile, wave},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := filled(80, 10, c.data, c.price)
			golden.CheckSize(t, m.View(), 80, 10)
			golden.Check(t, c.name, ansi.Strip(m.View()))
		})
	}
}

func TestSmallChartSaysWhy(t *testing.T) {
	for _, rows := range []int{1, 3} {
		m := filled(80, 12, price, wave)
		m.SetMaxRows(rows, "small: why")
		d := price
		for range 2 {
			d.Columns = sample(wave, m.Columns(), 0.42, 0.47)
			m.SetData(d)
		}
		golden.Check(t, fmt.Sprintf("max-rows-%d", rows), ansi.Strip(m.View()))
		golden.CheckSize(t, m.View(), 80, 12)
		m.SetMaxRows(40, "small: why")
		if strings.Contains(m.View(), "small") {
			t.Errorf("a chart that may be larger than its space says that it is small\n%s", m.View())
		}
	}
}

func TestStylesAndFocusAreWritten(t *testing.T) {
	m := filled(60, 8, price, wave)
	m.SetFocused(true)
	golden.Check(t, "styled", m.View())
}

func TestEmptyChartSaysWhy(t *testing.T) {
	m := New(theme.Default())
	m.SetSize(60, 6)
	m.SetData(Data{Title: "XBT/USD close", Window: 5 * time.Minute, Columns: make([]Column, 100), Empty: "no values in the last 5m\x1b[2J"})
	golden.CheckSize(t, m.View(), 60, 6)
	golden.Check(t, "empty", ansi.Strip(m.View()))
}

func TestViewIsExactAtAnySize(t *testing.T) {
	numbers := map[string]func(float64) float64{
		"wave": wave,
		"flat": func(float64) float64 { return 0 },
		"nan":  func(float64) float64 { return math.NaN() },
		"inf":  func(x float64) float64 { return math.Inf(1 - 2*int(2*x)) },
		"huge": func(x float64) float64 { return math.MaxFloat64 * math.Cos(math.Pi*x) },
		"tiny": func(x float64) float64 { return math.SmallestNonzeroFloat64 * math.Round(3*x) },
	}
	for name, f := range numbers {
		for _, decimals := range []int{-1, 0, 8, 400} {
			t.Run(fmt.Sprintf("%s/%d", name, decimals), func(t *testing.T) {
				for width := -1; width <= 60; width += 1 + width/8 {
					for height := -1; height <= 12; height++ {
						if width > 3 && height > 3 && (width+height)%7 != 0 {
							continue
						}
						d := Data{
							Title: "日本👩‍👩‍👧\x1b[31m", Note: "\u202e🇨🇭", Empty: "空\n", Window: time.Duration(width) * time.Minute,
							Last: f(1), Change: f(0.5), Decimals: decimals,
						}
						golden.CheckSize(t, filled(width, height, d, f).View(), width, height)
					}
				}
			})
		}
	}
}

func TestColumnsThatCannotBeDrawnAreLeftOut(t *testing.T) {
	m := New(theme.Default())
	m.SetSize(40, 8)
	for _, d := range []Data{
		{},
		{Columns: []Column{{}}},
		{Columns: []Column{{First: math.NaN(), Last: 1, Min: 1, Max: 1, Count: 1}}},
		{Columns: []Column{{First: 1, Last: 2, Min: 9, Max: -9, Count: -1}}},
		{Columns: []Column{{First: 1, Last: 2, Min: 9, Max: -9, Count: math.MaxInt}}},
		{Columns: make([]Column, 100_000), Window: -time.Hour, Last: math.NaN(), Change: math.NaN()},
	} {
		m.SetData(d)
		golden.CheckSize(t, m.View(), 40, 8)
	}
}

func TestViewChangesNothing(t *testing.T) {
	m := filled(80, 12, price, wave)
	before := *m
	view := m.View()
	if m.current != before.current || m.view != before.view {
		t.Error("View has changed the chart")
	}
	if m.Draw(); m.View() != view {
		t.Errorf("drawn as\n%s\nwhich was\n%s", m.View(), view)
	}
}

func TestColumnsIsWhatIsDrawn(t *testing.T) {
	for _, size := range [][2]int{{120, 12}, {80, 3}, {80, 1}, {24, 6}, {3, 5}, {1, 1}} {
		m := filled(size[0], size[1], price, wave)
		if got := len(m.data.Columns); got != m.Columns() || got == 0 {
			t.Errorf("%v: asked for %d columns, and for %d once it had them", size, got, m.Columns())
		}
	}
	m := New(theme.Default())
	if got := m.Columns(); got != 0 {
		t.Errorf("a chart without a size asks for %d columns", got)
	}
}

func TestLastIsAlwaysThere(t *testing.T) {
	for width := 14; width < 120; width++ {
		for height := 1; height < 12; height++ {
			if view := filled(width, height, price, wave).View(); !strings.Contains(view, "61,236.5") {
				t.Fatalf("%dx%d does not say the last value:\n%s", width, height, ansi.Strip(view))
			}
		}
	}
}

func BenchmarkView(b *testing.B) {
	m := filled(120, 12, price, wave)
	b.Run("changed", func(b *testing.B) {
		for b.Loop() {
			m.View()
		}
	})
	m.Draw()
	b.Run("drawn", func(b *testing.B) {
		for b.Loop() {
			m.View()
		}
	})
}
