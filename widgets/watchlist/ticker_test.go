package watchlist

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
)

func TestTickerGolden(t *testing.T) {
	for _, width := range []int{80, 60, 40, 99} {
		rows := market()
		rows[1].Alert = true
		m := listOf(width, tickerMost, rows)
		m.SetTicker(true)
		golden.CheckSize(t, m.View(), width, tickerMost)
		golden.Check(t, fmt.Sprintf("ticker-%d", width), ansi.Strip(m.View()))
	}
}

// TestTheTickerHasTheSelectedRow wherever the cursor is, whatever the rows are called, at any width.
func TestTheTickerHasTheSelectedRow(t *testing.T) {
	rows := hostile()
	for i := range 30 {
		rows = append(rows, Row{Label: fmt.Sprint("row", i), HasValue: true, Last: float64(i)})
	}
	for width := 1; width < 120; width += 7 {
		m := listOf(width, tickerMost, rows)
		m.SetTicker(true)
		for i := range rows {
			m.Select(i)
			m.SetRows(rows)
			golden.CheckSize(t, m.View(), width, tickerMost)
			if want := fmt.Sprint("▸row", i-len(hostile())); width > 40 && i >= len(hostile()) && !strings.Contains(ansi.Strip(m.View()), want) {
				t.Fatalf("%d cells: no %s in\n%s", width, want, ansi.Strip(m.View()))
			}
		}
	}
}

// TestTheTickerHasOneLineForRowsThatFitIntoIt, and two for more.
func TestTheTickerHasOneLineForRowsThatFitIntoIt(t *testing.T) {
	m := listOf(80, 1, market()[:2])
	m.SetTicker(true)
	for width, want := range map[int]int{80: 1, 40: 2} {
		if got := m.TickerLines(width); got != want {
			t.Errorf("two rows in %d cells: %d lines, want %d", width, got, want)
		}
	}
	golden.CheckSize(t, m.View(), 80, 1)
	if got := ansi.Strip(m.View()); !strings.Contains(got, "XBT/USD") || !strings.Contains(got, "ETH/USD") {
		t.Errorf("the line is %q", got)
	}
	m.SetRows(market())
	if got := m.TickerLines(80); got != tickerMost {
		t.Errorf("%d rows in 80 cells: %d lines", len(market()), got)
	}
	m.Select(5) // in one line, which the panes may leave it
	if got := ansi.Strip(m.View()); !strings.Contains(got, "▸"+market()[5].Label) {
		t.Errorf("the line has not the selected row: %q", got)
	}
}
