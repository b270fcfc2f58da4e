package watchlist

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

// swing is a minute of one value a second.
func swing(length float64) []float64 {
	values := make([]float64, 60)
	for i := range values {
		values[i] = math.Sin(float64(i) / length)
	}
	return values
}

// market is one row of each kind.
func market() []Row {
	late := swing(7)
	for i := 20; i < 30; i++ {
		late[i] = math.NaN()
	}
	return []Row{
		{Label: "XBT/USD", Last: 61240.2, Decimals: 1, HasValue: true, ChangePct: 0.31, Spark: swing(5), PerSecond: 96.3, HasAge: true, Age: 140 * time.Millisecond},
		{Label: "ETH/USD", Last: 3012.4, Decimals: 1, HasValue: true, ChangePct: -0.02, Spark: late, PerSecond: 31.4, HasAge: true, Age: 2 * time.Second},
		{Label: "SOL/USD", State: Pending},
		{Label: "FOO/USD", State: Rejected, Reason: "pair not found"},
		{Label: "ADA/USD", State: Off},
		{Label: "DOT/USD", State: Stale, Last: 6.1, Decimals: 4, HasValue: true, ChangePct: 0.001, Spark: swing(3), HasAge: true, Age: 12 * time.Minute},
		{Label: "systemStatus", State: Plain, HasAge: true, Age: 3 * time.Hour, PerSecond: 0.04},
	}
}

func listOf(width, height int, rows []Row) *Model {
	m := New(theme.Default())
	m.SetSize(width, height)
	m.SetRows(rows)
	m.SetFooter("reconnects 1  up 3h12m")
	return &m
}

// hostile is what a feed might call things to control the terminal.
func hostile() []Row {
	evil := "\x1b[31m\u202eXBT\r\n\u200b\u009b2J"
	return []Row{
		{Label: evil, HasValue: true, Last: math.Inf(1), Unit: evil, ChangePct: math.Inf(-1), Spark: []float64{math.NaN(), math.Inf(1), 1e308, -1e308}, PerSecond: math.Inf(1), HasAge: true, Age: math.MaxInt64},
		{Label: evil, State: Rejected, Reason: strings.Repeat(evil, 1000)},
		{Label: "日本円/米ドル為替", HasValue: true, Last: 1e308, Decimals: 300, Unit: "円", ChangePct: 1e308, PerSecond: 1e300},
		{Label: "👩‍👩‍👧🇨🇭👍🏽", HasValue: true, Last: -math.MaxFloat64, Decimals: -1, Unit: "👩‍👩‍👧👩‍👩‍👧", ChangePct: math.NaN(), PerSecond: math.NaN(), HasAge: true, Age: math.MinInt64},
		{Label: "nan", HasValue: true, Last: math.NaN(), PerSecond: -1},
		{Label: "", State: State(200), Reason: "\a"},
	}
}

func TestControlCharactersOfAFeedAreShownAsText(t *testing.T) {
	const title = "\x1b]0;x\a"
	for name, row := range map[string]Row{
		"label":  {Label: "a" + title},
		"word":   {Label: "a", Ended: true, Word: title, HasAge: true},
		"unit":   {Label: "a", HasValue: true, Unit: title},
		"reason": {Label: "a", State: Rejected, Reason: title},
	} {
		if view := listOf(80, 6, []Row{row}).View(); !strings.Contains(view, "␛]0;x␇") || strings.Contains(view, "\x1b]") {
			t.Errorf("%s: %q", name, view)
		}
	}
}

