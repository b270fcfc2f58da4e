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
		m := listOf(width, TickerLines, rows)
		m.SetTicker(true)
		golden.CheckSize(t, m.View(), width, TickerLines)
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
		m := listOf(width, TickerLines, rows)
		m.SetTicker(true)
		for i := range rows {
			m.Select(i)
			m.SetRows(rows)
			golden.CheckSize(t, m.View(), width, TickerLines)
			if want := fmt.Sprint("▸row", i-len(hostile())); width > 40 && i >= len(hostile()) && !strings.Contains(ansi.Strip(m.View()), want) {
				t.Fatalf("%d cells: no %s in\n%s", width, want, ansi.Strip(m.View()))
			}
		}
	}
}
