package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/axis"
	"sockeye/widgets/golden"
	"sockeye/widgets/grid"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

func TestThemesDistinguishTheSeries(t *testing.T) {
	for _, name := range theme.Names()[1:] { // the first is one of the others
		th, err := theme.New(theme.Appearance{Theme: name, Background: theme.DarkBackground})
		if err != nil {
			t.Fatal(err)
		}
		m := New(th)
		m.SetSize(78, 11)
		m.SetKind(Line)
		for range 3 {
			m.SetData(full(m.Columns()))
		}
		golden.Check(t, "theme-"+name, golden.Styles(m.View()))
	}
}

func TestASCIIChartIsASCII(t *testing.T) {
	for kind := range kindNames {
		for _, size := range [][2]int{{120, 12}, {57, 9}, {40, 4}, {80, 1}, {40, 2}, {3, 3}} {
			m := show(size[0], size[1], kind, text.ASCII)
			d := full(m.Columns())
			d.Title, d.Note, d.Others[0].Name, d.Marks[0].Text = "Цена €\x1b[2J", "2 пропуска", "日本", "тревога\xff"
			d.Empty = "ничего"
			d.Marks = append(d.Marks, Mark{math.Inf(1), "∞"})
			m.SetData(d)
			for _, cross := range []time.Time{{}, noon.Add(-time.Minute)} {
				m.SetCrosshair(cross)
				golden.CheckSize(t, m.View(), size[0], size[1])
				golden.CheckASCII(t, m.View())
			}
			m.SetBounds(axis.Scale{Min: 61220, Max: 61240})
			golden.CheckASCII(t, m.View())
			m.SetData(Data{Empty: "ничего"})
			golden.CheckASCII(t, m.View())
		}
	}
}

func TestRestyleDrawsInTheNewTheme(t *testing.T) {
	th := theme.Default()
	m := New(th)
	m.SetSize(78, 11)
	m.SetKind(Line)
	m.SetData(full(m.Columns()))
	before := m.View()
	other, _ := theme.New(theme.Appearance{Theme: "light", Glyphs: text.ASCII})
	*th = *other
	m.SetTheme(th)
	if m.View() == before {
		t.Error("another theme leaves the chart as it was")
	}
	golden.CheckASCII(t, m.View())
}

func TestHiddenSeriesIsNamedAndNotDrawn(t *testing.T) {
	m := show(120, 12, Line, text.Braille)
	both := m.Bounds()
	d := full(m.Columns())
	d.Others[0].Hidden = true
	m.SetData(d)
	golden.Check(t, "hidden-other", ansi.Strip(m.View()))
	d.Hidden = true
	m.SetData(d)
	golden.Check(t, "hidden-both", ansi.Strip(m.View()))
	d.Others[0].Hidden = false
	m.SetData(d)
	golden.Check(t, "hidden-main", ansi.Strip(m.View()))
	if alone := m.Bounds(); alone == both || alone.Max >= both.Max {
		t.Errorf("what is hidden is on the scale: %v, with it %v", alone, both)
	}
	m.SetCrosshair(noon.Add(-time.Minute))
	if view := ansi.Strip(m.View()); strings.Contains(view, "  ● 61,2") || !strings.Contains(view, "  ■ 61,2") {
		t.Errorf("the crosshair does not distinguish the hidden from the shown:\n%s", view)
	}
	for _, kind := range []Kind{Spark, Candles} {
		m := show(78, 11, kind, text.Braille)
		d := full(m.Columns())
		d.Hidden = true
		m.SetData(d)
		if view := ansi.Strip(m.View()); !strings.Contains(view, "XBT/USD close (hidden)") || strings.Contains(view, "61,2") {
			t.Errorf("a %s that is hidden shows\n%s", kindNames[kind], view)
		}
	}
	changed := full(m.Columns())
	m.SetData(changed)
	m.Draw()
	changed.Hidden = true
	m.SetData(changed)
	if m.current {
		t.Error("hiding leaves the chart as it was")
	}
}