func TestViewGolden(t *testing.T) {
	sensors := []Row{
		{Label: "plant/boiler/temperature", State: Plain, HasValue: true, Last: 81.25, Decimals: 2, Unit: "°C", ChangePct: 1.5, Spark: swing(9), PerSecond: 1, HasAge: true},
		{Label: "plant/boiler/pressure", State: Plain, HasValue: true, Last: 1013.4, Decimals: 1, Unit: "hPa", ChangePct: -12.34, Spark: swing(4)[:9], PerSecond: 12345, HasAge: true, Age: 49 * time.Hour},
		{Label: "plant/door", State: Plain, HasValue: true, Last: 1, PerSecond: 0.2, HasAge: true, Age: 59 * time.Second, ChangePct: math.NaN()},
	}
	many := make([]Row, 1000)
	for i := range many {
		many[i] = Row{Label: fmt.Sprintf("S%04d", i), HasValue: true, Last: float64(i), ChangePct: 0, PerSecond: 1, HasAge: true}
	}
	for _, c := range []struct {
		name          string
		width, height int
		rows          []Row
	}{
		{"market-100x20", 100, 20, market()},
		{"market-60x12", 60, 12, market()},
		{"market-40x12", 40, 12, market()},
		{"sketch-40x12", 40, 12, market()[:6]},
		{"market-34x12", 34, 12, market()},
		{"market-30x12", 30, 12, market()},
		{"market-26x12", 26, 12, market()},
		{"market-20x12", 20, 12, market()},
		{"market-40x5", 40, 5, market()},
		{"market-24x2", 24, 2, market()},
		{"sensors-80x8", 80, 8, sensors},
		{"sensors-50x8", 50, 8, sensors},
		{"many-40x10", 40, 10, many},
		{"hostile-100x12", 100, 12, hostile()},
		{"hostile-40x12", 40, 12, hostile()},
		{"empty-40x8", 40, 8, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := listOf(c.width, c.height, c.rows)
			m.selectRow(1)
			golden.CheckSize(t, m.View(), c.width, c.height)
			golden.Check(t, c.name, ansi.Strip(m.View()))
		})
	}
}

// A row that has nothing new says for how long, and is not green, whether or not it has a value.
func TestARowWithoutNewDataSaysForHowLong(t *testing.T) {
	m := listOf(60, 8, []Row{
		{Label: "SOL/USD", State: NoData, For: 45 * time.Second},
		{Label: "ETH/USD", State: OnlyHistory, For: 12 * time.Second},
		{Label: "XBT/USD", State: OnlyHistory, HasValue: true, Last: 61240.2, Decimals: 1, For: 12 * time.Second},
	})
	view := m.View()
	for _, want := range []string{"◔▸SOL/USD  no data for 45s", "◔ ETH/USD  only history for 12s", "◔ XBT/USD", "61,240.2", "only history"} {
		if !strings.Contains(ansi.Strip(view), want) {
			t.Errorf("no %q in\n%s", want, ansi.Strip(view))
		}
	}
	if strings.Contains(view, m.theme.Good.Render("◔")) {
		t.Error("it is green")
	}
}

func TestViewStyled(t *testing.T) {
	m := listOf(44, 12, market())
	golden.Check(t, "styled", m.View())
	m.SetFocused(true)
	golden.Check(t, "styled-focused", m.View())
}

func TestViewIsExactAtAnySize(t *testing.T) {
	for name, rows := range map[string][]Row{"none": nil, "market": market(), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			m := listOf(0, 0, rows)
			m.SetFooter("\x1b[2J日本\n")
			for width := -1; width <= 90; width++ {
				for height := -1; height <= 12; height++ {
					if width > 3 && height > 6 && (width+height)%5 != 0 {
						continue
					}
					m.SetSize(width, height)
					m.SetFocused(!m.focused)
					m.selectRow(m.cursor + 1)
					golden.CheckSize(t, m.View(), width, height)
				}
			}
		})
	}
}

func TestEveryStateIsAWordOrASignAtTwentyCells(t *testing.T) {
	view := ansi.Strip(listOf(20, 12, market()).View())
	for _, want := range []string{"●▸XBT/USD", "◌ SOL/USD", "pending", "✗ FOO/USD", "rejected", "○ ADA/USD", "off", "◑ DOT/USD", "61,240.2"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is missing in\n%s", want, view)
		}
	}
}

func labels(names ...string) []Row {
	rows := make([]Row, len(names))
	for i, name := range names {
		rows[i].Label = name
	}
	return rows
}

