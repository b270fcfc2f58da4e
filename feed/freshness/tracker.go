// Package freshness decides whether the data of each subscription of a feed is fresh, without a setting: it
// learns how far apart the events of each label are, and judges the present silence by that.
//
// A [Tracker] is handed what happens on one feed (a label went live, had an event, was lost) and the time, and says which
// labels are late and which are stale. It does no I/O, has no clock and no goroutine, and belongs to one goroutine. Times
// are those of receipt, in Unix nanoseconds: what a feed says about its own time has no part in this.
//
// What two events of a label are apart is no interval of its rhythm where something else decided it: events that came in one
// read, those of the first second after the label went live, and whatever a lost connection, a stopped process or a
// suspended machine lies between.
//
// Many feeds are slower by night. Each label learns how many events it has in each hour of the day, and its intervals are counted in a
// time that goes as fast as that; see [Day].
package freshness

import (
	"cmp"
	"slices"
	"time"
)

// State is what is to be said about the data of a label.
type State uint8

// The states of a label.
const (
	Off    State = iota // not live: nothing is expected
	NoData              // live, without an event so far
	Fresh
	Late    // silent for longer than is usual
	Stale   // silent for so long that something is wrong, while other labels of the feed go on; or without a first event
	Quiet   // as Stale, but so are nine of ten labels that should have had an event: it is the feed that is silent
	History // live, and so far only old events came
)

// Silent reports whether it is silent for longer than is usual for it.
func (s State) Silent() bool { return s == Late || s == Stale || s == Quiet }

// First is for how long a label may be live without its first event, where nothing else was learned or configured.
const First = 30 * time.Second

// MaxFirst bounds what is learned about that.
const MaxFirst = 10 * time.Minute

// answering is for how long after it went live the events of a label are no part of its rhythm: they are the answer to the
// subscription.
const answering = time.Second

// quorum is the part of the labels that must be silent for the silence to be one of the feed.
const quorum = 0.9

// Tracker judges the labels of one feed. Labels are numbered from 0, as the feed numbers them.
type Tracker struct {
	labels  []label
	longest longest
	first   time.Duration // for how long a label may be without its first event
	firstAt int64         // when that was learned; 0: it was not

	remembered map[string]Rhythm // by the names of labels that are not known yet

	quiet   int64 // the last event before the feed fell silent; 0: it has not
	resumed int64 // when that ended last
	due     int64 // before which no state changes unless there is an event; 0: none does
	changed bool  // states, since the last Judge

	// scratch of Judge
	over            []int32
	silences, usual []int64
}

// label is what is known of one label. What each judgement reads comes first.
type label struct {
	live    bool
	history bool // events came, but only old ones
	state   State
	changed bool          // limits may have, see longest
	known   bool          // limits are of use
	fixed   time.Duration // stale after that; 0: as is learned, negative: never
	since   int64         // live since, or since the process went on after it was stopped
	last    int64         // receipt of the last event since then; 0: there was none
	rhythm

	limits   Limits  // as of measured intervals
	measured uint32  // so many intervals limits were made of
	by       float64 // and by that rate
	before   Limits  // that another tracker had, until there are enough intervals; see Restore

	name    string
	seen    int   // events while it was not live
	counted int64 // receipt of the last event before since; 0: there was none
}

// New returns a tracker in which a label may be without its first event for a time; for First where that is 0.
func New(first time.Duration) *Tracker {
	return &Tracker{first: cmp.Or(first, First)}
}

// grow has the tracker know a label.
func (t *Tracker) grow(n int32) *label {
	for len(t.labels) <= int(n) {
		t.labels = append(t.labels, label{})
	}
	return &t.labels[n]
}

// Add has the tracker know a label, which begins with what was learned of its name before. It is stale after a time; never,
// where that is 0; where it is negative, that is learned.
func (t *Tracker) Add(n int32, name string, staleAfter time.Duration) {
	l := t.grow(n)
	l.name = name
	t.recall(n)
	switch {
	case staleAfter == 0:
		l.fixed = -1
	case staleAfter < 0:
		l.fixed = 0
	default:
		l.fixed = staleAfter
	}
}

// Live says that data of a label is to be expected from now on.
func (t *Tracker) Live(n int32, now int64) {
	l := t.grow(n)
	l.live, l.history, l.since, l.last = true, false, now, 0
	t.enter(l, NoData)
	t.watch(l, now)
}

// Lost says that no data of a label is to be expected any more.
func (t *Tracker) Lost(n int32) {
	l := t.grow(n)
	l.rhythm.lost()
	l.counted = max(l.counted, l.last)
	l.live, l.last, l.seen = false, 0, 0
	t.enter(l, Off)
}

// LostAll says that no data of any label is to be expected any more.
func (t *Tracker) LostAll() {
	for n := range t.labels {
		t.Lost(int32(n))
	}
	t.due = 0 // the times that were planned pass while nothing is judged
}

