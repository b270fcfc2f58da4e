package alert

import (
	"strconv"
	"time"

	"sockeye/feed/alert/meter"
	"sockeye/feed/format"
)

// lowWithin is how far apart the labels of a feed that stops can come below a rate: the fastest of them are measured for the whole of
// it before their mean is low.
const lowWithin = 2 * meter.Slots * time.Second

// isSlow reports whether a label is too slow by a rule, as of the last Tick.
func (l *label) isSlow(rule *rule) bool {
	w := l.timedBy(rule)
	return w != nil && w.phase != armed
}

// fastEnough returns how many labels the rule is about, which is about low rates, and how many of them are not too slow.
func (r *rule) fastEnough() (total, fast int) {
	for _, l := range r.about {
		if !l.counts(r) {
			continue
		}
		if total++; !l.isSlow(r) {
			fast++
		}
	}
	return total, fast
}

// lowTogether returns the labels that have become too slow together, where some of those that were found have: those that are too slow
// now, and those that have had no event since. It returns none where each is by itself. It is the feed if nine of ten are too slow,
// or if nine of ten of those that should have had an event in the second half of the silence had none.
func (s *silence) lowTogether(rule *rule, found []due) (failed []*label) {
	newest, until := int64(0), int64(0)
	for _, d := range found {
		newest = max(newest, d.at.on(d.l).since)
	}
	// apart are those that were too slow long before, for a cause of their own.
	apart := func(l *label) bool {
		w := l.timedBy(rule)
		return w != nil && w.phase == raised && !w.joined && newest-w.since > int64(lowWithin)
	}
	for _, d := range found {
		if half := (s.clock.Now - d.l.judgedFrom()) / 2; s.isFeed(rule, d.l, half, apart) {
			until = max(until, s.clock.Now-half) // who has had no event since has failed
		}
	}
	total, slow := 0, 0
	for _, l := range rule.about {
		if !l.counts(rule) || l.State.Pending() || apart(l) {
			continue
		}
		total++
		if l.isSlow(rule) {
			slow++
		}
		if l.isSlow(rule) || l.lastSign() != 0 && l.judgedFrom() <= until {
			failed = append(failed, l)
		}
	}
	if len(failed) < 2 || until == 0 && float64(slow) < quorum*float64(total) {
		return nil
	}
	return failed
}

// describeLow says that labels are too slow together, how many and which, and why that may be.
func (c *conditions) describeLow(t *together, now int64) string {
	rule := t.watch.rule
	var event, sign int64
	for _, l := range rule.about {
		if l.counts(rule) {
			event, sign = max(event, l.lastEvent), max(sign, l.lastSign())
		}
	}
	total, _ := rule.fastEnough()
	text := "rate " + rule.Compare + " " + format.Number(rule.Limit, -1) + "/s"
	if rule.For > 0 {
		text += " for " + format.Elapsed(rule.For)
	}
	text += " on " + strconv.Itoa(len(t.labels)) + " of " + strconv.Itoa(total)
	if event == 0 {
		text += ", no event yet, "
	} else {
		text += ", last event " + format.Elapsed(time.Duration(now-event)) + " ago, "
	}
	return text + c.connection.describe(time.Duration(now-sign), c.clock) + "; " + namesOf(t.labels)
}
