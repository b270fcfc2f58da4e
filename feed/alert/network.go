package alert

import (
	"math"
	"time"

	"sockeye/feed/alertrule"
)

// Network is what a feed has in common with others. When the network of the machine is lost, all feeds are silent, and the alert
// of one of them is enough.
type Network interface {
	// Say is asked before an alert says that a feed is silent, at a time. text says that the network is lost; "": it is not.
	Say(now time.Time, rule *alertrule.Rule) (text string, answer Answer)
	// Lost reports whether the network is lost.
	Lost() bool
}

// Answer is what becomes of an alert that says that a feed is silent.
type Answer uint8

// The answers of a [Network].
const (
	Alone  Answer = iota // it is this feed
	Common               // it is the network, and the alert is to say so
	Said                 // it is the network, and alerts of other feeds have said so by all means that the rule has
	Wait                 // it is too early to know
)

// SetNetwork sets what the feed has in common with others. It is called before the first batch.
func (s *Set) SetNetwork(n Network) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports.network = n
}

// isSaid reports whether what a watch is about to say is said by the alert of another feed, and notes then that it was raised; or
// that nothing is to be said yet.
func (r *reports) isSaid(w *watch) bool {
	if r.network == nil || w.rule.Kind != alertrule.Silent || w.alone || w.rule.owner != "" { // of an operator's own, no other says it
		return false
	}
	var answer Answer
	if w.lost, answer = r.network.Say(r.clock.Wall, &w.rule.Rule); answer == Said {
		w.phase, w.held, w.elsewhere = raised, true, true
		if w.rule.Record > 0 {
			r.changes = append(r.changes, Change{
				Rule: w.rule.number, Alert: w.rule.Rule, Label: w.label.index(), Name: w.label.name(), Value: math.NaN(), At: time.Unix(0, r.clock.Now), Count: 1,
				Elsewhere: true, Text: bounded(r.redact(w.labelled(w.lost))),
			})
		}
	}
	return answer >= Said
}

// followNetwork has what was not said, because the network was lost, begin anew when it is back: what is silent after its time is
// so for a cause of its own.
func (s *silence) followNetwork() {
	lost := s.reports.network != nil && s.reports.network.Lost()
	if s.lost && !lost {
		for _, l := range *s.labels {
			l.watches(func(w *watch) { s.networkBack(w, l) })
		}
		for _, rule := range s.rules.list {
			if rule.together != nil {
				s.networkBack(&rule.together.watch, nil)
			}
		}
	}
	s.lost = lost
}

// networkBack is followNetwork for a watch, on a label or on what failed together.
func (s *silence) networkBack(w *watch, l *label) {
	switch {
	case w.phase != raised || w.joined || w.lost == "":
	case w.elsewhere && l == nil:
		s.endWith(w.rule.together, "")
	case w.elsewhere:
		s.reports.end(w, s.clock.Now, "")
		l.resumed = s.clock.Now
	}
	w.lost, w.elsewhere = "", false
}
