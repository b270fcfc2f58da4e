package alert

import (
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// MaxText bounds the texts of changes and of active alerts, in bytes.
const MaxText = 300

// maxBurst is how many rows of one alert are reported one by one within [HoldDown]: when a connection is lost, all of
// them can fall silent at the same moment.
const maxBurst = 5

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
	Rule  int // number of the rule
	Alert alertrule.Rule
	State State
	Row   int32     // event.NoLabel where it is about the whole feed, or about several rows
	Label string    // of the row; "" without one. Not sanitised
	Value float64   // on which it was raised or is over, or the present one if that was held down; NaN where there is none
	At    time.Time // of the value, else when it was noticed
	Count int       // how many times it was raised, this one included
	Text  string    // what happened, the label in front; MaxText bytes at most, not sanitised, secrets as •••
}

// Active is an alert that was raised and is not both acknowledged and over.
type Active struct {
	ID           int // for Acknowledge
	Rule         int // number of the rule
	Alert        alertrule.Rule
	Row          int32     // event.NoLabel where it is about the whole feed
	Label        string    // of the row; "" without one. Not sanitised
	Since, Last  time.Time // raised for the first and the last time
	Count        int       // how many times it was raised
	Over         bool      // its condition holds no longer, or it has no end
	Acknowledged bool
	Text         string // as in Change, from when it was reported last
}

// entry is what is known of the raisings of a watch.
type entry struct {
	id           int32 // 0: not listed
	count        int32
	first, at    int64  // Unix nanoseconds
	reported     int64  // when a raising was reported last, Unix nanoseconds
	words        *words // nil: it was reported together with others
	acknowledged bool
	open         bool // the raising was reported, and its end was not
	owed         bool // it was raised again since, too soon to be reported, and holds
}

// words are the texts of a raising that was reported by itself.
type words struct {
	cause string // as it was raised
	text  string
	ended string // if the raising is owed: what was to be said of the end before that
}

// text is what is said of a watch that was raised.
func (s *Set) text(w *watch) string {
	if w.entry.words != nil {
		return w.entry.words.text
	}
	text := s.labelled(w, "raised")
	if w.phase != raised && w.rule.Ends() {
		text += "; over after " + age(time.Duration(max(w.since-w.entry.at, 0)))
	}
	return bounded(s.preset.Redact(text))
}

// raise notes that the condition of a watch has come to hold, or that it was met n times, and returns whether that is to
// be reported now.
func (s *Set) raise(w *watch, at int64, n int) bool {
	rule := w.rule
	if rule.spent {
		return false
	}
	if w.entry == nil {
		w.entry = &entry{reported: math.MinInt64 / 2}
	}
	s.waiting.known = false
	s.reportEnd(w) // what is reported twice was over in between
	if rule.Ends() {
		w.phase = raised // the others have no end
	}
	e := w.entry
	if e.id == 0 {
		s.listed = append(s.listed, w)
		s.lastID++
		*e = entry{id: s.lastID, reported: e.reported, words: e.words, first: at}
	}
	e.count += int32(min(n, math.MaxInt32-int(e.count)))
	e.at = at
	if s.now-e.reported < int64(HoldDown) {
		e.owed = w.phase == raised
		if e.words != nil {
			e.words.ended = e.words.text
			e.words.text = e.words.cause // it holds again, whatever was said of its end
		}
		return false
	}
	return s.due(w)
}

// due records that a raising is reported now, and returns whether that is by itself, and not together with others.
func (s *Set) due(w *watch) bool {
	e, rule := w.entry, w.rule
	e.reported, e.acknowledged, e.owed = s.now, false, false
	s.waiting.known = false
	if rule.Once {
		rule.spent, s.prune, s.matcher = true, true, nil
	}
	if s.now-rule.burstAt >= int64(HoldDown) {
		rule.burstAt, rule.burst = s.now, 0
	}
	if rule.burst++; rule.burst > maxBurst {
		rule.more++
		e.words = nil
		return false
	}
	return true
}

