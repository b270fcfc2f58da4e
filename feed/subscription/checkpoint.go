package subscription

import (
	"cmp"
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// Checkpoint is what is known of one subscription, for another session that goes on from there. Times are Unix nanoseconds.
type Checkpoint struct {
	Number int64 `json:"number,omitempty"` // of its subscribe message
	ID     int64 `json:"id,omitempty"`
	At     int64 `json:"at,omitempty"`
	Open   bool  `json:"open,omitempty"`

	UnsubscribeNumber int64 `json:"unsubscribe_number,omitempty"`
	UnsubscribeID     int64 `json:"unsubscribe_id,omitempty"`
	UnsubscribeBy     int64 `json:"unsubscribe_by,omitempty"` // when it has had no answer for too long

	HungUp   bool                  `json:"hung_up,omitempty"`
	DataFrom int64                 `json:"data_from,omitempty"`
	Saved    map[string]lang.Value `json:"saved,omitempty"` // by its ack
	Routed   bool                  `json:"routed,omitempty"`
	Retry    bool                  `json:"retry,omitempty"` // rejected on an earlier connection, and not asked for again yet
}

// Totals is what is known of all subscriptions together.
type Totals struct {
	Requests     int64 `json:"requests,omitempty"`
	Unsubscribes int64 `json:"unsubscribes,omitempty"`
	AwaitedFrom  int64 `json:"awaited_from,omitempty"`
}

// Checkpoints is what a [Subscriptions] knows, to be written down, and to be restored in another one.
type Checkpoints struct{ s *Subscriptions }

// Checkpoints returns what s knows. It refers to s.
func (s *Subscriptions) Checkpoints() Checkpoints { return Checkpoints{s} }

// Of returns what is known of the subscription of a label; nil if it is none. redact returns a value without secrets.
func (p Checkpoints) Of(n int32, redact func(lang.Value) lang.Value) *Checkpoint {
	s := p.s
	sub := s.list.of(n)
	if sub == nil {
		return nil
	}
	c := &Checkpoint{
		Number: sub.request.number, ID: sub.request.id, At: nano(sub.request.at), Open: sub.request.open,
		UnsubscribeNumber: sub.unsub.number, UnsubscribeID: sub.unsub.id,
		HungUp: sub.hungUp, DataFrom: nano(sub.dataFrom), Routed: sub.routes != nil,
		Retry: slices.Contains(s.retries, sub),
	}
	for _, w := range s.overdue.unsubscribes {
		if w.sub == sub && w.number == sub.unsub.number {
			c.UnsubscribeBy = nano(w.by)
		}
	}
	for name, value := range sub.saved {
		if c.Saved == nil {
			c.Saved = make(map[string]lang.Value)
		}
		c.Saved[name] = redact(value)
	}
	return c
}

// Totals returns what is known of all subscriptions together.
func (p Checkpoints) Totals() Totals {
	s := p.s
	return Totals{Requests: s.requests, Unsubscribes: s.overdue.unsubscribed, AwaitedFrom: nano(s.awaitedFrom)}
}

// Restore has a label be in a state as another session knows it; c is nil if it is no subscription.
func (p Checkpoints) Restore(n int32, state event.SubscriptionState, since time.Time, reason string, c *Checkpoint) {
	s := p.s
	l := s.labels.At(n)
	s.count.add(l.State, -1)
	s.count.add(state, 1)
	s.labels.Move(since, n, state, reason)
	s.labels.At(n).Since = since
	if c == nil {
		return
	}
	sub := s.list.make(n)
	sub.request = inquiry{number: c.Number, id: c.ID, at: moment(c.At), open: c.Open}
	sub.unsub = inquiry{number: c.UnsubscribeNumber, id: c.UnsubscribeID}
	sub.hungUp, sub.dataFrom, sub.saved = c.HungUp, moment(c.DataFrom), c.Saved
	if c.Open {
		s.open++
	}
	if c.Retry {
		s.retries = append(s.retries, sub)
	}
	s.answers.index(sub)
	if c.Routed {
		s.routes.add(sub)
	}
	if c.UnsubscribeBy != 0 {
		s.overdue.unsubscribes.add(sub, c.UnsubscribeNumber, moment(c.UnsubscribeBy))
	}
}

// Restored completes what Restore has begun, once it was called for all labels: what is waited for at the time now, and what is to be
// sent.
func (p Checkpoints) Restored(now time.Time, t Totals) {
	s := p.s
	s.requests, s.overdue.unsubscribed, s.awaitedFrom = t.Requests, t.Unsubscribes, moment(t.AwaitedFrom)
	slices.SortFunc(s.overdue.unsubscribes, func(a, b wait) int { return a.by.Compare(b.by) })
	var open []*subscription
	for sub := range s.list.all() {
		if by := sub.request.at.Add(s.preset.Answer); sub.request.open && by.After(now) {
			open = append(open, sub)
		}
		switch state := sub.state(); {
		case !s.conn.IsOpen():
		case state == event.Queued, state == event.Retrying && !sub.request.open:
			s.request(now, []int32{sub.number})
		case (state == event.Unsubscribing || state == event.Resubscribing) && sub.unsub.number == 0 && s.preset.Unsubscribe != nil:
			s.requestUnsubscribe(now, []int32{sub.number})
		}
	}
	slices.SortFunc(open, func(a, b *subscription) int { return cmp.Compare(a.request.number, b.request.number) })
	for _, sub := range open {
		s.overdue.awaitAnswer(sub.request.at, sub)
	}
}

// nano returns a time in Unix nanoseconds, 0 for the zero one.
func nano(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// moment is the time that nano has been given.
func moment(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns)
}
