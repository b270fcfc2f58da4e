package model

import (
	"math"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/header"
	"sockeye/widgets/watchlist"
)

// headerValue is the value of the selected label, as of the moment that the panes show.
func (m *Model) headerValue() (shown header.Value) {
	t := m.tab()
	if t.selected == event.NoLabel {
		return shown
	}
	t.history.View(t.frozen, func(v history.View) {
		r := t.known(v, t.selected)
		state := t.stateOf(&r)
		shown = header.Value{Label: r.Name, Unit: r.Unit, Old: t.frozen != nil || state != watchlist.Live && state != watchlist.Plain}
		value, field := t.main(&r)
		if over := r.Over(); over != nil {
			shown.Word = over.Word
			return
		}
		if value == nil || math.IsNaN(value.Last) {
			return
		}
		shown.Known, shown.Last, shown.Decimals = true, value.Last, value.Decimals
		if value.Kept {
			pct := change(v, history.Key{Label: t.selected, Field: field}, t.at(m.now), m.window, max(t.chart.Columns(), 1))
			if !math.IsNaN(pct) {
				shown.ChangePct, shown.HasChange = pct, true
			}
		}
	})
	return shown
}
