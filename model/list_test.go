package model

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// TestListTellsWhatIsVisible moves through more rows than there is room for, while their values change: what comes into
// sight says what is true now, and while the screen is frozen what was true then.
func TestListTellsWhatIsVisible(t *testing.T) {
	const rows = 100
	m := quiet(t, 120, 36)
	first := m.tabs[0]
	list := func() string { return ansi.Strip(first.list.View()) }
	show := func(more float64) {
		batch := busy(rows)
		batch.Rows = first.taken
		if batch.Rows == nil {
			batch.Rows = busy(rows).Rows
		}
		for i := range batch.Points {
			batch.Points[i].Value += more
			batch.Points[i].At += int64(more)
		}
		m.Update(batchMsg{tab: first, batch: batch})
		m.refresh()
	}
	show(1000)
	if !strings.Contains(list(), "1,000.00") || strings.Contains(list(), "1,090.00") {
		t.Errorf("the first rows are not shown:\n%s", list())
	}
	show(2000)
	m.selectRow(90)
	if !strings.Contains(list(), "2,090.00") {
		t.Errorf("row 90 does not say what is true now:\n%s", list())
	}
	show(3000)
	m.Update(tea.KeyPressMsg{Code: 'p', Text: "p"})
	show(4000)
	m.selectRow(50)
	if !strings.Contains(list(), "3,050.00") {
		t.Errorf("row 50 does not say what was true when the screen was frozen:\n%s", list())
	}
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if m.refresh(); !strings.Contains(list(), "4,050.00") {
		t.Errorf("row 50 does not say what is true now that the screen is live again:\n%s", list())
	}
}
