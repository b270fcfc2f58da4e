package model

import "sockeye/model/pane"

// logColumns implements command.Columns for the log.
type logColumns struct{ t *pane.Feed }

func (logColumns) Pane() string          { return "the log" }
func (c logColumns) All() []string       { return c.t.Tab.AllColumns() }
func (c logColumns) Show(names []string) { c.t.ShowColumns(names) }

// listColumns implements command.Columns for the watchlist.
type listColumns struct {
	m *Model
	t *pane.Feed
}

func (listColumns) Pane() string    { return "the watchlist" }
func (c listColumns) All() []string { return c.t.Tab.Fields()[min(1, len(c.t.Tab.Fields())):] }

func (c listColumns) Show(names []string) {
	c.t.Tab.Rows.Columns = names
	c.m.refresh()
}
