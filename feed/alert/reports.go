package alert

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"sockeye/feed/alert/clock"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/format"
)

// MaxText bounds the texts of changes and of active alerts, in bytes.
const MaxText = 300

// maxBurst is how many labels of one alert are reported one by one within [HoldDown]: when a connection is lost, all of
// them can fall silent at the same moment.
const maxBurst = 5

// reports are the alerts that were raised: the list that an operator acknowledges, and the changes to report.
type reports struct {
	clock   *clock.Clock
	rules   *rules
	redact  func(text string) string
	listed  []*watch            // raised, and not yet done with; oldest first
	waiting map[string]*waiting // among them, by operator, as far as that is known
	present map[string]int      // screens of operators
	lastID  int32               // of what was listed
	holds   holds
	network Network // nil: the feed is the only one
	changes []Change
}

// entry is what is known of the raisings of a watch.
type entry struct {
	id           int32 // 0: not listed
	count        int32
	first, at    int64         // Unix nanoseconds
	reported     int64         // when a raising was reported last, Unix nanoseconds
	lasted       time.Duration // the last raising, until its end
	value        float64       // on which it was raised last
	on           *label        // under which it was reported, and its end is; nil: the whole feed
	texts        *texts        // nil: it was reported together with others
	acknowledged []string      // by which operators
	open         bool          // the raising was reported, and its end was not
	deferred     bool          // it was raised again since, too soon to be reported, and holds
}

// texts are what is said of a raising that was reported by itself.
type texts struct {
	cause string // as it was raised
	text  string
	ended string // if the raising is deferred: what was to be said of the end before that
}

// raise notes that the condition of a watch has come to hold, or that it was met n times, and returns whether that is to
// be reported now.
func (r *reports) raise(w *watch, at int64, n int) bool {
	rule := w.rule
	if rule.spent || r.holds.hold(w, n) || r.isSaid(w) {
		return false
	}
	if w.entry == nil {
		w.entry = &entry{reported: math.MinInt64 / 2}
	}
	r.changed()
	if joint := w.joint(); joint != nil { // to the operator it is the same alert
		w.entry.reported = max(w.entry.reported, joint.entry.reported)
		r.reportEnd(joint)
	}
	r.reportEnd(w) // what is reported twice was over in between
	if rule.Ends() {
		w.phase = raised // the others have no end
	}
	e := w.entry
	if e.id == 0 {
		r.listed = append(r.listed, w)
		r.lastID++
		*e = entry{id: r.lastID, reported: e.reported, texts: e.texts, first: at}
	}
	e.count += int32(min(n, math.MaxInt32-int(e.count)))
	e.at, e.value = at, w.value
	if r.clock.Now-e.reported < int64(HoldDown) {
		e.deferred = w.phase == raised
		if e.texts != nil {
			e.texts.ended = e.texts.text
			e.texts.text = e.texts.cause // it holds again, whatever was said of its end
		}
		return false
	}
	return r.due(w)
}

// due records that a raising is reported now, and returns whether that is by itself, and not together with others.
func (r *reports) due(w *watch) bool {
	e, rule, now := w.entry, w.rule, r.clock.Now
	e.reported, e.acknowledged, e.deferred = now, nil, false
	r.changed()
	if rule.Once {
		r.rules.spend(rule)
	}
	if now-rule.burstAt >= int64(HoldDown) {
		rule.burstAt, rule.burst = now, 0
	}
	if rule.burst++; rule.burst > maxBurst {
		rule.more++
		e.texts = nil
		return false
	}
	return true
}

// report adds a raising to the changes.
func (r *reports) report(w *watch, text string) {
	text = bounded(r.redact(w.labelled(text)))
	w.entry.texts = &texts{cause: text, text: text}
	w.entry.open, w.entry.on = w.phase == raised, w.label
	r.changes = append(r.changes, w.change(Raised, w.entry.at, text))
}

// update replaces what is said of a raising that is not reported again so soon.
func (r *reports) update(w *watch, text string) {
	if w.entry == nil || w.entry.texts == nil {
		return
	}
	w.entry.texts.cause = bounded(r.redact(w.labelled(text)))
	w.entry.texts.text = w.entry.texts.cause
	r.changed()
}

