package alert

import (
	"fmt"
	"math"
	"slices"
	"time"

	"sockeye/feed/alert/match"
	"sockeye/feed/alert/window"
	"sockeye/feed/alertrule"
)

// rules are the alerts in force, oldest first.
type rules struct {
	list    []*rule
	last    int            // the number of the newest rule
	fields  []string       // names by Point.Field
	expired bool           // a rule has done its work since that was asked last
	matcher *match.Matcher // of the rules as they are; nil: to be made
}

// rule is an alert in force.
type rule struct {
	alertrule.Rule
	owner  string // the operator who has set it; "": all have it
	text   string // canonical
	number int
	low    float64    // of level and rate: the lowest value for which the condition holds
	high   float64    // likewise, the highest
	place  int        // in the list of rules that was made last
	cut    window.Cut // of the window of changes
	field  int16      // of values; mainField or noField, else an index
	whole  *watch     // of match and gap, which are about no label; else nil

	about    []*label  // of silence and of low rates: the labels that have it among their timed rules
	together *together // likewise: nil until labels have failed together

	spent bool // `once`, and it was

	burstAt      int64 // when the reporting of labels one by one began
	burst        int   // how many since then
	more         int   // labels that were raised beyond that, to be reported together
	moreReported int64
}

// Fields that are no index.
const (
	mainField = -1            // the first number that a label has
	noField   = math.MaxInt16 // not there, or not yet
)

// add puts an alert in force.
func (rs *rules) add(owner string, a alertrule.Rule) *rule {
	rs.last++
	r := &rule{Rule: a, owner: owner, text: a.String(), number: rs.last}
	switch a.Kind {
	case alertrule.Match, alertrule.Gap:
		r.whole = &watch{rule: r}
	}
	r.field = rs.index(a.Field)
	r.cut = window.CutOf(a.Within)
	r.low, r.high = bounds(&a)
	rs.list = append(rs.list, r)
	rs.matcher = nil
	return r
}

// find returns the rules with these numbers that an operator has, oldest first; with an error none.
func (rs *rules) find(v View, numbers []int) (found []*rule, err error) {
	for _, r := range rs.list {
		if v.sees(r) && slices.Contains(numbers, r.number) {
			found = append(found, r)
		}
	}
	for _, number := range numbers {
		switch {
		case slices.ContainsFunc(found, func(r *rule) bool { return r.number == number }):
		case len(rs.list) == 0:
			return nil, fmt.Errorf("there is no alert %d: none is set", number)
		default:
			return nil, fmt.Errorf("there is no alert %d: A shows all and their numbers", number)
		}
	}
	return found, nil
}

// remove ends a rule.
func (rs *rules) remove(r *rule) {
	r.spent, rs.matcher = true, nil
	rs.list = slices.DeleteFunc(rs.list, func(o *rule) bool { return o == r })
}

// spend notes that a rule with `once` has done its work.
func (rs *rules) spend(r *rule) { r.spent, rs.expired, rs.matcher = true, true, nil }

// update notes the names of the fields, and reports whether there are new ones.
func (rs *rules) update(fields []string) (changed bool) {
	if len(fields) == len(rs.fields) {
		return false
	}
	rs.fields = fields
	for _, r := range rs.list {
		r.field = rs.index(r.Field)
	}
	return true
}

// index returns the number of a field.
func (rs *rules) index(field string) int16 {
	if field == "" {
		return mainField
	}
	if i := slices.Index(rs.fields, field); i >= 0 {
		return int16(i)
	}
	return noField
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

// isLow reports whether the rule is about rates that are too low, which those of all labels of a feed that is dead are.
func (r *rule) isLow() bool { return r.Kind == alertrule.Rate && math.IsInf(r.low, -1) }

// holds is [alertrule.Rule.Holds], which compares words, several times as slow. NaN is on neither side.
func (r *rule) holds(v float64) bool { return r.low <= v && v <= r.high }

// Rule is an alert in force as the list of rules shows it.
type Rule struct {
	Number int
	Owner  string // the operator who has set it; "": all have it
	Alert  alertrule.Rule
	Labels int  // that it is about; 0 for match and gap, and for what is not there yet
	Raised int  // conditions that hold now
	Spent  bool // `once`, and it was

	Snoozed time.Time // until when the operator has it held back on all labels; zero: not
}

func (s *Set) add(owner string, a alertrule.Rule) (number int) {
	r := s.rules.add(owner, a)
	for _, l := range s.labels {
		s.link(l, r)
	}
	return r.number
}

func (s *Set) off(r *rule) {
	s.rules.remove(r)
	s.reports.remove(r)
	for _, l := range s.labels {
		l.drop(func(p place) bool { return p.rule == r })
	}
}

// Matcher returns a matcher for the expressions of the rules as they are now. It is the same one until they change, and works without
// the lock of the Set: that costs more than who waits for it has time for.
func (s *Set) Matcher() *match.Matcher {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rules.matcher == nil {
		var rules []match.Rule
		for _, r := range s.rules.list {
			if r.Kind == alertrule.Match && !r.spent {
				rules = append(rules, match.Rule{Number: r.number, Regexp: r.Regexp})
			}
		}
		s.rules.matcher = match.New(rules, s.preset.Redact)
	}
	return s.rules.matcher
}

// list returns the alerts of all operators that are in force, oldest first, as one of them has them held back.
func (s *Set) list(who string) []Rule {
	rules := make([]Rule, len(s.rules.list))
	for i, r := range s.rules.list {
		rules[i] = Rule{Number: r.number, Owner: r.owner, Alert: r.Rule, Spent: r.spent, Snoozed: s.reports.holds.snoozedUntil(who, r.number)}
		r.place = i
	}
	for _, l := range s.labels {
		for _, list := range [][]place{l.values, l.timed} {
			for i := range list {
				if r := list[i].rule; r.Kind < alertrule.Rate || l.counts(r) {
					rules[r.place].Labels++
				}
			}
		}
	}
	for _, w := range s.reports.listed {
		if w.phase == raised {
			rules[w.rule.place].Raised += max(len(w.affected()), 1)
		}
	}
	return rules
}