// selected returns the label under the cursor.
func selected(t *testing.T, m *Model) string {
	t.Helper()
	i, ok := m.Selected()
	if !ok {
		t.Fatal("nothing is selected")
	}
	return m.rows[i].Label
}

func TestSelectionIsKeptByLabel(t *testing.T) {
	m := listOf(40, 6, nil) // titles and three rows
	if _, ok := m.Selected(); ok {
		t.Error("a row of an empty table is selected")
	}
	m.SetRows(labels("a", "b", "c", "d", "e", "f"))
	m.selectRow(4)
	m.selectRow(3) // in the middle of the three, so that scrolling alone would not keep it there
	line := m.cursor - m.top

	m.SetRows(labels("new", "a", "b", "c", "d", "e", "f"))
	if got := selected(t, m); got != "d" {
		t.Errorf("with a row above, %s is selected", got)
	}
	if got := m.cursor - m.top; got != line {
		t.Errorf("the selected row moved from line %d to line %d", line, got)
	}
	m.SetRows(nil)
	m.SetRows(labels("f", "e", "d"))
	if got := selected(t, m); got != "d" {
		t.Errorf("with all rows gone and back, %s is selected", got)
	}
	m.SetRows(labels("f", "e"))
	if got := selected(t, m); got != "e" {
		t.Errorf("with the last row gone, %s is selected", got)
	}
	m.SetRows(labels("e", "e", "e"))
	m.selectRow(1)
	m.SetRows(labels("e", "e", "e"))
	if i, _ := m.Selected(); i != 1 {
		t.Errorf("of three rows with one label, row %d instead of 1 is selected", i)
	}
}

func TestMovesKeepTheCursorInTheWindow(t *testing.T) {
	m := listOf(40, 6, labels("a", "b", "c", "d", "e", "f", "g", "h"))
	page := m.layout().rows
	if page < 2 || page > 4 {
		t.Fatalf("a page is %d rows", page)
	}
	for i, c := range []struct {
		do   Action
		want int
	}{
		{RowUp, 0}, {RowDown, 1}, {RowDown, 2}, {PageDown, 2 + page}, {PageUp, 2}, {RowUp, 1},
		{Bottom, 7}, {PageDown, 7}, {Top, 0}, {Bottom, 7}, {PageUp, 7 - page},
	} {
		m.Do(c.do)
		if m.cursor != c.want {
			t.Errorf("after move %d the cursor is on %d, want %d", i, m.cursor, c.want)
		}
		if m.cursor < m.top || m.cursor >= m.top+page {
			t.Errorf("after move %d the cursor is not visible: row %d, window %d to %d", i, m.cursor, m.top, m.top+page)
		}
		if view := ansi.Strip(m.View()); !strings.Contains(view, "●▸"+m.rows[m.cursor].Label) {
			t.Errorf("after move %d the cursor is not on the screen:\n%s", i, view)
		}
	}
	empty := listOf(40, 6, nil)
	for a := RowUp; a <= Bottom; a++ {
		empty.Do(a)
		if _, ok := empty.Selected(); ok {
			t.Errorf("move %d selected a row of an empty table", a)
		}
	}
}

func TestUnchangedIsNotDrawn(t *testing.T) {
	m := listOf(40, 12, market())
	before := m.View()
	m.SetSize(40, 12)
	m.SetFocused(false)
	m.SetFooter("reconnects 1  up 3h12m")
	if m.dirty || m.View() != before {
		t.Error("setting what was set made the table dirty")
	}
	m.SetFooter("reconnects 2")
	if m.View() == before {
		t.Error("a new footer does not show")
	}
}

