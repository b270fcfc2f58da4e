package alert

import (
	"slices"
	"time"

	"sockeye/feed/alert/meter"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// history is by how much older than its subscription an event is history, as in feed/session.
const history = time.Minute

// label is a label of the feed with the watches on it. Times are Unix nanoseconds.
type label struct {
	event.Label
	number    int32
	main      int16 // the first field that it has; noField without one
	history   int64 // points from before are history
	wanted    int64 // since when it is subscribed, or about to be; 0: it is not, or the operator has closed the feed
	lastEvent int64 // since then, or ever if it is no subscription; 0: there was none
	resumed   int64 // since when its silence counts, where that is later
	meter     *meter.Meter
	values    []place    // of levels, crossings and changes
	timed     []place    // of rates and silence
	silent    bool       // an alert of silence was raised since the last event
	fields    []*numbers // by field; nil: no value has come, or what values are about is not known yet
}

// place is a rule in the index of a label. There are as many as rules times labels, and on most of them nothing ever happens:
// what is known of one is made when something does.
type place struct {
	rule  *rule
	watch *watch // nil: nothing has happened, or it is long over
}

// on returns the watch of a place on a label, and makes it if there is none.
func (p *place) on(l *label) *watch {
	if p.watch == nil {
		p.watch = &watch{rule: p.rule, label: l}
	}
	return p.watch
}

// index returns the number of the label; of none, event.NoLabel.
func (l *label) index() int32 {
	if l == nil {
		return event.NoLabel
	}
	return l.number
}

// name returns what the label is called; "" of none.
func (l *label) name() string {
	if l == nil {
		return ""
	}
	return l.Name
}

// watches calls a function with each watch of the label.
func (l *label) watches(do func(*watch)) {
	for _, list := range [][]place{l.values, l.timed} {
		for i := range list {
			if w := list[i].watch; w != nil {
				do(w)
			}
		}
	}
}

// fieldOf returns the field that a rule is about in this label.
func (l *label) fieldOf(rule *rule) int16 {
	if rule.field == mainField {
		return l.main
	}
	return rule.field
}

// counts reports whether rates and silence of the label are of interest to a rule: it is a subscription, or is named.
func (l *label) counts(rule *rule) bool {
	return l.subscribed() || !l.State.Subscription() && (rule.Names(l.Name) || rule.Names(l.Symbol))
}

// subscribed reports whether the label is a subscription, or about to be one.
func (l *label) subscribed() bool {
	return l.State.Wanted() && l.State != event.Rejected
}

// gone reports whether the operator does not want the label, or the server does not send it.
func (l *label) gone() bool {
	switch l.State {
	case event.Off, event.Unconfirmed, event.StillSent, event.Rejected:
		return true
	}
	return false
}

// drop removes rules from the label.
func (l *label) drop(which func(place) bool) {
	l.values = slices.DeleteFunc(l.values, which)
	l.timed = slices.DeleteFunc(l.timed, which)
	if !slices.ContainsFunc(l.timed, func(p place) bool { return p.rule.Kind == alertrule.Rate }) {
		l.meter = nil
	}
	l.disarrange()
	if len(l.values) == 0 {
		l.fields = nil
	}
}

// interrupt notes that no value is known to hold any longer.
func (l *label) interrupt() {
	l.watches((*watch).interrupt)
	for _, f := range l.fields {
		if f != nil && f != unwatched {
			f.held = false
		}
	}
}

// updateLabels brings the labels up to date.
func (s *Set) updateLabels(labels event.Labels) {
	if labels.Len() == 0 {
		return
	}
	changed := labels.ChangedSince(s.source)
	s.source = labels
	for n, now := range changed {
		isNew := int(n) == len(s.labels)
		if isNew {
			s.labels = append(s.labels, &label{number: n, main: noField, Label: event.Label{State: event.NoSubscription}, history: s.connection.opened(&s.clock)})
		}
		l := s.labels[n]
		before := l.Label
		l.Label = *now
		if isNew || before.Name != l.Name || before.Symbol != l.Symbol {
			for _, rule := range s.rules.list {
				s.link(l, rule)
			}
		}
		if before.State != l.State {
			s.enter(l, before.State)
		}
	}
}

// enter notes that a label has come to another state.
func (s *Set) enter(l *label, before event.SubscriptionState) {
	switch {
	case l.State == event.Subscribed, l.State == event.Live && before != event.SubscriptionStale && before != event.Subscribed:
		l.history = max(s.clock.Now-int64(history), s.connection.opened(&s.clock))
		if l.meter != nil {
			*l.meter = meter.Meter{}
		}
	case l.State == event.Rejected:
		s.reset(l, "rejected: "+l.Reason)
	case l.gone():
		s.reset(l, "no longer subscribed")
	}
	s.await(l)
}

// await notes since when data of a label is waited for. It does not begin anew with a connection, nor with the answer to a
// request: of a server that is down from the start, or never answers, the operator has to be notified.
func (s *Set) await(l *label) {
	if l.wanted == 0 && l.subscribed() && !s.connection.closed() {
		l.wanted = s.clock.Now
	}
}

// reset resets a label: what it raised is over, its last values count no more, and nothing is waited for.
func (s *Set) reset(l *label, why string) {
	l.wanted, l.lastEvent = 0, 0
	l.watches(func(w *watch) {
		switch {
		case w.joined:
			w.rule.together.leave(l, w)
		case w.phase == raised:
			s.reports.end(w, s.clock.Now, why)
		}
		w.restart()
	})
	l.fields = nil
}

// updateStatus notes the state of the feed.
func (s *Set) updateStatus(status event.Status) {
	t := s.connection.update(status)
	if t == (transition{}) {
		return
	}
	for _, l := range s.labels {
		if t.lost {
			l.interrupt()
		}
		if t.opened {
			l.history = max(l.history, s.connection.opened(&s.clock))
		}
		if t.closed {
			s.reset(l, "closed by the operator")
		}
		if t.reopened {
			s.await(l)
		}
	}
}

// link adds a rule to a label, if the rule is about it, and removes it if it no longer is.
func (s *Set) link(l *label, rule *rule) {
	list := &l.values
	switch rule.Kind {
	case alertrule.Match, alertrule.Gap:
		return
	case alertrule.Rate, alertrule.Silent:
		list = &l.timed
	}
	about := !rule.spent && (rule.Watches(l.Name) || l.Symbol != "" && rule.Watches(l.Symbol))
	at := slices.IndexFunc(*list, func(p place) bool { return p.rule == rule })
	switch {
	case about && at < 0:
		*list = append(*list, place{rule: rule})
		l.disarrange()
		if rule.Kind == alertrule.Silent || rule.isLow() {
			rule.about = append(rule.about, l)
		}
		if rule.Kind == alertrule.Rate && l.meter == nil {
			l.meter = &meter.Meter{}
		}
	case !about && at >= 0:
		if w := (*list)[at].watch; w != nil && w.joined {
			rule.together.leave(l, w)
		} else if w != nil && w.phase == raised {
			s.reports.end(w, s.clock.Now, "has another label now")
		}
		rule.about = slices.DeleteFunc(rule.about, func(o *label) bool { return o == l })
		l.drop(func(p place) bool { return p.rule == rule })
	}
}
