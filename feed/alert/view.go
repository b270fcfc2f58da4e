package alert

import (
	"fmt"
	"slices"

	"sockeye/feed/alertrule"
	"sockeye/feed/preset"
)

// View is the alerts of a feed as one operator has them: those of the preset, and those that he has set himself. All are evaluated once, in the
// [Set]. What others have set is not among them; and what he acknowledges or snoozes is so for him alone. The operator whose name is empty is
// who has the feed for himself: to him, those of the preset are his own.
//
// Its methods may be called from any goroutine.
type View struct {
	set *Set
	who string
}

// Of returns the alerts as an operator has them.
func (s *Set) Of(who string) View { return View{s, who} }

// Join returns the same for a screen of the operator, until it calls [View.Leave]. What all who are there have acknowledged leaves the list once it is
// over.
func (s *Set) Join(who string) View {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reports.present == nil {
		s.reports.present = make(map[string]int)
	}
	s.reports.present[who]++
	return View{s, who}
}

// Leave ends Join.
func (v View) Leave() {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reports.present[v.who]--; s.reports.present[v.who] <= 0 {
		delete(s.reports.present, v.who)
	}
}

// EndOf ends all that an operator has set and snoozed.
func (s *Set) EndOf(who string) {
	v := s.Of(who)
	v.OffAll()
	v.EndSnoozes()
}

// Owned returns the alerts in force that operators have set for themselves, oldest first.
func (s *Set) Owned() []Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(s.list(""), func(r Rule) bool { return r.Owner == "" })
}

// sees reports whether the operator has an alert.
func (v View) sees(r *rule) bool { return r.owner == "" || r.owner == v.who }

// Has reports whether what has become of an alert is to be said to the operator now.
func (v View) Has(c *Change) bool {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.Owner == v.who || c.Owner == "" && !s.reports.holds.hidesChange(v, c)
}

// acknowledged reports whether the operator has seen what a watch has raised.
func (v View) acknowledged(w *watch) bool { return slices.Contains(w.entry.acknowledged, v.who) }

// Active returns at most so many of the alerts that were raised and are not both acknowledged and over, and how many more
// there are: those that wait for the operator first, of either kind a label that is silent among active ones before others, and
// the newest first.
func (v View) Active(most int) (active []Active, more int) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reports.active(v, most)
}

// Unacknowledged returns how many alerts wait for the operator.
func (v View) Unacknowledged() (n int) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reports.unacknowledged(v).count
}

// Labels returns the labels on which an alert waits for the operator. It does not change, and is not to be changed.
func (v View) Labels() map[int32]bool {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reports.unacknowledged(v).labels
}

// Newest returns what the operator has to know first of the alerts that wait: that a label is silent among active ones, else the
// newest that holds, else the newest; false if none waits.
func (v View) Newest() (Active, bool) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.reports.unacknowledged(v).newest
	if w == nil {
		return Active{}, false
	}
	return s.reports.activeOf(v, w), true
}

// Acknowledge notes that the operator has seen an active alert.
func (v View) Acknowledge(id int) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports.acknowledge(v, func(e *entry) bool { return int(e.id) == id })
}

// AcknowledgeAll notes that the operator has seen all of them.
func (v View) AcknowledgeAll() {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports.acknowledge(v, func(*entry) bool { return true })
}

// Add puts an alert of the operator in force, for what comes from now on, and returns its number. Numbers are not used twice.
func (v View) Add(a alertrule.Rule) (number int, err error) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rules.list) >= preset.MaxAlerts {
		return 0, fmt.Errorf("%d alerts are set: :alert off NUMBER removes one", preset.MaxAlerts)
	}
	return s.add(v.who, a), nil
}

// Off ends alerts of the operator, and removes them from the list of active ones: all of them, or with an error none. What they raised
// and is not over is reported as over.
func (v View) Off(numbers ...int) error {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	rules, err := s.rules.find(v, numbers)
	for _, r := range rules {
		if r.owner != v.who {
			return fmt.Errorf("alert %d is of the configuration, and others have it too: :snooze 1h %d holds it back for you", r.number, r.number)
		}
	}
	for _, r := range rules {
		s.off(r)
	}
	return err
}

// OffAll ends all alerts of the operator, and returns how many there were.
func (v View) OffAll() (ended int) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range slices.Clone(s.rules.list) {
		if r.owner == v.who {
			s.off(r)
			ended++
		}
	}
	return ended
}

// Rules returns the alerts in force, oldest first.
func (v View) Rules() []Rule {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(s.list(v.who), func(r Rule) bool { return r.Owner != "" && r.Owner != v.who })
}

// Levels returns the levels that alerts in force have for a field of a label, for its chart.
func (v View) Levels(label int32, field int) (levels []float64) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	if label < 0 || int(label) >= len(s.labels) {
		return nil
	}
	l := s.labels[label]
	for i := range l.values {
		rule := l.values[i].rule
		if v.sees(rule) && (rule.Kind == alertrule.Level || rule.Kind == alertrule.Crosses) && !rule.spent && int(l.fieldOf(rule)) == field {
			levels = append(levels, rule.Limit)
		}
	}
	return levels
}
