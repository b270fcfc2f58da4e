package alert

import (
	"math"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// Receive evaluates a batch at the time that it came. fields are the names of the numbers that its points carry, by
// Point.Field, as Feed.Fields of package feed has them: they may only become more.
func (s *Set) Receive(now time.Time, b *event.Batch, fields []string) {
	from := s.now
	s.pass(now)
	if from == 0 || from > s.now { // nothing came before, or the clock was set back
		from = s.now
	}
	fresh := b.Status.LastData.After(s.status.LastData)
	s.updateFields(fields)
	s.updateStatus(b.Status)
	s.updateRows(b.Labels)
	for point, end := range b.Values {
		if end != nil {
			s.endOfValue(end, from)
			continue
		}
		s.point(point, from)
	}
	for _, touch := range b.Activity {
		r := &s.rows[touch.Label]
		if r.meter != nil {
			r.meter.now += int64(touch.Events)
		}
		s.hear(r, touch.At)
	}
	if !s.preset.OpenEnded && len(s.rows) > 0 && fresh {
		// The one subscription is named after the preset: whatever comes is its data, under whatever label.
		s.hear(&s.rows[0], s.at(s.status.LastData))
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
	r := &s.rows[p.Label]
	if field := int16(p.Field); field < r.main {
		s.discover(r, field)
	}
	if len(r.values) == 0 || p.At < r.history || r.gone() {
		return
	}
	at := min(p.At, s.now)
	f := r.numbers(int16(p.Field))
	if f == nil || at < f.at {
		return
	}
	before, t := f.last, max(at, from)
	if f.add(at, t, p.Value) {
		for _, i := range f.active {
			s.judge(&r.values[i], p, f, before, t)
		}
		return
	}
	for i := range r.values {
		if place := &r.values[i]; r.fieldOf(place.rule) == int16(p.Field) {
			s.judge(place, p, f, before, t)
		}
	}
	f.arrange(r, int16(p.Field))
}

// endOfValue notes that a number is none from now on: what was raised on it is over, and nothing is known of a present value.
func (s *Set) endOfValue(e *event.EndOfValue, from int64) {
	r := &s.rows[e.Label]
	if len(r.values) == 0 || e.At < r.history || r.gone() {
		return
	}
	at := min(e.At, s.now)
	f := r.numbers(int16(e.Field))
	if f == nil || at < f.at {
		return
	}
	f.at, f.known, f.held = at, false, false
	for _, i := range f.active {
		w := r.values[i].watch
		w.value = math.NaN()
		if w.phase == raised {
			s.end(w, max(at, from), noValue(w, e.Word))
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

// discover notes a first number of a row, or one before the first so far.
func (s *Set) discover(r *row, field int16) {
	if r.main != noField {
		for i := range r.values {
			w := r.values[i].watch
			if w == nil || w.rule.field != mainField {
				continue
			}
			if w.phase == raised {
				s.end(w, s.now, "is judged by another number now")
			}
			w.restart()
		}
	}
	r.main = field
	r.disarrange()
}

// hear records an event of a row.
func (s *Set) hear(r *row, at int64) {
	if at = min(at, s.now); at <= r.heard || r.gone() || s.status.State == event.Closed {
		return
	}
	if r.silent {
		for i := range r.timed {
			if w := r.timed[i].watch; w != nil && w.rule.Kind == alertrule.Silent && w.phase == raised {
				s.end(w, at, "data again")
			}
		}
	}
	r.heard, r.silent = at, false
}

// gaps finds what the session has noted about holes in a sequence.
func (s *Set) gaps(b *event.Batch) {
	for _, rule := range s.rules {
		if rule.Kind != alertrule.Gap {
			continue
		}
		w := rule.whole
		at, text, row := s.now, "GAP", int32(event.NoLabel) // where the note was merged away
		if chunk, m := firstGap(b); m != nil {
			at, text, row = m.At, string(chunk.Payload(m)), m.Label
		}
		w.row = row
		if s.raise(w, at, int(b.Counts.Missing())) {
			s.report(w, text)
		} else if w.entry != nil && w.entry.words != nil { // not reported again so soon, but what is shown is the newest one
			w.entry.words.cause = bounded(s.preset.Redact(s.labelled(w, text)))
			w.entry.words.text = w.entry.words.cause
			s.waiting.known = false
		}
	}
}

// fillGaps takes gaps back whose messages have come late.
func (s *Set) fillGaps(gaps int64) {
	for _, rule := range s.rules {
		if rule.Kind != alertrule.Gap || rule.whole.entry == nil || rule.whole.entry.words == nil {
			continue
		}
		e := rule.whole.entry
		if e.count = max(e.count-int32(min(gaps, math.MaxInt32)), 0); e.count == 0 {
			e.words.text = bounded(e.words.cause + "; over: it came late")
		}
		s.waiting.known = false
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

// Matched evaluates what a [Matcher] has found.
func (s *Set) Matched(now time.Time, hits []Hit) {
	s.pass(now)
	for _, hit := range hits {
		for _, rule := range s.rules {
			if rule.number != hit.Rule || hit.Count == 0 {
				continue
			}
			if s.raise(rule.whole, hit.At, hit.Count) {
				rule.whole.row = hit.Row
				s.report(rule.whole, hit.Text)
			}
		}
	}
}