// Were rows out of sight formatted, their cost would show: these would make the columns wider.
func TestOnlyVisibleRowsAreFormatted(t *testing.T) {
	rows := make([]Row, 1000)
	for i := range rows {
		rows[i] = Row{Label: "a", Last: 1, HasValue: true}
	}
	few := listOf(40, 12, rows[:200]).View()
	for i := 100; i < len(rows); i++ {
		rows[i] = Row{Label: strings.Repeat("w", 40), Last: 123456789, HasValue: true, Unit: "unit"}
	}
	many := listOf(40, 12, rows).View()
	if got, want := strings.Split(many, "\n")[1:], strings.Split(few, "\n")[1:]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("rows out of sight changed the table\n%s\n%s", ansi.Strip(few), ansi.Strip(many))
	}
	// The race detector allocates too, now and then: the fewest of a few tries are those of the table.
	small, large := allocations(rows[:50]), allocations(rows)
	for range 4 {
		small, large = min(small, allocations(rows[:50])), min(large, allocations(rows))
	}
	if large > small+2 {
		t.Errorf("a table of 1000 rows costs %v allocations, one of 50 costs %v", large, small)
	}
}

func allocations(rows []Row) float64 {
	m := listOf(40, 12, rows)
	return testing.AllocsPerRun(20, func() {
		m.dirty = true
		m.View()
	})
}

// At 120x36 the watchlist has 40x12 cells, all of them rows on a busy day.
func BenchmarkViewDirty(b *testing.B) {
	m := listOf(40, 12, append(market(), market()...))
	for b.Loop() {
		m.dirty = true
		m.View()
	}
}

func BenchmarkViewClean(b *testing.B) {
	m := listOf(40, 12, append(market(), market()...))
	for b.Loop() {
		m.View()
	}
}

// BenchmarkSetRows is by the number of rows, of which the same few are on the screen.
func BenchmarkSetRows(b *testing.B) {
	for _, n := range []int{1, 100, 10_000} {
		rows := make([]Row, n)
		for i := range rows {
			rows[i] = market()[i%2]
			rows[i].Label = fmt.Sprint(rows[i].Label, i)
		}
		for name, cursor := range map[string]int{"first": 0, "last": n - 1} {
			b.Run(fmt.Sprintf("%d/cursor=%s", n, name), func(b *testing.B) {
				m := listOf(40, 12, rows)
				m.Select(cursor)
				for b.Loop() {
					m.SetRows(rows)
					m.View()
				}
			})
		}
	}
}

// TestValuesHaveColumns draws the values of a preset beside the latest one, as far as there is space.
func TestValuesHaveColumns(t *testing.T) {
	for _, width := range []int{100, 60, 48} {
		rows := market()
		rows[0].Values = []Value{{Known: true, Number: 61240.1, Decimals: 1}, {Known: true, Number: 61240.3, Decimals: 1}, {Word: "halted\x1b[2J"}}
		rows[1].Values = []Value{{Known: true, Number: 3012.3, Decimals: 1}, {}, {Known: true, Number: 12.5, Decimals: 2}}
		m := listOf(width, 12, rows)
		m.SetColumns([]string{"bid", "ask", "volume"})
		m.SetOrder("by rate")
		golden.CheckSize(t, m.View(), width, 12)
		golden.Check(t, fmt.Sprintf("values-%dx12", width), ansi.Strip(m.View()))
	}
}

// TestANameIsNotCutWhereThereIsSpace: in rows that have words, beside one of which the name has no column that is as wide, and before
// the columns are set apart.
func TestANameIsNotCutWhereThereIsSpace(t *testing.T) {
	const long = "navigation.speedOverGround"
	words := []Row{{Label: long, State: NoData, For: 12 * time.Second}, {Label: "navigation.position", State: Rejected, Reason: "no such path"}, {Label: long + "2", State: Off}}
	figures := []Row{{Label: long, HasValue: true, Last: 6.1, Decimals: 1, ChangePct: 1, Spark: swing(5)[:12], HasAge: true}, {Label: "b", HasValue: true, Last: 1, HasAge: true}}
	for _, test := range []struct {
		width int
		rows  []Row
	}{{48, words}, {60, words}, {64, figures}, {66, figures}, {60, append(figures[1:2:2], words...)}} {
		m := listOf(test.width, 8, test.rows)
		for _, r := range test.rows {
			if view := ansi.Strip(m.View()); !strings.Contains(view, r.Label) {
				t.Errorf("%d cells: no %s in\n%s", test.width, r.Label, view)
			}
		}
	}
}
