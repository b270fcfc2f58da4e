package session

import (
	"strconv"
	"strings"

	"sockeye/feed/preset"
)

// answer is a pattern for what a server says about a subscription. Which one it means stands at some place of the
// message; the first answer is compared with every subscription and teaches where, the later ones are compared with the
// one whose name stands there. Should that not be it, all of them are tried again: a wrong guess costs time and no more.
type answer struct {
	pattern *preset.Pattern
	names   []string // the placeholders at the place that tell subscriptions apart; none: it never says which one it means
	place   *preset.Path
	absent  bool // it can hold where nothing stands at the place

	learned       bool
	by            naming
	before, after string // what stands around the name
}

// answers are the patterns of a preset's answers, and what they find subscriptions by.
type answers struct {
	ack, fail, ended, left []answer

	requests map[int64][]int32 // the rows of a request, by its `${id}`, on this connection
	saved    map[string]int32  // the row of a value that its ack has brought
	one      [1]int32          // scratch of guess
}

// naming is what a server calls a subscription by.
type naming uint8

const (
	bySymbol naming = iota
	byID            // of the request
	bySaved         // a value that the ack has brought
)

// compileAnswers prepares the patterns of the preset's answers.
func (s *Session) compileAnswers() {
	a := &s.answers
	a.requests, a.saved = make(map[int64][]int32), make(map[string]int32)
	if sub := s.preset.Subscribe; sub != nil {
		a.ack, a.fail, a.ended = s.answersOf(sub.Ack), s.answersOf(sub.Fail), s.answersOf(sub.Ended)
	}
	if un := s.preset.Unsubscribe; un != nil {
		a.left = s.answersOf(un.Ack)
	}
}

// answersOf prepares the patterns of a match.
func (s *Session) answersOf(m preset.Match) []answer {
	subscription := append([]string{"symbol", "symbols", "item", "items", "id", "sub.id"}, s.savedNames()...)
	answers := make([]answer, len(m))
	for i := range m {
		a := &answers[i]
		a.pattern = &m[i]
		if raw := m[i].Raw; raw != nil {
			a.names = used(raw, subscription)
			continue
		}
		for j := range m[i].Conds {
			if c := &m[i].Conds[j]; len(a.names) == 0 {
				a.names, a.place = used(&c.Want, subscription), &c.Path
				a.absent = c.Want.Matches(nil, preset.Absent, s.base)
			}
		}
	}
	return answers
}

// used returns those of the names for which an expectation has a placeholder.
func used(e *preset.Expect, names []string) (found []string) {
	for _, name := range names {
		if e.Uses(name) {
			found = append(found, name)
		}
	}
	return found
}

// each calls f for the rows that ok picks and of which one of the answers speaks, and reports whether there was one.
func (s *Session) each(answers []answer, ok func(*row) bool, id func(*row) int64, f func(n int32)) bool {
	taken := false
	for i := range answers {
		taken = s.answered(&answers[i], ok, id, f) || taken
	}
	return taken
}

// answered calls f for the rows that ok picks and of which the message at hand speaks, if it is such an answer.
func (s *Session) answered(a *answer, ok func(*row) bool, id func(*row) int64, f func(n int32)) bool {
	if !s.doc.may(a.pattern) {
		return false
	}
	text := s.nameIn(a)
	if text == nil && len(a.names) > 0 && !a.absent {
		return false
	}
	holds := func(r *row) bool { return s.doc.holds(a.pattern, s.scopeOf(r, id(r)), s.doc.tape.Root()) }
	meant, taken := false, false
	for _, n := range s.guess(a, text) {
		switch r := &s.rows[n]; {
		case ok(r):
			if holds(r) {
				f(n)
				meant, taken = true, true
			}
		case !meant: // it may have been answered before
			meant = holds(r)
		}
	}
	if meant {
		return taken
	}
	for n := range s.rows {
		if r := &s.rows[n]; ok(r) && holds(r) {
			if !taken {
				a.learn(string(text), r, id(r))
			}
			f(int32(n))
			taken = true
		}
	}
	return taken
}

// nameIn returns the text at the place where the answer says which subscription it means; nil if there is none.
func (s *Session) nameIn(a *answer) []byte {
	switch {
	case len(a.names) == 0:
		return nil
	case a.place == nil:
		return s.doc.raw
	}
	return s.doc.text(a.place, s.doc.tape.Root())
}

// learn notes where in the text the name of a row stands.
func (a *answer) learn(text string, r *row, id int64) {
	a.learned = false
	if len(text) > maxReason { // what is around the name is kept
		return
	}
	for _, placeholder := range a.names {
		name := r.Symbol
		a.by = bySymbol
		switch placeholder {
		case "symbol", "symbols", "item", "items":
		case "id":
			a.by, name = byID, strconv.FormatInt(id, 10)
		case "sub.id":
			a.by, name = byID, strconv.FormatInt(r.id, 10)
		default:
			a.by, name = bySaved, r.saved[placeholder].Text
		}
		if before, after, found := strings.Cut(text, name); found && name != "" {
			a.before, a.after, a.learned = before, after, true
			return
		}
	}
}

// guess returns the rows whose name stands in the text, as far as that has been learned.
func (s *Session) guess(a *answer, text []byte) []int32 {
	if !a.learned || len(text) < len(a.before)+len(a.after) {
		return nil
	}
	name := text[len(a.before) : len(text)-len(a.after)]
	if string(text[:len(a.before)]) != a.before || string(text[len(text)-len(a.after):]) != a.after {
		return nil
	}
	n, found := int32(NoRow), false
	switch a.by {
	case byID:
		id, _ := strconv.ParseInt(string(name), 10, 64)
		return s.answers.requests[id]
	case bySaved:
		n, found = s.answers.saved[string(name)]
	default:
		n, found = s.byLabel[string(name)]
	}
	if !found {
		return nil
	}
	s.answers.one[0] = n
	return s.answers.one[:]
}

// keep notes what an ack has brought for a row.
func (s *Session) keep(n int32, saved map[string]preset.Value) {
	s.drop(n)
	s.rows[n].saved = saved
	for _, v := range saved {
		s.answers.saved[v.Text] = n
	}
}

// drop forgets what an ack has brought for a row.
func (s *Session) drop(n int32) {
	r := &s.rows[n]
	for _, v := range r.saved {
		if s.answers.saved[v.Text] == n {
			delete(s.answers.saved, v.Text)
		}
	}
	r.saved = nil
}

// close forgets a request of a single row, which has got its last answer.
func (a *answers) close(id int64) {
	if len(a.requests[id]) == 1 {
		delete(a.requests, id)
	}
}

// forget forgets what was said on a connection.
func (a *answers) forget() {
	clear(a.requests)
	clear(a.saved)
}