// retract withdraws n of the raisings of a watch, which were none.
func (r *reports) retract(w *watch, n int64, why string) {
	e := w.entry
	if e == nil || e.texts == nil {
		return
	}
	if e.count = max(e.count-int32(min(n, math.MaxInt32)), 0); e.count == 0 {
		e.texts.text = bounded(e.texts.cause + "; over: " + why)
	}
	r.changed()
}

// reportDeferred reports a raising that came too soon after the one before, if it still holds when it may be reported: else
// an operator who has acknowledged the first would never be notified of it, however long it lasts. describe returns what
// holds, or "" if that is not known.
func (r *reports) reportDeferred(w *watch, describe func(w *watch) string) {
	e := w.entry
	if !e.deferred || r.clock.Now-e.reported < int64(HoldDown) || r.holds.has(w) {
		return
	}
	text := describe(w)
	if text == "" {
		return
	}
	if e.open {
		e.open = false
		r.changes = append(r.changes, w.change(Over, r.clock.Now, e.texts.ended))
	}
	if r.due(w) {
		r.report(w, text)
	}
}

// end notes that the condition of a watch holds no longer. It is reported at once only if that is long after the raising.
func (r *reports) end(w *watch, at int64, text string) {
	w.phase, w.since, w.lost, w.elsewhere = armed, at, "", false
	if w.held {
		r.holds.drop(w)
		if w.entry == nil || !w.entry.open { // what was not reported is not reported as over
			return
		}
	}
	w.entry.deferred = false
	w.entry.lasted = time.Duration(max(at-w.entry.at, 0))
	if texts := w.entry.texts; texts != nil {
		texts.text = bounded(texts.cause + "; over after " + format.Elapsed(w.entry.lasted) + ": " + r.redact(text))
	}
	r.changed()
	r.reportEnd(w)
}

// reportEnd reports an end that has lasted. It returns whether the watch is done with and can leave the list.
func (r *reports) reportEnd(w *watch) (done bool) {
	e := w.entry
	if w.phase == raised || r.clock.Now-e.reported < int64(HoldDown) {
		return false
	}
	if e.open {
		e.open = false
		r.changes = append(r.changes, w.change(Over, r.clock.Now, r.text(w)))
	}
	return r.isAcknowledged(w)
}

// isAcknowledged reports whether all who have an alert, and are there, have acknowledged it.
func (r *reports) isAcknowledged(w *watch) bool {
	seen := w.entry.acknowledged
	if w.rule.owner != "" {
		return slices.Contains(seen, w.rule.owner)
	}
	for who := range r.present {
		if !slices.Contains(seen, who) {
			return false
		}
	}
	return len(seen) > 0
}

// remove ends what a rule has raised.
func (r *reports) remove(rule *rule) {
	r.changed()
	r.holds.back = slices.DeleteFunc(r.holds.back, func(w *watch) bool { return w.rule == rule })
	r.listed = slices.DeleteFunc(r.listed, func(w *watch) bool {
		if w.rule != rule {
			return false
		}
		w.phase, w.entry.id, w.entry.deferred = armed, 0, false
		if w.entry.open {
			w.entry.open, w.entry.lasted = false, time.Duration(max(r.clock.Now-w.entry.at, 0))
			r.changes = append(r.changes, w.change(Over, r.clock.Now, bounded(r.redact(w.labelled("switched off")))))
		}
		return true
	})
}

// sweep reports what was held down and holds, and the ends that have lasted, and clears the list. describe is as in
// reportDeferred; nil: nothing is known now.
func (r *reports) sweep(describe func(w *watch) string) {
	if describe != nil {
		r.release(describe)
	}
	r.listed = slices.DeleteFunc(r.listed, func(w *watch) bool {
		if describe != nil {
			r.reportDeferred(w, describe)
		}
		done := r.reportEnd(w)
		if done {
			w.entry.id = 0
			r.changed()
		}
		return done
	})
	for _, rule := range r.rules.list {
		if rule.more == 0 || r.clock.Now-rule.moreReported < int64(HoldDown) {
			continue
		}
		r.changes = append(r.changes, Change{
			Rule: rule.number, Owner: rule.owner, Alert: rule.Rule, Label: event.NoLabel, Value: math.NaN(), At: time.Unix(0, r.clock.Now), Count: rule.more,
			Text: bounded(strconv.Itoa(rule.more) + " more: " + rule.text),
		})
		rule.more, rule.moreReported = 0, r.clock.Now
	}
}

