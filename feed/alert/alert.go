// Package alert decides when an operator is notified: it watches what a feed brings with the alerts
// of its preset and those that were typed, and returns what was raised and what is over.
//
// It has no clock, no goroutine and no I/O: a [Set] is handed batches and the time, and is asked for what changed. Screens read
// it and change it meanwhile; only the text of messages is scanned without its lock, by a [match.Matcher]. How a change is shown
// is up to the caller.
//
// An alert is raised on the edge, when its condition begins to hold, and is over when that ends; it may then be raised
// again. Messages that match, gaps and crossings have no end. To avoid false alarms:
//
//   - what is raised again within [HoldDown] is counted, and reported only if it still holds when that is over; an end is
//     reported once it has lasted so long;
//   - of the labels of one alert no more than a few are reported one by one, and the others together;
//   - events that are history, a minute or more older than their subscription (as feed/session has it), raise nothing,
//     and neither does a value that comes after a newer one;
//   - a hold of some time is interrupted when the connection or the subscription is; the last value counts until then;
//   - a rate is judged over the last few seconds, once there were so many, and like silence only of what is subscribed,
//     or is named by the alert word for word;
//   - silence begins with the last event, or when the label was subscribed, whether there is a connection or not;
//   - when the clock of the machine is set back, what is remembered goes back with it.
//
// The times of points are the feed's, held between the moments of the batch before and of the one that brings them: a
// feed whose clock is wrong, or that has none, can shift a hold by the pace of the batches and no more.
//
// Everything is bounded: the rules by [preset.MaxAlerts], what is kept of a label by the rules that are about it, texts
// by [MaxText]. Texts and labels come from the network and are not sanitised; secrets in texts are •••.
package alert

import (
	"sync"
	"time"

	"sockeye/feed/alert/clock"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// HoldDown is for how long after an alert was reported the next raising is only counted: long enough for an operator to
// react, and for a value that moves around its level to leave it; short enough that a new raising is reported in time.
const HoldDown = 10 * time.Second

// Set is the alerts of one feed. Its methods may be called from any goroutine; batches and the time come from one. It has those of [View] too, as who
// has the feed for himself has them.
type Set struct {
	View
	mu         sync.Mutex // guards what follows
	preset     *preset.Bound
	clock      clock.Clock
	rules      rules
	connection connection
	labels     []*label
	source     event.Labels // of the batch from which labels were made
	conditions conditions
	reports    reports
	silence    silence
	ticked     int64 // the time of the last Tick, before the first one that of the first batch; 0 before both
	paused     bool  // the last Tick came too late to judge anything
}

// New returns the alerts of a preset.
func New(p *preset.Bound) *Set {
	s := &Set{preset: p, connection: connection{heartbeats: len(p.Heartbeat) > 0}}
	s.View = View{set: s}
	s.reports = reports{clock: &s.clock, rules: &s.rules, redact: p.Redact, holds: holds{windows: p.Quiet}}
	s.conditions = conditions{clock: &s.clock, connection: &s.connection, reports: &s.reports}
	s.silence = silence{
		preset: p, clock: &s.clock, rules: &s.rules, connection: &s.connection, conditions: &s.conditions, reports: &s.reports, labels: &s.labels,
	}
	for _, a := range p.Alerts {
		s.add("", a)
	}
	return s
}

// Anew returns the alerts that are in force in s, with their numbers, before anything has happened.
func (s *Set) Anew() *Set {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := New(s.preset)
	n.rules = rules{}
	for _, r := range s.rules.list {
		n.rules.last = r.number - 1
		n.rules.add(r.owner, r.Rule)
	}
	n.rules.last = s.rules.last
	return n
}

// State says what has become of an alert.
type State uint8

// The states of an alert that are reported.
const (
	Raised State = iota
	Over
)

// String returns the word that the log and the commands have for it.
func (s State) String() string {
	if s == Raised {
		return "raised"
	}
	return "over"
}

// Change is something to report: in the log, and for what is raised by the means that Alert asks for.
type Change struct {
	Rule  int    // number of the rule
	Owner string // the operator who has it; "": all have
	Alert alertrule.Rule
	State State
	Label int32     // event.NoLabel where it is about the whole feed, or about several labels; with Over the same as with Raised
	Name  string    // of the label; "" without one. Not sanitised
	Value float64   // on which it was raised or is over, or the present one if that was held down; NaN where there is none
	At    time.Time // of the value, else when it was noticed
	Count int       // how many times it was raised, this one included
	Names []string  // of the labels that failed together, of very many the first ones; nil where it is not about several. Not sanitised

	// Elsewhere is that the alert of another feed has said it, as the network is lost: there is nothing to say, but what the alert
	// has recorded is of this feed. With Raised only.
	Elsewhere bool

	Lasted time.Duration // from when it was raised, or for how long; with Over only
	Text   string        // what happened, the label in front; MaxText bytes at most, not sanitised, secrets as •••
}

// Active is an alert that was raised and is not both acknowledged and over.
type Active struct {
	ID           int // for Acknowledge
	Rule         int // number of the rule
	Alert        alertrule.Rule
	Label        int32     // event.NoLabel where it is about the whole feed
	Name         string    // of the label; "" without one. Not sanitised
	Since, Last  time.Time // raised for the first and the last time
	Count        int       // how many times it was raised
	Over         bool      // its condition holds no longer, or it has no end
	Acknowledged bool
	Grave        bool   // a label is silent while others of the feed are not: it stands before others
	Text         string // as in Change, from when it was reported last
}

// Drain returns the changes to report since it was called last, oldest first, and removes them.
func (s *Set) Drain() []Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reports.drain()
}
