package alert

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sockeye/feed/alert/clock"
	"sockeye/feed/alert/meter"
	"sockeye/feed/alertrule"
	"sockeye/feed/format"
	"sockeye/feed/preset"
)

// quorum is the part of the rows of a feed that must be silent for the silence to be one of the feed.
const quorum = 0.9

const (
	mostNames = 3   // labels that a text names of many
	maxNames  = 100 // labels that a change names
)

// together is what a rule about silence has raised on labels that failed together: the feed is down, or nine of ten of those
// that should have had an event had none. It is one alert, and lasts until one of ten of them has an event. A rule about low
// rates has the same; see isLow.
type together struct {
	watch  watch    // on the whole feed
	labels []*label // that are part of it; none while it is not raised
	named  []*label // that were part of it, also those that have events again
	since  int64    // the last event before it, Unix nanoseconds; where there was none, when data was first awaited
}

// silence judges the rules about silence, and what was found of those about low rates: of each what failed together, as one. Its labels, and what it judges them by, are those
// of a [Set].
type silence struct {
	preset     *preset.Bound
	clock      *clock.Clock
	rules      *rules
	connection *connection
	conditions *conditions
	reports    *reports
	labels     *[]*label
	closed     bool  // the market, by the preset's hours
	lost       bool  // the network, as of the last Tick
	due        []due // found since the last Tick
}

// due is a label that has been silent or too slow for too long by a rule, and of which that is not reported.
type due struct {
	at *place
	l  *label
}

// limit returns after how long without an event a label is silent by a rule; 0: never.
func (l *label) limit(rule *rule) time.Duration {
	if rule.Within > 0 {
		return rule.Within
	}
	return l.StaleAfter
}

// judgedFrom returns since when the silence of a label counts.
func (l *label) judgedFrom() int64 { return max(l.wanted, l.lastEvent, l.resumed) }

// lastSign returns when a label had its last event, else since when one is awaited.
func (l *label) lastSign() int64 { return max(l.wanted, l.lastEvent) }

// awaits reports whether an event of a label, which a rule about silence is about, is waited for.
func (l *label) awaits(rule *rule) bool {
	return l.lastSign() != 0 && l.counts(rule) && l.limit(rule) > 0
}

// timedBy returns the watch of a rule about silence or rates on a label; nil if there is none.
func (l *label) timedBy(rule *rule) *watch {
	for i := range l.timed {
		if l.timed[i].rule == rule {
			return l.timed[i].watch
		}
	}
	return nil
}

// judge raises what has been silent for too long since the last Tick, of each rule what failed together as one, and ends
// what is silent no longer.
func (s *silence) judge() {
	slices.SortStableFunc(s.due, func(a, b due) int { return a.at.rule.number - b.at.rule.number })
	for len(s.due) > 0 {
		rule := s.due[0].at.rule
		n := 1
		for n < len(s.due) && s.due[n].at.rule == rule {
			n++
		}
		s.raise(rule, s.due[:n])
		s.due = s.due[n:]
	}
	for _, rule := range s.rules.list {
		t := rule.together
		if t == nil || len(t.labels) == 0 && t.watch.phase != raised {
			continue
		}
		if s.endTogether(rule); len(t.labels) > 0 && t.watch.phase != raised { // at once, or as soon as it is known what to say
			s.raiseTogether(t)
		}
	}
}

// raise raises a rule on labels that have become silent, or too slow.
func (s *silence) raise(rule *rule, found []due) {
	failed := s.failedTogether(rule, found)
	for _, d := range found {
		d.l.silent = d.l.silent || rule.Kind == alertrule.Silent
		if slices.Contains(failed, d.l) {
			continue
		}
		w := d.at.on(d.l)
		w.alone = rule.Kind == alertrule.Silent && s.amongActive(d.l)
		if s.reports.raise(w, s.clock.Now, 1) {
			s.reports.report(w, s.conditions.describe(w, s.clock.Now))
		}
	}
	if len(failed) == 0 {
		return
	}
	if rule.together == nil {
		rule.together = &together{watch: watch{rule: rule}}
	}
	t := rule.together
	if len(t.labels) == 0 {
		t.named = nil
	}
	for _, l := range failed {
		for i := range l.timed {
			if l.timed[i].rule == rule {
				s.join(t, l, l.timed[i].on(l))
			}
		}
	}
	t.since = 0
	for _, l := range t.labels {
		t.since = max(t.since, l.lastSign())
	}
	if t.watch.phase == raised {
		s.reports.update(&t.watch, s.conditions.describe(&t.watch, s.clock.Now))
	}
}

// raiseTogether raises what failed together.
func (s *silence) raiseTogether(t *together) {
	if s.reports.raise(&t.watch, s.clock.Now, 1) {
		s.reports.report(&t.watch, s.conditions.describe(&t.watch, s.clock.Now))
	}
}

