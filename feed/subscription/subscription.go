package subscription

import (
	"iter"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/label"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

// subscription is what was asked for under a label, and what the server has said of it on this connection.
type subscription struct {
	labels *label.Table
	number int32 // of its label

	request    inquiry               // its last subscribe message
	unsub      inquiry               // its last unsubscribe message
	hungUp     bool                  // rejected, and the server hung up on that: not asked for again before the operator wants it
	dataFrom   time.Time             // an event before this says nothing: it may have been on its way before
	saved      map[string]lang.Value // what its ack brought; nil without
	routes     []string              // its key in the routes of each rule, "" for none; nil while it has none
	answerKeys []answerKey           // where the index of answers has it
}

// inquiry is a subscribe or an unsubscribe message that was sent for a subscription.
type inquiry struct {
	number int64     // which one it was, counted from 1; 0: none was sent
	id     int64     // its `${id}`, 0 without one
	at     time.Time // of a subscribe message
	open   bool      // likewise: its answer may still come
}

// label returns the label that it is under.
func (sub *subscription) label() *label.Label { return sub.labels.At(sub.number) }

// state returns the state of its label.
func (sub *subscription) state() event.SubscriptionState { return sub.label().State }

// scope is the scope of a message about it, where `id` is that of the message that is sent or answered.
func (sub *subscription) scope(s *scope.Scopes, id int64) *scope.Scope {
	return s.Of(sub.label().Symbol, id, sub.request.id, sub.saved)
}

// list is all that was ever wanted on a feed.
type list struct {
	labels *label.Table
	by     []*subscription // by the number of the label, nil for a label that is none; may be shorter than the labels
}

// of returns the subscription of a label, nil if the label is none.
func (l *list) of(n int32) *subscription {
	if int(n) >= len(l.by) {
		return nil
	}
	return l.by[n]
}

// make returns the subscription of a label, which is made if there is none.
func (l *list) make(n int32) *subscription {
	if sub := l.of(n); sub != nil {
		return sub
	}
	for int(n) >= len(l.by) {
		l.by = append(l.by, nil)
	}
	l.by[n] = &subscription{labels: l.labels, number: n}
	return l.by[n]
}

// all goes through the subscriptions in the order of their numbers.
func (l *list) all() iter.Seq[*subscription] {
	return func(yield func(*subscription) bool) {
		for _, sub := range l.by {
			if sub != nil && !yield(sub) {
				return
			}
		}
	}
}

// ShownScope is the scope in which a text of the preset for a record of a label is filled in, without secrets; nil where nothing
// has to be filled in.
func (s *Subscriptions) ShownScope(n int32, text *preset.PathOrText) lang.Scope {
	if text.Text == nil {
		return nil
	}
	if sub := s.list.of(n); sub != nil {
		return s.scopes.ShownOf(sub.label().Symbol, sub.request.id, sub.saved)
	}
	return s.scopes.ShownOf(s.labels.At(n).Symbol, 0, nil)
}
