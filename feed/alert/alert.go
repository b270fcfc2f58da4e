// Package alert decides when an operator is notified: it watches what a feed brings with the alerts
// of its preset and those that were typed, and hands back what was raised and what is over.
//
// It has no clock, no goroutine and no I/O: a [Set] is handed batches and the time, belongs to one goroutine, and is
// asked for what changed. Only a [Matcher], which scans the text of messages, is made for another goroutine. How a
// change is shown is up to the caller.
//
// An alert is raised on the edge, when its condition begins to hold, and is over when that ends; it may then be raised
// again. Messages that match, gaps and crossings have no end. To avoid false alarms:
//
//   - what is raised again within [HoldDown] is counted, and reported only if it still holds when that is over; an end is
//     reported once it has lasted so long;
//   - of the rows of one alert no more than a few are reported one by one, and the others together;
//   - events that are history, a minute or more older than their subscription (as feed/session has it), raise nothing,
//     and neither does a value that comes after a newer one;
//   - a hold of some time is interrupted when the connection or the subscription is; the last value counts until then;
//   - a rate is judged over the last few seconds, once there were so many, and like silence only of what is subscribed,
//     or is named by the alert word for word;
//   - silence begins with the last event, or when the row was subscribed, whether there is a connection or not;
//   - when the clock of the machine is set back, what is remembered goes back with it.
//
// The times of points are the feed's, held between the moments of the batch before and of the one that brings them: a
// feed whose clock is wrong, or that has none, can shift a hold by the pace of the batches and no more.
//
// Everything is bounded: the rules by [preset.MaxAlerts], what is kept of a row by the rules that are about it, texts
// by [MaxText]. Texts and labels come from the network and are not sanitised; secrets in texts are •••.
package alert

import (
	"fmt"
	"math"
	"slices"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// HoldDown is for how long after an alert was reported the next raising is only counted: long enough for an operator to
// react, and for a value that moves around its level to leave it; short enough that a new raising is reported in time.
const HoldDown = 10 * time.Second

// Set is the alerts of one feed. It belongs to one goroutine.
type Set struct {
	preset *preset.Bound
	rules  []*rule
	last   int // the number of the newest rule

	rows   []row
	source []event.Label // the rows of the batch from which rows were made
	fields []string      // names by Point.Field
	status event.Status
	lost   string    // why there is no connection, also while the next attempt is under way; "" while there is one
	clock  time.Time // the time that was handed in last
	now    int64     // the same in Unix nanoseconds, but for that it does not go back by little
	ticked int64     // the time of the last Tick, 0 before the first
	paused bool      // the last Tick came too late to judge anything

	listed  []*watch // raised, and not yet done with; oldest first
	waiting waiting  // among them
	lastID  int32    // of what was listed
	changes []Change
	matcher *Matcher // of the rules as they are; nil: to be made
	prune   bool     // a rule has done its work, and its watches can go
}

// rule is an alert in force.
type rule struct {
	alertrule.Rule
	text   string // canonical
	number int
	low    float64 // of level and rate: the lowest value for which the condition holds
	high   float64 // likewise, the highest
	place  int     // in the list of rules that was made last
	parts  int     // of the window of changes; see cut
	width  uint8   // likewise
	field  int16   // of values; mainField or noField, else an index
	whole  *watch  // of match and gap, which are about no row; else nil
	spent  bool    // `once`, and it was

	burstAt      int64 // when the reporting of rows one by one began
	burst        int   // how many since then
	more         int   // rows that were raised beyond that, to be reported together
	moreReported int64
}

// Fields that are no index.
const (
	mainField = -1            // the first number that a row has
	noField   = math.MaxInt16 // not there, or not yet
)

// New returns the alerts of a preset.
func New(p *preset.Bound) *Set {
	s := &Set{preset: p}
	for _, a := range p.Alerts {
		s.add(a)
	}
	return s
}

// Add puts an alert in force, for what comes from now on, and returns its number. Numbers are not used twice.
func (s *Set) Add(a alertrule.Rule) (number int, err error) {
	if len(s.rules) >= preset.MaxAlerts {
		return 0, fmt.Errorf("%d alerts are set: :alert off NUMBER makes room", preset.MaxAlerts)
	}
	return s.add(a), nil
}

func (s *Set) add(a alertrule.Rule) int {
	s.last++
	r := &rule{Rule: a, text: a.String(), number: s.last}
	switch a.Kind {
	case alertrule.Match, alertrule.Gap:
		r.whole = &watch{rule: r, row: event.NoLabel}
	}
	r.field = s.index(a.Field)
	r.parts, r.width = cut(a.Within)
	r.low, r.high = bounds(&a)
	s.rules = append(s.rules, r)
	for n := range s.rows {
		s.link(int32(n), r)
	}
	s.matcher = nil
	return r.number
}

// bounds returns the lowest and the highest value for which a level or a rate holds.
func bounds(a *alertrule.Rule) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	switch a.Compare {
	case ">":
		low = math.Nextafter(a.Limit, high)
	case ">=":
		low = a.Limit
	case "<":
		high = math.Nextafter(a.Limit, low)
	default:
		high = a.Limit
	}
	return low, high
}

