package tab

import (
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// Wanted returns the symbols of labels that are subscribed or about to be.
func Wanted(labels event.Labels) (symbols []string) {
	for _, l := range labels.All() {
		if l.State.Wanted() {
			symbols = append(symbols, SymbolOf(l))
		}
	}
	return symbols
}

// Unwanted returns the symbols of labels that are known and not subscribed.
func Unwanted(labels event.Labels) (symbols []string) {
	for _, l := range labels.All() {
		if !l.State.Wanted() || l.State.Failed() {
			symbols = append(symbols, SymbolOf(l))
		}
	}
	return symbols
}

// Differences returns what an operator has changed about the symbols of a preset: those that are wanted beside them, and those that are
// not wanted any more.
func Differences(labels event.Labels, p *preset.Bound) (added, ended []string) {
	added = Wanted(labels)
	for _, symbol := range p.Symbols {
		symbol = p.ShownSymbol(symbol)
		if i := slices.Index(added, symbol); i >= 0 {
			added = slices.Delete(added, i, i+1)
		} else {
			ended = append(ended, symbol)
		}
	}
	return added, ended
}

// SymbolOf is what a label is subscribed by, or would be.
func SymbolOf(l *event.Label) string {
	if l.Symbol != "" {
		return l.Symbol
	}
	return l.Name
}

// Retriable reports whether it is of use to ask for a label again.
func Retriable(l *event.Label) bool {
	return l.State.Failed() || l.State == event.Unanswered
}

// Selected returns the number of the label that the chart shows, on which the cursor of the watchlist is; event.NoLabel if it is
// on none.
func (t *Tab) Selected() int32 { return t.selected }

// Label returns the selected label as it is now, whatever the moment that is shown: what is asked of the server is about the
// present. It returns nil if there is none.
func (t *Tab) Label() *event.Label {
	if t.selected == event.NoLabel {
		return nil
	}
	return t.labels.At(t.selected)
}

// charted returns the state of the label that the chart shows.
func (t *Tab) charted() event.SubscriptionState {
	if l := t.Label(); l != nil {
		return l.State
	}
	return event.Off
}

// LabelName returns what a label is called, which may be newer than the last batch.
func (t *Tab) LabelName(n int32) string {
	labels := t.labels
	if int(n) >= labels.Len() {
		_, labels = t.history.State()
	}
	return labels.At(n).Name
}