// amongActive reports whether a label is silent while others of the feed are not, which is the graver sign: the feed seems well and is not.
func (s *silence) amongActive(silent *label) bool {
	half := s.clock.Now - (s.clock.Now-silent.judgedFrom())/2
	return s.connection.connected() && slices.ContainsFunc(*s.labels, func(l *label) bool { return l != silent && !l.gone() && l.lastEvent > half })
}

// join makes a label part of what failed together. If it was raised by itself for the same cause, what was raised first goes on
// as the alert of all: it is not reported a second time.
func (s *silence) join(t *together, l *label, w *watch) {
	switch {
	case w.held:
		s.reports.holds.drop(w)
	case w.phase == raised && !w.joined:
		if t.watch.phase != raised {
			s.reports.replace(w, &t.watch)
		} else {
			s.reports.withdraw(w)
		}
	}
	l.silent = l.silent || w.rule.Kind == alertrule.Silent
	w.phase, w.joined, w.alone, w.since = raised, true, false, 0
	if !slices.Contains(t.labels, l) {
		t.labels = append(t.labels, l)
		t.named = append(t.named, l)
	}
}

// names returns the labels that failed, of very many the first ones.
func (t *together) names() (names []string) {
	for _, l := range t.named[:min(len(t.named), maxNames)] {
		names = append(names, l.Name)
	}
	return names
}

// leave removes a label from what failed together.
func (t *together) leave(l *label, w *watch) {
	w.phase, w.joined = armed, false
	t.labels = slices.DeleteFunc(t.labels, func(o *label) bool { return o == l })
}

// failedTogether returns the labels that have failed together, where some of those that were found silent now have: all that are
// silent since, also those whose own time is not over. It returns none where each is by itself. It is the feed if it has no
// connection, or if nine of ten of those that should have had an event in the second half of the silence had none.
func (s *silence) failedTogether(rule *rule, found []due) (failed []*label) {
	if t := rule.together; t != nil && t.watch.phase == raised { // it goes on
		for _, d := range found {
			failed = append(failed, d.l)
		}
		return failed
	}
	if rule.isLow() {
		return s.lowTogether(rule, found)
	}
	newest := int64(0) // event of a label
	for _, l := range rule.about {
		if l.awaits(rule) {
			newest = max(newest, l.lastEvent)
		}
	}
	// apart are those that the rule was raised on for a cause of their own: others had events after they should have had one.
	apart := func(l *label) bool {
		w := l.timedBy(rule)
		return w != nil && w.phase == raised && !w.joined && newest-l.lastSign() > int64(l.limit(rule)/2)
	}
	until := int64(0) // who has had no event since has failed
	if !s.connection.connected() {
		until = s.clock.Now
	}
	for _, d := range found {
		if half := (s.clock.Now - d.l.judgedFrom()) / 2; s.connection.connected() && s.isFeed(rule, d.l, half, apart) {
			until = max(until, s.clock.Now-half)
		}
	}
	for _, l := range rule.about {
		if until != 0 && l.awaits(rule) && l.judgedFrom() <= until && !apart(l) {
			failed = append(failed, l)
		}
	}
	if len(failed) == 1 {
		return nil
	}
	return failed
}

// isFeed reports whether the silence of a label is one of the whole feed, by what the others had in its second half. Those that
// are apart do not count.
func (s *silence) isFeed(rule *rule, silent *label, half int64, apart func(*label) bool) bool {
	active, expected := 0, 0
	for _, l := range rule.about {
		if l == silent || !l.awaits(rule) {
			continue
		}
		silence := s.clock.Now - l.judgedFrom()
		if silence < half {
			active++
		}
		isDue := silence >= int64(l.limit(rule)) || rule.Within > 0 && l.lastEvent != 0 || l.Usual > 0 && int64(l.Usual) <= half
		if isDue && !apart(l) {
			expected++
		}
	}
	return expected > 0 && float64(active) <= (1-quorum)*float64(expected)
}

// endTogether ends what failed together if it holds no longer. For the labels without an event silence begins anew then: they
// have their time to follow.
func (s *silence) endTogether(rule *rule) {
	t := rule.together
	again, total, back := "data again", 0, 0
	for _, l := range rule.about {
		if l.awaits(rule) {
			total++
			if l.lastEvent > t.since {
				back++
			}
		}
	}
	if rule.isLow() {
		again = "fast enough"
		total, back = rule.fastEnough()
	}
	why := ""
	switch {
	case total == 0 && s.connection.closed():
		why = "closed by the operator"
	case total == 0:
		why = "no longer subscribed"
	case s.connection.connected() && float64(back) > (1-quorum)*float64(total):
		why = again
		if total > 1 {
			why += " on " + strconv.Itoa(back) + " of " + strconv.Itoa(total)
		}
	default:
		return
	}
	s.endWith(t, why)
}