// text is what is said of a watch that was raised.
func (r *reports) text(w *watch) string {
	if w.entry.texts != nil {
		return w.entry.texts.text
	}
	text := w.labelled(w.brief())
	if w.phase != raised && w.rule.Ends() {
		text += "; over after " + format.Elapsed(w.entry.lasted)
	}
	return bounded(r.redact(text))
}

// drain is [Set.Drain].
func (r *reports) drain() []Change {
	changes := r.changes
	r.changes = nil
	return changes
}

// active is [Set.Active].
func (r *reports) active(v View, most int) (active []Active, more int) {
	listed := make([]*watch, 0, len(r.listed))
	for _, w := range slices.Backward(r.listed) {
		if v.sees(w.rule) && (!v.acknowledged(w) || w.phase == raised) {
			listed = append(listed, w)
		}
	}
	slices.SortStableFunc(listed, func(a, b *watch) int {
		return cmp.Or(first(!v.acknowledged(a), !v.acknowledged(b)), first(a.isGrave(), b.isGrave()), cmp.Compare(b.entry.at, a.entry.at))
	})
	more = max(len(listed)-most, 0)
	for _, w := range listed[:len(listed)-more] {
		active = append(active, r.activeOf(v, w))
	}
	return active, more
}

func (r *reports) activeOf(v View, w *watch) Active {
	e := w.entry
	return Active{
		ID: int(e.id), Rule: w.rule.number, Alert: w.rule.Rule, Label: w.label.index(), Name: w.label.name(),
		Since: time.Unix(0, e.first), Last: time.Unix(0, e.at), Count: int(e.count),
		Over: w.phase != raised, Acknowledged: v.acknowledged(w), Grave: w.isGrave(), Text: r.text(w),
	}
}

// acknowledge notes that the operator has seen some of the alerts.
func (r *reports) acknowledge(v View, which func(*entry) bool) {
	r.changed()
	for _, w := range r.listed {
		if v.sees(w.rule) && !v.acknowledged(w) && which(w.entry) {
			w.entry.acknowledged = append(w.entry.acknowledged, v.who)
		}
	}
}

// first puts what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// compare orders alerts that wait by what an operator has to know first: a label that is silent among active ones, then what
// holds, then the newest.
func compare(a, b *watch) int {
	return cmp.Or(first(a.isGrave(), b.isGrave()), first(a.phase == raised, b.phase == raised), cmp.Compare(b.entry.at, a.entry.at))
}

// waiting is what screens ask for with every render, kept until an alert changes: there can be as many as rules times labels.
type waiting struct {
	count  int
	labels map[int32]bool
	newest *watch // the first one by compare; nil without one
}

// changed notes that what waits may be something else.
func (r *reports) changed() { clear(r.waiting) }

// unacknowledged returns what waits for an operator.
func (r *reports) unacknowledged(v View) *waiting {
	if known := r.waiting[v.who]; known != nil {
		return known
	}
	found := &waiting{}
	if r.waiting == nil {
		r.waiting = make(map[string]*waiting)
	}
	r.waiting[v.who] = found
	for _, w := range slices.Backward(r.listed) {
		if !v.sees(w.rule) || v.acknowledged(w) || r.holds.hides(v, w) {
			continue
		}
		found.count++
		for _, l := range w.affected() {
			if found.labels == nil {
				found.labels = make(map[int32]bool)
			}
			found.labels[l.number] = true
		}
		if best := found.newest; best == nil || compare(w, best) < 0 {
			found.newest = w
		}
	}
	return found
}

// change is what is reported of a watch.
func (w *watch) change(state State, at int64, text string) Change {
	value := math.NaN()
	if w.rule.whole == nil && w.rule.Kind != alertrule.Silent {
		value = w.value
	}
	on := w.label
	if state == Over { // of a label that was raised by itself, and has failed with others since, that label
		on = w.entry.on
	}
	c := Change{
		Rule: w.rule.number, Owner: w.rule.owner, Alert: w.rule.Rule, State: state, Label: on.index(), Name: on.name(),
		Value: value, At: time.Unix(0, at), Count: int(w.entry.count), Text: text,
	}
	if state == Over {
		c.Lasted = w.entry.lasted
	}
	if w.isTogether() {
		c.Names = w.rule.together.names()
	}
	return c
}

// labelled puts the label of a watch in front of a text.
func (w *watch) labelled(text string) string {
	if name := w.label.name(); name != "" {
		return name + " " + text
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
