package alert

import (
	"math"
	"time"

	"sockeye/feed/alert/match"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// Receive evaluates a batch at the time that it came. fields are the names of the numbers that its points carry, by
// Point.Field, as Feed.Fields of package feed has them: they may only become more.
func (s *Set) Receive(now time.Time, b *event.Batch, fields []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := s.clock.Now
	s.pass(now)
	if s.ticked == 0 { // a process that is stopped before its first Tick is not to be judged by it
		s.ticked = s.clock.Now
	}
	if from == 0 || from > s.clock.Now { // nothing came before, or the clock was set back
		from = s.clock.Now
	}
	if s.ticked == 0 {
		s.ticked = s.clock.Now
	}
	fresh := b.Status.LastData.After(s.connection.status.LastData)
	if s.rules.update(fields) {
		for _, l := range s.labels {
			l.disarrange()
		}
	}
	s.updateStatus(b.Status)
	s.updateLabels(b.Labels)
	for point, end := range b.Values {
		if end != nil {
			s.endOfValue(end, from)
			continue
		}
		s.point(point, from)
	}
	for _, activity := range b.Activity {
		l := s.labels[activity.Label]
		if l.meter != nil {
			l.meter.Add(int64(activity.Events))
		}
		s.event(l, activity.At)
	}
	if !s.preset.OpenEnded && len(s.labels) > 0 && fresh {
		// The one subscription is named after the preset: whatever comes is its data, under whatever label.
		s.event(s.labels[0], s.clock.At(s.connection.status.LastData))
	}
	switch missing := b.Counts.Missing(); { // what came late within the batch is not missing
	case missing > 0:
		s.gaps(b)
	case missing < 0:
		s.fillGaps(-missing)
	}
}

// point evaluates a number; the batch before came at the time from.
func (s *Set) point(p *event.Point, from int64) {
	l := s.labels[p.Label]
	if field := int16(p.Field); field < l.main {
		s.discover(l, field)
	}
	if len(l.values) == 0 || p.At < l.history || l.gone() {
		return
	}
	at := min(p.At, s.clock.Now)
	f := l.numbers(int16(p.Field))
	if f == nil || at < f.at {
		return
	}
	before, t := f.last, max(at, from)
	if f.add(at, t, p.Value) {
		for _, i := range f.active {
			s.conditions.point(&l.values[i], l, p, f, before, t)
		}
		return
	}
	for i := range l.values {
		if place := &l.values[i]; l.fieldOf(place.rule) == int16(p.Field) {
			s.conditions.point(place, l, p, f, before, t)
		}
	}
	f.arrange(l, int16(p.Field))
}

// endOfValue notes that a number is none from now on: what was raised on it is over, and nothing is known of a present value.
func (s *Set) endOfValue(e *event.EndOfValue, from int64) {
	l := s.labels[e.Label]
	if len(l.values) == 0 || e.At < l.history || l.gone() {
		return
	}
	at := min(e.At, s.clock.Now)
	f := l.numbers(int16(e.Field))
	if f == nil || at < f.at {
		return
	}
	f.at, f.known, f.held = at, false, false
	for _, i := range f.active {
		w := l.values[i].watch
		w.value = math.NaN()
		if w.phase == raised {
			s.reports.end(w, max(at, from), noValue(w, e.Word))
		}
		w.interrupt()
	}
}

// noValue says that there is no value, with the feed's own word for it if it has one.
func noValue(w *watch, word string) string {
	text := "no value"
	if w.rule.Field != "" {
		text = w.rule.Field + " has no value"
	}
	if word != "" {
		text += ": " + word
	}
	return text
}

// discover notes a first number of a label, or one before the first so far.
func (s *Set) discover(l *label, field int16) {
	if l.main != noField {
		for i := range l.values {
			w := l.values[i].watch
			if w == nil || w.rule.field != mainField {
				continue
			}
			if w.phase == raised {
				s.reports.end(w, s.clock.Now, "is judged by another number now")
			}
			w.restart()
		}
	}
	l.main = field
	l.disarrange()
}

// event records when an event of a label came.
func (s *Set) event(l *label, at int64) {
	if at = min(at, s.clock.Now); at <= l.lastEvent || l.gone() || s.connection.closed() {
		return
	}
	if l.silent {
		for i := range l.timed {
			switch w := l.timed[i].watch; {
			case w == nil || w.rule.Kind != alertrule.Silent:
			case w.joined:
				w.rule.together.leave(l, w)
			case w.phase == raised:
				s.reports.end(w, at, "data again")
			}
		}
	}
	l.lastEvent, l.silent = at, false
}

// gaps finds what the session has noted about holes in a sequence.
func (s *Set) gaps(b *event.Batch) {
	for _, rule := range s.rules.list {
		if rule.Kind != alertrule.Gap {
			continue
		}
		w := rule.whole
		at, text := s.clock.Now, "GAP" // where the note was merged away
		w.label = nil
		if chunk, m := firstGap(b); m != nil {
			at, text, w.label = m.At, string(chunk.Payload(m)), s.label(m.Label)
		}
		if s.reports.raise(w, at, int(b.Counts.Missing())) {
			s.reports.report(w, text)
		} else {
			s.reports.update(w, text)
		}
	}
}

// fillGaps withdraws gaps whose messages have come late.
func (s *Set) fillGaps(gaps int64) {
	for _, rule := range s.rules.list {
		if rule.Kind == alertrule.Gap {
			s.reports.retract(rule.whole, gaps, "it came late")
		}
	}
}

func firstGap(b *event.Batch) (*event.Chunk, *event.Entry) {
	for _, c := range b.Chunks {
		if c.Inbound() == len(c.Entries) {
			continue
		}
		for i := range c.Entries {
			if m := &c.Entries[i]; m.Kind == event.Gap {
				return c, m
			}
		}
	}
	return nil, nil
}

// label returns a label by its number; nil for event.NoLabel, and for one that is not known yet.
func (s *Set) label(number int32) *label {
	if number < 0 || int(number) >= len(s.labels) {
		return nil
	}
	return s.labels[number]
}

// Matched evaluates what a matcher has found.
func (s *Set) Matched(now time.Time, hits []match.Hit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass(now)
	for _, hit := range hits {
		for _, rule := range s.rules.list {
			if rule.number != hit.Rule || hit.Count == 0 {
				continue
			}
			if s.reports.raise(rule.whole, hit.At, hit.Count) {
				rule.whole.label = s.label(hit.Label)
				s.reports.report(rule.whole, bounded(hit.Text))
			}
		}
	}
}