// Resume says that nothing was received for a time because the process or the machine stood still: silence begins anew.
func (t *Tracker) Resume(now int64) {
	for i := range t.labels {
		if l := &t.labels[i]; l.live {
			l.since = now
			l.rhythm.lost()
			if l.last != 0 {
				l.last = now
			}
			t.watch(l, now)
		}
	}
}

// appears is how many events a label that is no subscription must have had until more of them are expected.
const appears = 20

// Event says that a label had an event at the time now, which is the same for all events of one read. A label that is not
// live becomes so with its twentieth event; with its first, if its rhythm is known. It reports whether the label was not Fresh, or
// Due may have changed.
func (t *Tracker) Event(n int32, now int64) (news bool) {
	l := &t.labels[n]
	if l.last == now {
		return false
	}
	if !l.live {
		if l.seen++; l.seen < appears && l.intervals.added < Known {
			return false
		}
		l.live, l.since = true, now
	}
	t.limitsMayChange(n)
	l.rhythm.event(now, l.last, l.state != Stale && l.state != Quiet)
	switch {
	case l.last == 0:
		t.hadFirst(l, now)
	case l.last-l.since >= int64(answering):
		l.intervals.Add(time.Duration(float64(max(now-l.last, 0)) * l.rate))
	}
	l.last = now
	if l.state == Fresh && t.quiet == 0 {
		return false
	}
	if l.state != Fresh {
		t.enter(l, Fresh)
		t.watch(l, now)
	}
	if t.quiet != 0 {
		t.by(now + int64(judgeAgain))
	}
	return true
}

// watch has a label judged that has had a sign of life now.
func (t *Tracker) watch(l *label, now int64) {
	if l.fixed >= 0 {
		t.by(now + int64(l.soonest()))
	}
}

// soonest is the least silence in which a label can come to another state.
func (l *label) soonest() time.Duration {
	if l.fixed > 0 {
		return l.fixed
	}
	return leastLate
}

// judgeAgain is how long after an event that may end the silence of a feed that is judged.
const judgeAgain = time.Second

// Due returns when Judge is to be called next, in Unix nanoseconds; 0: not before something happens. It is earlier than before
// only after Live, after an event of a label that was not Fresh, and after one that came while the feed was Quiet.
func (t *Tracker) Due() int64 { return t.due }

// by has Judge called by a time at the latest.
func (t *Tracker) by(at int64) {
	if t.due == 0 || at < t.due {
		t.due = at
	}
}

// Old says that a label had an event that is history: no sign that its data is fresh.
func (t *Tracker) Old(n int32) {
	if l := &t.labels[n]; l.last == 0 && l.live && !l.history {
		l.history = true
		if l.state == NoData {
			t.enter(l, History)
		}
	}
}

// hadFirst learns how long it takes a label until its first event. Only a label that has had one says how long that may be.
func (t *Tracker) hadFirst(l *label, now int64) {
	if took := time.Duration(now - l.since); took > t.first && l.intervals.added == 0 {
		t.first, t.firstAt = min(took+took/2, MaxFirst), now
	}
}

func (t *Tracker) enter(l *label, s State) {
	if l.state != s {
		l.state = s
		t.changed = true
	}
}

// State returns the state of a label, and since when it has had no event: since it went live, where it had none.
func (t *Tracker) State(n int32) (state State, since int64) {
	if int(n) >= len(t.labels) {
		return Off, 0
	}
	l := &t.labels[n]
	return l.state, l.silentSince()
}

// Limits returns the limits by which a label is judged: its own, else the longest of its siblings, which is as good a guess;
// false: there are none, and only First counts.
func (t *Tracker) Limits(n int32) (Limits, bool) {
	l := &t.labels[n]
	if l.measure(); l.known {
		return l.limits, true
	}
	return t.longest.of(t.labels)
}

// Judged returns the limits by which the silence of a label is judged now, whether they were configured or learned; Usual is 0
// where nothing was learned of the label, Stale where it is never stale. Where nothing was learned of it, Stale is First at least: what its siblings suggest is a guess that is
// good enough to mark it, and not to call an operator.
func (t *Tracker) Judged(n int32) Limits { return t.judged(&t.labels[n]) }

// EachJudged calls a function with the limits of each label as Judged returns them.
func (t *Tracker) EachJudged(do func(n int32, limits Limits)) {
	for i := range t.labels {
		do(int32(i), t.judged(&t.labels[i]))
	}
}

func (t *Tracker) judged(l *label) Limits {
	if l.fixed < 0 {
		return Limits{}
	}
	limits := t.limitsOf(l)
	limits.Usual = 0
	if l.measure(); l.known {
		limits.Usual = l.limits.Usual
	} else if l.fixed == 0 {
		limits.Stale = max(limits.Stale, t.first)
	}
	return limits
}

// limitsMayChange notes that the limits of a label are to be measured again before those of others are made of them.
func (t *Tracker) limitsMayChange(n int32) {
	if l := &t.labels[n]; !l.changed {
		l.changed = true
		t.longest.changed = append(t.longest.changed, n)
	}
}