// holds is [alertrule.Rule.Holds], which compares words, several times as slow. NaN is on neither side.
func (r *rule) holds(v float64) bool { return r.low <= v && v <= r.high }

// index returns the number of a field.
func (s *Set) index(field string) int16 {
	if field == "" {
		return mainField
	}
	if i := slices.Index(s.fields, field); i >= 0 {
		return int16(i)
	}
	return noField
}

// Off ends alerts, and removes them from the list of active ones: all of them, or with an error none. What they raised
// and is not over is reported as over.
func (s *Set) Off(numbers ...int) error {
	for _, number := range numbers {
		if slices.ContainsFunc(s.rules, func(r *rule) bool { return r.number == number }) {
			continue
		}
		if len(s.rules) == 0 {
			return fmt.Errorf("there is no alert %d: none is set", number)
		}
		return fmt.Errorf("there is no alert %d: A shows all and their numbers", number)
	}
	s.rules = slices.DeleteFunc(s.rules, func(r *rule) bool {
		if !slices.Contains(numbers, r.number) {
			return false
		}
		s.off(r)
		return true
	})
	return nil
}

// OffAll ends all alerts.
func (s *Set) OffAll() {
	for _, r := range s.rules {
		s.off(r)
	}
	s.rules = nil
}

func (s *Set) off(r *rule) {
	r.spent = true
	s.listed = slices.DeleteFunc(s.listed, func(w *watch) bool {
		if w.rule != r {
			return false
		}
		s.conclude(w, "switched off")
		return true
	})
	for n := range s.rows {
		s.rows[n].drop(func(p place) bool { return p.rule == r })
	}
	s.matcher = nil
	s.waiting.known = false
}

// Rule is an alert in force as the list of rules shows it.
type Rule struct {
	Number int
	Alert  alertrule.Rule
	Rows   int  // rows that it is about; 0 for match and gap, and for what is not there yet
	Raised int  // conditions that hold now
	Spent  bool // `once`, and it was
}

// Rules returns the alerts in force, oldest first.
func (s *Set) Rules() []Rule {
	rules := make([]Rule, len(s.rules))
	for i, r := range s.rules {
		rules[i] = Rule{Number: r.number, Alert: r.Rule, Spent: r.spent}
		r.place = i
	}
	for n := range s.rows {
		for _, list := range [][]place{s.rows[n].values, s.rows[n].timed} {
			for i := range list {
				if r := list[i].rule; r.Kind < alertrule.Rate || s.rows[n].counts(r) {
					rules[r.place].Rows++
				}
			}
		}
	}
	for _, w := range s.listed {
		if w.phase == raised {
			rules[w.rule.place].Raised++
		}
	}
	return rules
}

// Levels returns the levels that alerts in force have for a field of a row, for its chart.
func (s *Set) Levels(row int32, field int) (levels []float64) {
	if row < 0 || int(row) >= len(s.rows) {
		return nil
	}
	r := &s.rows[row]
	for i := range r.values {
		rule := r.values[i].rule
		if (rule.Kind == alertrule.Level || rule.Kind == alertrule.Crosses) && !rule.spent && int(r.fieldOf(rule)) == field {
			levels = append(levels, rule.Limit)
		}
	}
	return levels
}
