package pane

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/model/dialog"
	"sockeye/model/tab"
	"sockeye/widgets/watchlist"
)

// List is the watchlist of a feed, for the operator.
type List struct {
	On Screen
	Of *Feed
}

// Refresh has the watchlist show what is known at the moment of the screen.
func (p List) Refresh() {
	t, on := p.Of, p.On.Shown(p.Of)
	shown := t.At(p.On.Now)
	rows := shown.Rows(on)
	t.List.SetColumns(t.Tab.ListColumns())
	t.List.SetOrder(t.Tab.Rows.Sorting.Title())
	t.List.SetRows(rows)
	t.Tab.Select(t.List.Selected())
	if first, ok := shown.FirstRow(); ok {
		t.List.Select(first)
		t.Tab.Select(first, true)
		t.Tab.PlaceCursor()
	}
	from, to := t.List.Visible()
	shown.Complete(rows, on, from, to)
	t.List.SetFooter(shown.ListFooter())
}

// NextSorting changes the order of the watchlist.
func (p List) NextSorting() {
	t := p.Of
	t.Tab.Rows.Sorting = t.Tab.Rows.Sorting.Next()
	p.On.Notices.Show("watchlist " + t.Tab.Rows.Sorting.Order().Name)
	p.On.Refresh()
}

// OpenFilter asks which labels the watchlist shows.
func (p List) OpenFilter() {
	t := p.Of
	p.On.Dialogs.Prompt("show labels with: ", t.Tab.Rows.Filter, func(line string) tea.Cmd {
		t.Tab.Rows.Filter = strings.ToLower(strings.TrimSpace(line))
		p.On.Refresh()
		return nil
	})
}

// Do moves the cursor of the watchlist, which chooses what the chart shows.
func (p List) Do(a watchlist.Action) {
	p.Of.List.Do(a)
	p.followCursor()
}

// SelectRow puts the cursor of the watchlist on a row.
func (p List) SelectRow(i int) {
	p.Of.List.Select(i)
	p.followCursor()
}

// ChartRow charts a row, and puts the cursor of the watchlist on it. A filter that hides it ends.
func (p List) ChartRow(n int32) {
	t := p.Of
	if t.Tab.Rows.At(n) < 0 {
		t.Tab.Rows.Filter = ""
		p.On.Refresh()
	}
	p.SelectRow(t.Tab.Rows.At(n))
}

// followCursor charts what the cursor of the watchlist is on, where the operator has put it.
func (p List) followCursor() {
	p.Of.Tab.PlaceCursor()
	p.On.Refresh()
}

// OpenPicker offers what is known and not subscribed.
func (p List) OpenPicker() {
	t := p.Of
	if preset := t.Tab.Feed().Preset(); !preset.OpenEnded {
		p.On.Notices.ShowError(fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", preset.Name))
		return
	}
	choice := dialog.Choice{
		Title: "SUBSCRIBE on " + p.On.Theme.Glyphs.Text(t.Tab.Name, 30), Prompt: "symbol: ", Verb: "subscribe",
		Unknown: "enter asks the server for it: nothing known by this name", Empty: "type any symbol of the feed: all that is known is subscribed",
	}
	p.On.Dialogs.Show(dialog.NewPicker(p.On.Theme, p.On.Dialogs.Keys, choice, tab.Unwanted(t.Tab.Labels()), func(symbols []string) tea.Cmd {
		return p.On.Await(t.Tab.Ask().Subscribe(symbols...), p.On.Notices.ShowError)
	}))
}

// ErrNoRow is why nothing can be done to the selected row.
var ErrNoRow = errors.New("no row of the watchlist is selected")

// Unsubscribe gives up the subscription of a label; nil is an error.
func (p List) Unsubscribe(l *event.Label) tea.Cmd {
	if l == nil {
		p.On.Notices.ShowError(ErrNoRow)
		return nil
	}
	name := tab.SymbolOf(l)
	return p.On.Await(p.Of.Tab.Ask().Unsubscribe(name), func(err error) {
		if err != nil {
			p.On.Notices.ShowError(err)
			return
		}
		if others := p.Of.Tab.Ask().Others(name); others != "" {
			p.On.Notices.Show(name + " is not wanted by you any more, and stays: " + others + " wants it")
			return
		}
		p.On.Notices.Show(name + " is unsubscribed: :sub " + name + " brings it back")
	})
}

// AskUnsubscribeAll asks whether all subscriptions are to be given up.
func (p List) AskUnsubscribeAll() {
	t := p.Of
	symbols := tab.Wanted(t.Tab.Labels())
	if len(symbols) == 0 {
		p.On.Notices.ShowError(fmt.Errorf("nothing is subscribed"))
		return
	}
	p.On.Dialogs.Ask(fmt.Sprintf("Unsubscribe all %d on %s (%s)?", len(symbols), t.Tab.Name, format.JoinFirst(symbols)), p.On.Keys.Of("unsubscribe-all"), func() tea.Cmd {
		return p.On.Await(t.Tab.Ask().Unsubscribe(symbols...), p.On.Notices.ShowError)
	})
}

// Toggle subscribes what is off and unsubscribes what is on.
func (p List) Toggle(l *event.Label) tea.Cmd {
	if l == nil {
		p.On.Notices.ShowError(ErrNoRow)
		return nil
	}
	switch {
	case !l.State.Wanted(), l.State.Failed():
		return p.On.Await(p.Of.Tab.Ask().Subscribe(tab.SymbolOf(l)), p.On.Notices.ShowError)
	}
	return p.Unsubscribe(l)
}

// TryAgain asks once more for what was rejected, ended, not sent or not answered.
func (p List) TryAgain(l *event.Label) tea.Cmd {
	if l == nil || !tab.Retriable(l) {
		p.On.Notices.ShowError(fmt.Errorf("only a subscription that was rejected, ended, not sent or not answered can be tried again"))
		return nil
	}
	return p.On.Await(p.Of.Tab.Ask().Subscribe(tab.SymbolOf(l)), p.On.Notices.ShowError)
}
