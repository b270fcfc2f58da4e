package alert

import (
	"math"
	"slices"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// history is by how much older than its subscription an event is history, as in feed/session.
const history = time.Minute

// row is a row of the feed with the watches on it. Times are Unix nanoseconds.
type row struct {
	event.Label
	main    int16 // the first field that it has; noField without one
	history int64 // points from before are history
	wanted  int64 // since when it is subscribed, or about to be; 0: it is not, or the operator has closed the feed
	heard   int64 // the last event since then, or of a label; 0: there was none
	meter   *meter
	values  []place    // of levels, crossings and changes
	timed   []place    // of rates and silence
	silent  bool       // an alert of silence was raised since the last event
	fields  []*numbers // by field; nil: no value has come, or what values are about is not known yet
}

// place is a rule in the index of a row. There are as many as rules times rows, and on most of them nothing ever happens:
// what is known of one is made when something does.
type place struct {
	rule  *rule
	watch *watch // nil: nothing has happened, or it is long over
}

// at returns the watch of a place on row n, and makes it if there is none.
func (p *place) at(n int32) *watch {
	if p.watch == nil {
		p.watch = &watch{rule: p.rule, row: n}
	}
	return p.watch
}

// watches calls a function with each watch of the row.
func (r *row) watches(do func(*watch)) {
	for _, list := range [][]place{r.values, r.timed} {
		for i := range list {
			if w := list[i].watch; w != nil {
				do(w)
			}
		}
	}
}

// fieldOf returns the field that a rule is about in this row.
func (r *row) fieldOf(rule *rule) int16 {
	if rule.field == mainField {
		return r.main
	}
	return rule.field
}

// counts reports whether rates and silence of the row are of interest to a rule: it is a subscription, or is named.
func (r *row) counts(rule *rule) bool {
	return r.subscribed() || r.State == event.NoSubscription && r.names(rule)
}

// subscribed reports whether the row is a subscription, or about to be one.
func (r *row) subscribed() bool {
	return r.State.Wanted() && r.State != event.Rejected
}

// gone reports whether the operator does not want the row, or the server does not send it.
func (r *row) gone() bool {
	switch r.State {
	case event.Off, event.Unconfirmed, event.StillSent, event.Rejected:
		return true
	}
	return false
}

// names reports whether an alert names the row word for word.
func (r *row) names(rule *rule) bool { return rule.Names(r.Name) || rule.Names(r.Symbol) }

// drop removes rules from the row.
func (r *row) drop(which func(place) bool) {
	r.values = slices.DeleteFunc(r.values, which)
	r.timed = slices.DeleteFunc(r.timed, which)
	if !slices.ContainsFunc(r.timed, func(p place) bool { return p.rule.Kind == alertrule.Rate }) {
		r.meter = nil
	}
	r.disarrange()
	if len(r.values) == 0 {
		r.fields = nil
	}
}

// updateRows brings the rows up to date. Batches share their rows until one changes, so there is mostly nothing to do.
func (s *Set) updateRows(rows []event.Label) {
	if len(rows) == 0 || len(rows) == len(s.source) && &rows[0] == &s.source[0] {
		return
	}
	s.source = rows
	for n := range rows {
		isNew := n == len(s.rows)
		if isNew {
			s.rows = append(s.rows, row{main: noField, Label: event.Label{State: event.NoSubscription}, history: s.opened()})
		}
		r := &s.rows[n]
		before := r.Label
		r.Label = rows[n]
		if isNew || before.Name != r.Name || before.Symbol != r.Symbol {
			for _, rule := range s.rules {
				s.link(int32(n), rule)
			}
		}
		if before.State != r.State {
			s.enter(r, before.State)
		}
	}
}

// enter notes that a row has come to another state.
func (s *Set) enter(r *row, before event.SubscriptionState) {
	switch {
	case r.State == event.Subscribed, r.State == event.Live && before != event.SubscriptionStale && before != event.Subscribed:
		r.history = max(s.now-int64(history), s.opened())
		if r.meter != nil {
			*r.meter = meter{}
		}
	case r.State == event.Rejected:
		s.reset(r, "rejected: "+r.Reason)
	case r.gone():
		s.reset(r, "no longer subscribed")
	}
	s.await(r)
}

// await notes since when data of a row is waited for. It does not begin anew with a connection, nor with the answer to a
// request: of a server that is down from the start, or never answers, the operator has to be notified.
func (s *Set) await(r *row) {
	if r.wanted == 0 && r.subscribed() && s.status.State != event.Closed {
		r.wanted = s.now
	}
}

// opened returns since when events of this connection are no history.
func (s *Set) opened() int64 {
	if s.status.OpenedAt.IsZero() {
		return math.MinInt64
	}
	return s.at(s.status.OpenedAt) - int64(history)
}

// reset resets a row: what it raised is over, its last values count no more, and nothing is waited for.
func (s *Set) reset(r *row, why string) {
	r.wanted, r.heard = 0, 0
	r.watches(func(w *watch) {
		if w.phase == raised {
			s.end(w, s.now, why)
		}
		w.restart()
	})
	r.fields = nil
}

// updateStatus notes the state of the feed. When a connection is lost, no value is known to hold any longer.
func (s *Set) updateStatus(status event.Status) {
	lost := !status.State.Connected() && s.status.State.Connected() || !status.OpenedAt.Equal(s.status.OpenedAt)
	closed := status.State == event.Closed && s.status.State != event.Closed
	reopened := status.State != event.Closed && s.status.State == event.Closed
	s.status = status
	if status.State.Connected() || status.Reason != "" || reopened {
		s.lost = status.Reason
	}
	if lost {
		for n := range s.rows {
			s.rows[n].watches((*watch).interrupt)
			for _, f := range s.rows[n].fields {
				if f != nil {
					f.held = false
				}
			}
		}
	}
	if lost && !status.OpenedAt.IsZero() {
		for n := range s.rows {
			s.rows[n].history = max(s.rows[n].history, s.opened())
		}
	}
	if closed {
		for n := range s.rows {
			s.reset(&s.rows[n], "closed by the operator")
		}
	}
	if reopened {
		for n := range s.rows {
			s.await(&s.rows[n])
		}
	}
}

// updateFields finds the fields of the rules when there are new ones.
func (s *Set) updateFields(fields []string) {
	if len(fields) == len(s.fields) {
		return
	}
	s.fields = fields
	for _, r := range s.rules {
		r.field = s.index(r.Field)
	}
	for n := range s.rows {
		s.rows[n].disarrange()
	}
}

// link adds a watch of a rule to a row, if the rule is about it, and removes it if it no longer is.
func (s *Set) link(n int32, rule *rule) {
	r := &s.rows[n]
	list := &r.values
	switch rule.Kind {
	case alertrule.Match, alertrule.Gap:
		return
	case alertrule.Rate, alertrule.Silent:
		list = &r.timed
	}
	about := !rule.spent && (rule.Watches(r.Name) || r.Symbol != "" && rule.Watches(r.Symbol))
	at := slices.IndexFunc(*list, func(p place) bool { return p.rule == rule })
	switch {
	case about && at < 0:
		*list = append(*list, place{rule: rule})
		r.disarrange()
		if rule.Kind == alertrule.Rate && r.meter == nil {
			r.meter = &meter{}
		}
	case !about && at >= 0:
		if w := (*list)[at].watch; w != nil && w.phase == raised {
			s.end(w, s.now, "has another label now")
		}
		r.drop(func(p place) bool { return p.rule == rule })
	}
}