func TestPercentHasSignAndUnit(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
	}{{"percent-78x11", 78, 11}, {"percent-120x12", 120, 12}, {"percent-80x1", 80, 1}} {
		m := New(theme.Default())
		m.SetSize(c.width, c.height)
		m.SetKind(Line)
		for range 3 {
			d := Data{
				Title: "XBT/USD", From: noon.Add(-5 * time.Minute), To: noon, Window: 5 * time.Minute, Percent: true, Decimals: 2, Last: 0.31, Change: math.NaN(),
				Columns: sample(func(x float64) float64 { return x*0.31 + 0.1*math.Sin(9*x) }, m.Columns(), 0, 0),
			}
			d.Others = []Series{{Name: "ETH/USD", Last: -0.2, Decimals: 2, Slot: 1, Columns: sample(func(x float64) float64 { return -0.2 * x }, m.Columns(), 0, 0)}}
			m.SetData(d)
		}
		golden.Check(t, c.name, ansi.Strip(m.View()))
	}
}

func TestZeroPercentHasNoSign(t *testing.T) {
	d := Data{Percent: true}
	for v, want := range map[float64]string{0.314: "+0.31%", -0.2: "-0.20%", 0: "0.00%", 0.001: "0.00%", -0.001: "0.00%", 1234.5: "+1,234.50%"} {
		if got := d.figure(v, 2); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}

// The highest and the lowest value of the window are in the heading, whatever the scale is.
func TestRangeIsNamed(t *testing.T) {
	const want = "high 61,261.8 low 61,199.6"
	for _, kind := range []Kind{Spark, Line} {
		m := show(140, 12, kind, text.Braille)
		d := full(280)
		m.SetData(d)
		m.SetBounds(axis.Scale{Min: 61220, Max: 61240})
		if view := ansi.Strip(m.View()); !strings.Contains(view, want) {
			t.Errorf("%s: no %q in\n%s", kindNames[kind], want, view)
		}
	}
	// It gives way before the window does, and before the length of candles.
	for width := 140; width > 20; width-- {
		heading, _, _ := strings.Cut(ansi.Strip(show(width, 12, Candles, text.Braille).View()), "\n")
		if !strings.Contains(heading, "high ") {
			continue
		}
		if !strings.Contains(heading, "candle 5s") || !strings.Contains(heading, "window 5m") {
			t.Errorf("%d cells: the range is in the place of the window or of the length of candles: %s", width, heading)
		}
	}
}

// TestTheHeadingSaysHowLongTheCandlesAreThatAreDrawn where several have one column.
func TestTheHeadingSaysHowLongTheCandlesAreThatAreDrawn(t *testing.T) {
	for cells, want := range map[int]string{140: "candle 5s  window 10m", 40: "candle 15s  window 10m", 60: "candle 10s, 2 of 5s in one  window 10m"} {
		m := show(cells, 12, Candles, text.Braille)
		from, to := axis.WholeCells(noon, noon, 5*time.Second, 10*time.Minute, m.Columns())
		d := Data{Title: "A", From: from, To: to, Window: 10 * time.Minute, Last: 2, Change: math.NaN()}
		for at := from; at.Before(noon); at = at.Add(5 * time.Second) {
			d.Candles = append(d.Candles, Candle{Begin: at, Width: 5 * time.Second, Open: 1, High: 3, Low: 1, Close: 2})
		}
		m.SetData(d)
		heading, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if !strings.Contains(heading, want) {
			t.Errorf("%d cells: no %q in %q", cells, want, heading)
		}
	}
}

// The ends of a scale that is locked are not what the values were.
func TestOnlyWhatWasIsHighAndLow(t *testing.T) {
	for _, height := range []int{1, 2, 3} {
		m := filled(160, height, price, wave)
		if view := ansi.Strip(m.View()); !strings.Contains(view, "low 61,") || !strings.Contains(view, "high 61,") {
			t.Errorf("%d rows: the ends are not named:\n%s", height, view)
		}
		m.SetBounds(axis.Scale{Min: 61000, Max: 62000})
		if view := ansi.Strip(m.View()); strings.Contains(view, "low 61,") || strings.Contains(view, "high 62,") {
			t.Errorf("%d rows: bounds are shown as values:\n%s", height, view)
		}
	}
}

// TestTheAreaLiesUnderALineOfLastValues: extremes between them are no part of it, and where nothing is known there is neither.
func TestTheAreaLiesUnderALineOfLastValues(t *testing.T) {
	columns := []Column{at(0), at(7), at(7), {}, {First: 3, Last: 3, Min: 0, Max: 7, Count: 3}, at(3)}
	for name, want := range map[string][]string{"dark": {" ~~   ", "⣀~# ~~"}, "mono": {" ⡟⠛   ", "⣀⡇⠡ ⠛⠛"}} {
		// "~" is a line on the area, "#" the area alone.
		th, err := theme.New(theme.Appearance{Theme: name, Background: theme.DarkBackground})
		if err != nil {
			t.Fatal(err)
		}
		p := &plot{
			Grid: grid.New(6, 2), series: []Series{{Columns: columns}}, glyphs: &glyphSets[text.Braille], theme: th, data: &Data{},
			scale: axis.Scale{Min: 0, Max: 7}, scaled: 2, across: 2, down: 4,
		}
		Spark.draw(p)
		var rows []string
		for y := range p.Height {
			var row []rune
			for x := range p.Width {
				c := p.At(x, y)
				switch {
				case c.Ground == groundArea && c.Rune == 0:
					c.Rune = '#'
				case c.Ground == groundArea:
					c.Rune = '~'
				}
				row = append(row, max(c.Rune, ' '))
			}
			rows = append(rows, string(row))
		}
		if !slices.Equal(rows, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(rows, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestTheHigherOfTwoLastValuesStandsAbove, where they are too near for each to stand at its level, whichever series comes first.
func TestTheHigherOfTwoLastValuesStandsAbove(t *testing.T) {
	for _, last := range [][2]float64{{0.11, 0.05}, {0.05, 0.11}} {
		m := show(140, 12, Line, text.Braille)
		series := func(to float64) []Column {
			return sample(func(x float64) float64 { return x*to + 0.4*math.Sin(9*x)*(1-x) }, m.Columns(), 0, 0)
		}
		d := Data{Title: "A", From: noon.Add(-time.Minute), To: noon, Window: time.Minute, Percent: true, Decimals: 2, Last: last[0], Change: math.NaN(), Columns: series(last[0])}
		d.Others = []Series{{Name: "B", Last: last[1], Decimals: 2, Slot: 1, Columns: series(last[1])}}
		m.SetData(d)
		view := ansi.Strip(m.View())
		high, low := strings.LastIndex(view, "+0.11%"), strings.LastIndex(view, "+0.05%")
		if high < 0 || low < 0 || high > low {
			t.Errorf("A at %v, B at %v:\n%s", last[0], last[1], view)
		}
	}
}

// TestFiguresOfValuesThatDifferDiffer has whole numbers of sixteen digits, of which six are the same.
func TestFiguresOfValuesThatDifferDiffer(t *testing.T) {
	const begin = 1795690060000000
	for _, span := range []float64{60e6, 5000, 40} {
		m := show(120, 12, Line, text.Braille)
		m.SetData(Data{
			Title: "us epoch", From: noon.Add(-time.Minute), To: noon, Window: time.Minute, Last: begin + span, Change: math.NaN(),
			Columns: sample(func(x float64) float64 { return begin + math.Round(x*span) }, m.Columns(), 0, 0),
		})
		view := ansi.Strip(m.View())
		heading, body, _ := strings.Cut(view, "\n")
		_, figures, _ := strings.Cut(heading, "high ")
		high, low, _ := strings.Cut(figures, " low ")
		if low, _, _ = strings.Cut(low, " "); high == "" || high == low {
			t.Errorf("over %v the heading says high %q low %q:\n%s", span, high, low, view)
		}
		labels := map[string]bool{}
		for line := range strings.Lines(body) {
			label, _, is := strings.Cut(line, "┤")
			if label = strings.Trim(label, "│ "); is && labels[label] {
				t.Errorf("over %v two labels are %s:\n%s", span, label, view)
			}
			if is {
				labels[label] = true
			}
		}
		if len(labels) < 2 {
			t.Errorf("over %v there are the labels %v:\n%s", span, labels, view)
		}
	}
}
