package model

import (
	"sockeye/model/layout"
	"sockeye/model/pane"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// TestFilterHidesTheSelectedRow wants keys and chart to go by the cursor, wherever a filter takes it.
func TestFilterHidesTheSelectedRow(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	alpha := m.tabs.All[0]
	batch := busy(3)
	for i, label := range []string{"A", "B", "C"} {
		batch.Labels[i].Name, batch.Labels[i].Symbol = label, label
	}
	alpha.Tab.History().Add(time.Now(), batch)
	m.Update(batchMsg{tab: alpha, batch: batch})
	press := func(keys string) (cmd tea.Cmd) {
		for _, r := range keys {
			_, cmd = m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		return cmd
	}
	filter := func(text string) {
		press("/" + text)
		m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	}
	m.shape.Focus = layout.List
	filter("b")
	if r := alpha.At(time.Now()).Row(); r == nil || r.Name != "B" {
		t.Errorf("B is all that is shown, and %+v is selected", r)
	}
	if m.Update(press("u")()); !strings.HasPrefix(m.notices.Text, "B is given up") {
		t.Errorf("u says %q", m.notices.Text)
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	filter("nothing")
	if screen := ansi.Strip(m.View().Content); !strings.Contains(screen, "no label has nothing") {
		t.Errorf("what the chart has of no row:\n%s", screen)
	}
	for _, key := range []tea.KeyPressMsg{{Code: 'u', Text: "u"}, {Code: tea.KeySpace, Text: " "}, {Code: 'x', Text: "x"}, {Code: tea.KeyEnter}} {
		if m.Update(key); m.notices.Text != pane.ErrNoRow.Error() {
			t.Errorf("%s says %q of no row", key, m.notices.Text)
		}
	}
	m.list().ChartRow(2)
	if r := alpha.At(time.Now()).Row(); r == nil || r.Name != "C" || alpha.Tab.Rows.Filter != "" {
		t.Errorf("row 2 is charted, the filter is %q, and %+v is selected", alpha.Tab.Rows.Filter, r)
	}
	filter("nothing")
	if m.Update(tea.KeyPressMsg{Code: tea.KeyEscape}); alpha.At(time.Now()).Row() == nil || alpha.At(time.Now()).Row().Name != "C" {
		t.Errorf("without the filter, %+v is selected", alpha.At(time.Now()).Row())
	}
}

// TestRowsThatComeIntoViewAreOfTheMoment moves through more rows than there is space for, while their values change: what comes into
// sight says what is true now, and while the screen is frozen what was true then.
func TestRowsThatComeIntoViewAreOfTheMoment(t *testing.T) {
	t.Parallel()
	const rows = 100
	m := quiet(t, 120, 36)
	first := m.tabs.All[0]
	list := func() string { return ansi.Strip(first.List.View()) }
	labels := busy(rows).Labels // shared by the batches, as those of a feed
	show := func(more float64) {
		batch := busy(rows)
		batch.Labels = labels
		for i := range batch.Points {
			batch.Points[i].Value += more
			batch.Points[i].At += int64(more)
		}
		first.Tab.History().Add(time.Now(), batch)
		m.Update(batchMsg{tab: first, batch: batch})
		m.refresh()
	}
	show(1000)
	if !strings.Contains(list(), "1,000.00") || strings.Contains(list(), "1,090.00") {
		t.Errorf("the first rows are not shown:\n%s", list())
	}
	show(2000)
	m.list().SelectRow(90)
	if !strings.Contains(list(), "2,090.00") {
		t.Errorf("row 90 does not say what is true now:\n%s", list())
	}
	show(3000)
	m.Update(tea.KeyPressMsg{Code: 'p', Text: "p"})
	show(4000)
	m.list().SelectRow(50)
	if !strings.Contains(list(), "3,050.00") {
		t.Errorf("row 50 does not say what was true when the screen was frozen:\n%s", list())
	}
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if m.refresh(); !strings.Contains(list(), "4,050.00") {
		t.Errorf("row 50 does not say what is true now that the screen is live again:\n%s", list())
	}
}