// endWith ends what failed together.
func (s *silence) endWith(t *together, why string) {
	if t.watch.phase == raised {
		s.reports.end(&t.watch, s.clock.Now, why)
	}
	for _, l := range t.labels {
		if l.resumed = s.clock.Now; t.watch.rule.isLow() && l.meter != nil {
			*l.meter = meter.Meter{} // what came in the outage says nothing about the rate after it
		}
		for i := range l.timed {
			if w := l.timed[i].watch; w != nil && w.joined && w.rule == t.watch.rule {
				w.phase, w.joined = armed, false
			}
		}
	}
	t.labels = nil
}

// resume has silence begin anew: the process or the machine stood still.
func (s *silence) resume() {
	for _, l := range *s.labels {
		l.resumed = s.clock.Now
	}
}

// market notes whether by the preset's hours data is to be expected. What was silent before has nothing to say then.
func (s *silence) market() {
	closed := !s.preset.MarketOpen(s.clock.Wall)
	switch {
	case closed && !s.closed:
		s.closeMarket()
	case !closed && s.closed:
		for _, l := range *s.labels {
			if l.lastEvent = 0; l.wanted != 0 {
				l.wanted = s.clock.Now
			}
			if l.meter != nil {
				*l.meter = meter.Meter{} // nothing was to be expected so far
			}
		}
	}
	s.closed = closed
}

// closeMarket ends what is silent or too slow: by the preset's hours no data is to be expected.
func (s *silence) closeMarket() {
	for _, rule := range s.rules.list {
		if t := rule.together; t != nil && t.watch.phase == raised {
			s.endWith(t, "the market is closed")
		}
	}
	for _, l := range *s.labels {
		l.silent = false
		for i := range l.timed {
			if w := l.timed[i].watch; w != nil && (w.rule.Kind == alertrule.Silent || w.rule.isLow()) && w.phase == raised {
				s.reports.end(w, s.clock.Now, "the market is closed")
			}
		}
	}
}

// describeSilence says for how long a label has been silent, and why that may be.
func (c *conditions) describeSilence(w *watch) string {
	if w.isTogether() {
		return c.describeTogether(w.rule.together)
	}
	quiet := time.Duration(c.clock.Now - w.label.lastSign())
	text := "no data for "
	if w.label.lastEvent == 0 {
		text = "no data yet after "
	}
	return text + format.Elapsed(quiet) + ", " + c.connection.describe(quiet, c.clock)
}

// describeTogether says for how long labels have been silent that failed together, how many and which, and why that may be.
func (c *conditions) describeTogether(t *together) string {
	quiet := time.Duration(c.clock.Now - t.since)
	text := "no data for "
	if !slices.ContainsFunc(t.labels, func(l *label) bool { return l.lastEvent != 0 }) {
		text = "no data yet after "
	}
	total, silent := 0, 0
	var active []*label
	for _, l := range t.watch.rule.about {
		switch {
		case !l.awaits(t.watch.rule):
			continue
		case l.lastSign() <= t.since:
			silent++
		default:
			active = append(active, l)
		}
		total++
	}
	text += format.Elapsed(quiet) + " on " + strconv.Itoa(silent) + " of " + strconv.Itoa(total) + ", " + c.connection.describe(quiet, c.clock)
	if len(active) > 0 && len(active) <= mostNames {
		return text + "; all but " + namesOf(active)
	}
	return text + "; " + namesOf(t.labels)
}

// namesOf names labels, of many the first ones.
func namesOf(labels []*label) string {
	var names []string
	for _, l := range labels[:min(len(labels), mostNames)] {
		names = append(names, l.Name)
	}
	text := strings.Join(names, ", ")
	if more := len(labels) - len(names); more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text
}

// replace has the alert of a watch go on as that of another.
func (r *reports) replace(w, by *watch) {
	if i := slices.Index(r.listed, w); i >= 0 {
		r.listed[i] = by
	}
	by.entry, by.phase, by.since = w.entry, raised, w.since
	w.entry = nil
	r.changed()
}

// withdraw removes the alert of a watch from the list, of which another one says the same.
func (r *reports) withdraw(w *watch) {
	r.listed = slices.DeleteFunc(r.listed, func(o *watch) bool { return o == w })
	r.changed()
	if w.entry.open {
		w.entry.lasted = time.Duration(max(r.clock.Now-w.entry.at, 0))
		r.changes = append(r.changes, w.change(Over, r.clock.Now, bounded(r.redact(w.labelled("is part of what failed together")))))
	}
	w.entry = nil
}