// reportOwed reports a raising that came too soon after the one before, if it still holds when it may be reported: else
// an operator who has acknowledged the first would never be notified of it, however long it lasts.
func (s *Set) reportOwed(w *watch) {
	e := w.entry
	if !e.owed || s.paused || s.now-e.reported < int64(HoldDown) {
		return
	}
	if w.rule.Kind == alertrule.Changes {
		if f := s.rows[w.row].numbersOf(w.rule); f == nil || f.window(w.rule) == nil {
			return // it began anew, and has no value to compute the change from
		}
	}
	if e.open {
		e.open = false
		s.changes = append(s.changes, s.changeOf(w, Over, s.now, e.words.ended))
	}
	if s.due(w) {
		s.report(w, s.describe(w, s.now))
	}
}

// report adds a raising to the changes.
func (s *Set) report(w *watch, text string) {
	text = bounded(s.preset.Redact(s.labelled(w, text)))
	w.entry.words = &words{cause: text, text: text}
	w.entry.open = w.phase == raised
	s.changes = append(s.changes, s.changeOf(w, Raised, w.entry.at, text))
}

// end notes that the condition of a watch holds no longer. It is reported at once only if that is long after the raising.
func (s *Set) end(w *watch, at int64, text string) {
	w.phase, w.entry.owed, w.since = armed, false, at
	if words := w.entry.words; words != nil {
		lasted := age(time.Duration(max(at-w.entry.at, 0)))
		words.text = bounded(words.cause + "; over after " + lasted + ": " + s.preset.Redact(text))
	}
	s.waiting.known = false
	s.reportEnd(w)
}

// reportEnd reports an end that has lasted. It returns whether the watch is done with and can leave the list.
func (s *Set) reportEnd(w *watch) (done bool) {
	e := w.entry
	if w.phase == raised || s.now-e.reported < int64(HoldDown) {
		return false
	}
	if e.open {
		e.open = false
		s.changes = append(s.changes, s.changeOf(w, Over, s.now, s.text(w)))
	}
	return e.acknowledged
}

// conclude ends a watch: what it raised is over.
func (s *Set) conclude(w *watch, why string) {
	w.phase, w.entry.id, w.entry.owed = armed, 0, false
	if w.entry.open {
		w.entry.open = false
		s.changes = append(s.changes, s.changeOf(w, Over, s.now, bounded(s.preset.Redact(s.labelled(w, why)))))
	}
}

// sweep reports what was held down and holds, and the ends that have lasted, and clears the list.
func (s *Set) sweep() {
	s.listed = slices.DeleteFunc(s.listed, func(w *watch) bool {
		s.reportOwed(w)
		done := s.reportEnd(w)
		if done {
			w.entry.id, s.waiting.known = 0, false
		}
		return done
	})
	for _, r := range s.rules {
		if r.more == 0 || s.now-r.moreReported < int64(HoldDown) {
			continue
		}
		s.changes = append(s.changes, Change{
			Rule: r.number, Alert: r.Rule, Row: event.NoLabel, Value: math.NaN(), At: time.Unix(0, s.now), Count: r.more,
			Text: bounded(strconv.Itoa(r.more) + " more: " + r.text),
		})
		r.more, r.moreReported = 0, s.now
	}
}

func (s *Set) changeOf(w *watch, state State, at int64, text string) Change {
	value := math.NaN()
	if w.rule.whole == nil && w.rule.Kind != alertrule.Silent {
		value = w.value
	}
	return Change{
		Rule: w.rule.number, Alert: w.rule.Rule, State: state, Row: w.row, Label: s.label(w),
		Value: value, At: time.Unix(0, at), Count: int(w.entry.count), Text: text,
	}
}

// label returns what the row of a watch is called; "" if it has none.
func (s *Set) label(w *watch) string {
	if w.row < 0 || int(w.row) >= len(s.rows) {
		return ""
	}
	return s.rows[w.row].Name
}

// labelled puts the label of a watch in front of a text.
func (s *Set) labelled(w *watch, text string) string {
	if label := s.label(w); label != "" {
		return label + " " + text
	}
	return text
}

// bounded cuts a text that is too long.
func bounded(text string) string {
	if len(text) <= MaxText {
		return text
	}
	end := MaxText - len("…")
	for end > MaxText-len("…")-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
