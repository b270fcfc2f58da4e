package model

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/model/action"
	"sockeye/model/dialog"
	"sockeye/model/tab"
)

// listActions are what keys do in the watchlist.
func listActions() []record {
	return []record{
		{Name: "toggle", Panes: action.InList, Keys: []string{"space"}, Help: "subscribe or unsubscribe", Sends: true,
			Footer: []keyHint{{Rank: 61, Words: "on/off"}},
			Run:    func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().toggle(m.tab().tab.Label()) }},
		{Name: "again", Panes: action.InList, Keys: []string{"r"}, Help: "try a rejected one again", Sends: true,
			Footer: []keyHint{{Rank: 63, Words: "try again", When: func(m *Model) bool {
				l := m.tab().tab.Label()
				return l != nil && tab.Retriable(l)
			}}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().tryAgain(m.tab().tab.Label()) }},
		{Name: "remove", Panes: action.InList, Keys: []string{"d"}, Help: "remove a row that has no data", Sends: true,
			Footer: []keyHint{{Rank: 64, Words: "remove", When: func(m *Model) bool {
				l := m.tab().tab.Label()
				return l != nil && !tab.HasData(l)
			}}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.list().remove() }},
		{Name: "sort", Panes: action.InList, Keys: []string{"o"}, Help: "order",
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.list().nextSorting()
				return nil
			}},
		{Name: "add", Panes: action.InList | action.InChart, Keys: []string{"x"}, Help: "add to the chart, or take away",
			Footer: []keyHint{{Rank: 63, In: action.InChart, Words: "compare"}, {Rank: 62, In: action.InList, Words: "compare"}},
			Run: func(m *Model, _ tea.KeyPressMsg) tea.Cmd {
				m.chart().addSeries()
				return nil
			}},
	}
}

// listPane is the watchlist of a feed, for the operator.
type listPane struct {
	on host
	t  *feedView
}

// list returns the watchlist of the feed that is shown.
func (m *Model) list() listPane { return listPane{m.host(), m.tab()} }

// refresh has the watchlist show what is known at the moment of the screen.
func (p listPane) refresh() {
	t, on := p.t, p.on.screen(p.t)
	shown := t.at(p.on.now)
	rows := shown.Rows(on)
	t.list.SetRows(rows)
	t.tab.Select(t.list.Selected())
	if first, ok := shown.FirstRow(); ok {
		t.list.Select(first)
		t.tab.Select(first, true)
		t.tab.PlaceCursor()
	}
	from, to := t.list.Visible()
	shown.Complete(rows, on, from, to)
	t.list.SetFooter(shown.ListFooter())
}

// nextSorting changes the order of the watchlist.
func (p listPane) nextSorting() {
	t := p.t
	t.tab.Rows.Sorting = t.tab.Rows.Sorting.Next()
	p.on.notices.Show("watchlist " + t.tab.Rows.Sorting.Order().Name)
	p.on.refresh()
}

// openListFilter asks which labels the watchlist shows.
func (p listPane) openListFilter() {
	t := p.t
	p.on.dialogs.Prompt("show labels with: ", t.tab.Rows.Filter, func(line string) tea.Cmd {
		t.tab.Rows.Filter = strings.ToLower(strings.TrimSpace(line))
		p.on.refresh()
		return nil
	})
}

// listKey hands a key to the watchlist, whose cursor chooses what the chart shows.
func (p listPane) listKey(press tea.KeyPressMsg) {
	t := p.t
	t.list, _ = t.list.Update(press)
	p.followCursor()
}

// selectRow puts the cursor of the watchlist on a row.
func (p listPane) selectRow(i int) {
	p.t.list.Select(i)
	p.followCursor()
}

// chartRow charts a row, and puts the cursor of the watchlist on it. A filter that hides it ends.
func (p listPane) chartRow(n int32) {
	t := p.t
	if t.tab.Rows.At(n) < 0 {
		t.tab.Rows.Filter = ""
		p.on.refresh()
	}
	p.selectRow(t.tab.Rows.At(n))
}

// followCursor charts what the cursor of the watchlist is on, where the operator has put it.
func (p listPane) followCursor() {
	p.t.tab.PlaceCursor()
	p.on.refresh()
}

// openPicker offers what is known and not subscribed.
func (p listPane) openPicker() {
	t := p.t
	if preset := t.tab.Feed().Preset(); !preset.OpenEnded {
		p.on.notices.ShowError(fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", preset.Name))
		return
	}
	title := "SUBSCRIBE on " + p.on.theme.Glyphs.Text(t.tab.Name, 30)
	p.on.dialogs.Show(dialog.NewPicker(p.on.theme, p.on.dialogs.Keys, title, t.tab.Unwanted(), func(symbols []string) tea.Cmd {
		return p.on.await(t.tab.Feed().Subscribe(symbols...), p.on.notices.ShowError)
	}))
}

// errNoRow is why nothing can be done to the selected row.
var errNoRow = errors.New("nothing is selected")

func (p listPane) unsubscribe(l *event.Label) tea.Cmd {
	if l == nil {
		p.on.notices.ShowError(errNoRow)
		return nil
	}
	name := tab.SymbolOf(l)
	return p.on.await(p.t.tab.Feed().Unsubscribe(name), func(err error) {
		if err != nil {
			p.on.notices.ShowError(err)
			return
		}
		p.on.notices.Show(name + " is given up: :sub " + name + " brings it back")
	})
}

func (p listPane) askUnsubscribeAll() {
	t := p.t
	symbols := t.tab.Wanted()
	if len(symbols) == 0 {
		p.on.notices.ShowError(fmt.Errorf("nothing is subscribed"))
		return
	}
	p.on.dialogs.Ask(fmt.Sprintf("Unsubscribe all %d on %s (%s)?", len(symbols), t.tab.Name, format.JoinFirst(symbols)), p.on.keys.Of("unsubscribe-all"), func() tea.Cmd {
		return p.on.await(t.tab.Feed().Unsubscribe(symbols...), p.on.notices.ShowError)
	})
}

// toggle subscribes what is off and unsubscribes what is on.
func (p listPane) toggle(l *event.Label) tea.Cmd {
	if l == nil {
		p.on.notices.ShowError(errNoRow)
		return nil
	}
	switch {
	case !l.State.Wanted(), l.State == event.Rejected, l.State == event.Ended:
		return p.on.await(p.t.tab.Feed().Subscribe(tab.SymbolOf(l)), p.on.notices.ShowError)
	}
	return p.unsubscribe(l)
}

func (p listPane) tryAgain(l *event.Label) tea.Cmd {
	if l == nil || !tab.Retriable(l) {
		p.on.notices.ShowError(fmt.Errorf("only a subscription that was rejected, ended or not answered can be tried again"))
		return nil
	}
	return p.on.await(p.t.tab.Feed().Subscribe(tab.SymbolOf(l)), p.on.notices.ShowError)
}