func (l *label) measure() {
	if rate := l.usual(); l.measured != l.intervals.added || l.by != rate {
		l.measured, l.by = l.intervals.added, rate
		l.limits, l.known = l.intervals.limits(rate)
		if l.before.Stale > 0 && l.intervals.added < enough {
			l.limits.Usual, l.known = max(l.limits.Usual, l.before.Usual), true
			l.limits.Late, l.limits.Stale = max(l.limits.Late, l.before.Late), max(l.limits.Stale, l.before.Stale)
		}
	}
}

func (l *label) silentSince() int64 {
	if l.last != 0 {
		return l.last
	}
	return l.since
}

// Quiet returns since when the feed as a whole is silent, and on how many of how many live labels that is noticed; false: it
// is not.
func (t *Tracker) Quiet() (since int64, silent, live int, quiet bool) {
	if t.quiet == 0 {
		return 0, 0, 0, false
	}
	for i := range t.labels {
		if l := &t.labels[i]; l.live {
			live++
			if l.last <= t.quiet {
				silent++
			}
		}
	}
	return t.quiet, silent, live, true
}

// Judge brings the states up to date with the time, and reports whether any has changed since the last call. It visits each label once, and sorts them while one is silent for too long.
func (t *Tracker) Judge(now int64) (changed bool) {
	if t.quiet != 0 {
		t.endQuiet(now)
	}
	t.over, t.due = t.over[:0], 0
	for i := range t.labels {
		l := &t.labels[i]
		silence := time.Duration(now - t.judgedFrom(l))
		if !l.live || l.fixed < 0 || l.state == Stale {
			continue
		}
		if now-l.tuned >= tuned {
			t.limitsMayChange(int32(i))
			l.tune(now)
		}
		from := t.judgedFrom(l)
		if silence < l.soonest() {
			t.by(from + int64(l.soonest()))
			continue
		}
		limits := t.limitsOf(l)
		switch {
		case silence >= limits.Stale:
			t.over = append(t.over, int32(i))
		case l.last != 0 && silence >= limits.Late:
			t.enter(l, Late)
			t.by(min(from+int64(limits.Stale), now+tuned))
		case l.last != 0:
			t.by(min(from+int64(limits.Late), now+tuned))
		default:
			t.by(from + int64(limits.Stale))
		}
	}
	t.attribute(now)
	changed, t.changed = t.changed, false
	return changed
}

// limitsOf returns the limits by which a label is judged.
func (t *Tracker) limitsOf(l *label) Limits {
	if l.fixed > 0 {
		return Limits{Late: l.fixed, Stale: l.fixed}
	}
	l.measure()
	limits := l.limits
	if !l.known {
		var known bool
		if limits, known = t.longest.of(t.labels); !known {
			limits = Limits{Late: t.first, Stale: t.first}
		}
	}
	if l.last == 0 { // the answer to a subscription may take longer than one event after another
		limits.Stale = max(limits.Stale, t.first)
	}
	return limits
}

// judgedFrom returns since when the silence of a label counts.
func (t *Tracker) judgedFrom(l *label) int64 { return max(l.last, l.since, t.resumed) }

// attribute says of the labels that are silent for too long whether it is they or the feed. It is the feed if nine of ten of
// those that should have had an event in the second half of that silence had none.
func (t *Tracker) attribute(now int64) {
	if len(t.over) == 0 {
		return
	}
	t.silences, t.usual = t.silences[:0], t.usual[:0]
	for i := range t.labels {
		l := &t.labels[i]
		if !l.live {
			continue
		}
		t.silences = append(t.silences, now-max(l.last, l.since))
		if l.measure(); l.known {
			t.usual = append(t.usual, int64(l.limits.Usual))
		}
	}
	slices.Sort(t.silences)
	slices.Sort(t.usual)
	for _, n := range t.over {
		l := &t.labels[n]
		half := (now - t.judgedFrom(l)) / 2
		active, _ := slices.BinarySearch(t.silences, half)
		expected, _ := slices.BinarySearch(t.usual, half+1)
		if l.known {
			expected-- // itself
		}
		if l.fixed == 0 && expected > 0 && float64(active) <= (1-quorum)*float64(expected) {
			t.enter(l, Quiet)
			if t.quiet == 0 {
				t.quiet = now - t.silences[active]
			}
			continue
		}
		t.enter(l, Stale)
	}
}

// endQuiet ends the silence of the feed once more than one of ten labels had an event since. For the others it begins anew
// then: they have their usual time to follow.
func (t *Tracker) endQuiet(now int64) {
	_, silent, live, _ := t.Quiet()
	if float64(silent) >= quorum*float64(live) && live > 0 {
		return
	}
	t.quiet, t.resumed = 0, now
	for i := range t.labels {
		if l := &t.labels[i]; l.state == Quiet {
			t.enter(l, Late)
		}
	}
}

// Intervals returns what was learned of a label, which the tracker goes on changing; nil for one that it does not know.
func (t *Tracker) Intervals(n int32) *Intervals {
	if int(n) >= len(t.labels) {
		return nil
	}
	return &t.labels[n].intervals
}
