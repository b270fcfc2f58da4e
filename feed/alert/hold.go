package alert

import (
	"fmt"
	"math"
	"slices"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Snooze says what an operator does not want to be notified of for a time. With neither an alert nor a label it is everything.
type Snooze struct {
	Rule  int    // number of an alert; 0: all of them
	Label string // a wildcard; "": all labels
	Until time.Time
}

// snooze is one that is in force.
type snooze struct {
	Snooze
	by   string // the operator
	from int64  // Unix nanoseconds
}

// isAbout reports whether it is about a watch: of what failed together, about all of it.
func (s *Snooze) isAbout(w *watch) bool {
	if s.Rule != 0 && s.Rule != w.rule.number {
		return false
	}
	if s.Label == "" {
		return true
	}
	affected := w.affected()
	return len(affected) > 0 && !slices.ContainsFunc(affected, func(l *label) bool {
		return !lang.IsLike(l.Name, s.Label) && (l.Symbol == "" || !lang.IsLike(l.Symbol, s.Label))
	})
}

// Held is what holds alerts back.
type Held struct {
	Snoozes []Snooze  // in force, those that end last first
	Quiet   time.Time // until when the preset's `quiet` holds all back; zero: it does not
	Count   int       // raisings that were held back since alerts were reported as usual last
}

// holds are what holds alerts back, and what was held back. A condition that still holds when nothing holds it back any more is
// reported then.
type holds struct {
	windows []preset.Hours
	quiet   bool // a window is open
	snoozes []snooze
	back    []*watch       // what was raised and is held back; of these, what cannot end is only counted
	count   map[string]int // by the owner of the alerts
}

// pass notes what is in force at a time, and reports whether a snooze is over.
func (h *holds) pass(now time.Time) (ended bool) {
	h.quiet = len(h.windows) > 0 && preset.Within(h.windows, now)
	if before := len(h.snoozes); before > 0 {
		h.snoozes = slices.DeleteFunc(h.snoozes, func(s snooze) bool { return !s.Until.After(now) })
		ended = len(h.snoozes) < before
	}
	if len(h.count) > 0 && !h.quiet && len(h.snoozes) == 0 && len(h.back) == 0 {
		clear(h.count)
	}
	return ended
}

// has reports whether a watch is held back: for all, or by who alone has it.
func (h *holds) has(w *watch) bool {
	return h.quiet || slices.ContainsFunc(h.snoozes, func(s snooze) bool { return s.by == w.rule.owner && s.isAbout(w) })
}

// hides reports whether an operator does not want to be notified of a raising that others are notified of.
func (h *holds) hides(v View, w *watch) bool {
	return v.who != "" && w.rule.owner == "" && slices.ContainsFunc(h.snoozes, func(s snooze) bool {
		return s.by == v.who && w.entry.reported >= s.from && s.isAbout(w)
	})
}

// hidesChange is hides of what is reported now.
func (h *holds) hidesChange(v View, c *Change) bool {
	names := c.Names
	if len(names) == 0 {
		names = []string{c.Name}
	}
	return v.who != "" && slices.ContainsFunc(h.snoozes, func(s snooze) bool {
		return s.by == v.who && (s.Rule == 0 || s.Rule == c.Rule) &&
			(s.Label == "" || !slices.ContainsFunc(names, func(name string) bool { return !lang.IsLike(name, s.Label) }))
	})
}

// snoozedUntil returns until when an operator has a rule held back on all labels; zero: not at all.
func (h *holds) snoozedUntil(who string, rule int) (until time.Time) {
	for _, s := range h.snoozes {
		if s.by == who && s.Label == "" && (s.Rule == 0 || s.Rule == rule) && s.Until.After(until) {
			until = s.Until
		}
	}
	return until
}

// hold holds back what is raised, if it is to be.
func (h *holds) hold(w *watch, n int) bool {
	if !h.has(w) {
		return false
	}
	if w.held { // it was raised and not reported, and is raised again
		return true
	}
	if h.count == nil {
		h.count = make(map[string]int)
	}
	h.count[w.rule.owner] += min(n, math.MaxInt32)
	if w.rule.Ends() {
		w.phase, w.held = raised, true
		h.back = append(h.back, w)
	}
	return true
}

// drop drops what was held back of a watch.
func (h *holds) drop(w *watch) {
	w.held = false
	h.back = slices.DeleteFunc(h.back, func(o *watch) bool { return o == w })
}

// Snooze holds alerts back until a time, instead of what was said of the same ones before. What was raised stands as it is. It is
// an error if there is no such alert, or nothing of that name.
func (v View) Snooze(z Snooze) error {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	if z.Rule != 0 {
		if _, err := s.rules.find(v, []int{z.Rule}); err != nil {
			return err
		}
	}
	if z.Label != "" && !slices.ContainsFunc(s.labels, func(l *label) bool {
		return lang.IsLike(l.Name, z.Label) || l.Symbol != "" && lang.IsLike(l.Symbol, z.Label)
	}) {
		return fmt.Errorf("nothing is called %s here", z.Label)
	}
	h := &s.reports.holds
	h.snoozes = slices.DeleteFunc(h.snoozes, func(o snooze) bool { return o.by == v.who && o.Rule == z.Rule && o.Label == z.Label })
	h.snoozes = append(h.snoozes, snooze{Snooze: z, by: v.who, from: s.clock.Now + 1})
	slices.SortStableFunc(h.snoozes, func(a, b snooze) int { return b.Until.Compare(a.Until) })
	return nil
}

// EndSnoozes ends all snoozes of the operator, and returns how many there were. What was held back and holds is reported with the next Tick.
func (v View) EndSnoozes() (ended int) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.reports.holds
	before := len(h.snoozes)
	h.snoozes = slices.DeleteFunc(h.snoozes, func(o snooze) bool { return o.by == v.who })
	s.reports.changed()
	return before - len(h.snoozes)
}

// Held returns what holds alerts back as of the last Tick.
func (v View) Held() (held Held) {
	s := v.set
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.reports.holds
	for _, z := range h.snoozes {
		if z.by == v.who {
			held.Snoozes = append(held.Snoozes, z.Snooze)
		}
	}
	if held.Count = h.count[""]; v.who != "" {
		held.Count += h.count[v.who]
	}
	if h.quiet {
		held.Quiet = preset.Until(h.windows, s.clock.Wall)
	}
	return held
}

// release reports what was held back, is held back no longer, and holds. describe is as in reportDeferred.
func (r *reports) release(describe func(w *watch) string) {
	for _, w := range slices.Clone(r.holds.back) {
		if r.holds.has(w) {
			continue
		}
		text := describe(w)
		if r.holds.drop(w); text == "" {
			w.phase = armed
			continue
		}
		w.phase = armed
		if r.raise(w, r.clock.Now, 1) {
			r.report(w, text)
		}
	}
}
