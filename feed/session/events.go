package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/label"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/sequence"
	"sockeye/feed/subscription"
)

// events applies the rules of a preset's `events` to messages: labels, times, numbers and candles.
type events struct {
	preset  *preset.Bound
	reader  *message.Reader
	log     *event.Builder
	labels  *label.Table
	subs    *subscription.Subscriptions
	status  *event.Status
	tracker *sequence.Tracker
	candles *candles
	clock   feedClock

	openedNano     int64      // when the connection was made, in Unix nanoseconds
	messages       int64      // so far
	perLabel       []perLabel // what is known of labels, by their numbers; may be shorter than the labels
	counted        counted    // the records of the current message
	labelsReported bool       // that a subscription has several labels
}

// perLabel is what is known of the messages about a label.
type perLabel struct {
	named     int64 // the one that gave it a name last
	sequenced int64 // the one in which its sequence was checked last
	sequence  sequence.Position
}

// of returns what is known of the messages about a label.
func (e *events) of(n int32) *perLabel {
	for int(n) >= len(e.perLabel) {
		e.perLabel = append(e.perLabel, perLabel{})
	}
	return &e.perLabel[n]
}

// opened begins with a connection.
func (e *events) opened(now time.Time) { e.openedNano = now.UnixNano() }

// connectionLost ends the sequences of all labels.
func (e *events) connectionLost() {
	for i := range e.perLabel {
		e.perLabel[i].sequence = sequence.Position{}
	}
}

const (
	// History is how much older than its subscription an event must be to be history: no lag, no rate.
	History = time.Minute
	// startup is for how long after its subscription there is history.
	startup = 10 * time.Second
)

// receive applies every rule that matches the current message, up to one that stops, completes its entry, and returns what the
// log shows instead of the message, if the preset says so.
func (e *events) receive(now time.Time, entry *event.Entry) (text []byte) {
	rules := e.reader.Rules()
	several := len(rules) > 1
	if several {
		e.counted.reset()
	}
	for i := range rules {
		r := &rules[i]
		if !e.reader.Matches(r) {
			continue
		}
		routed := int32(event.NoLabel)
		if len(r.Sub) > 0 {
			if routed = e.subs.Find(r); routed == event.NoLabel {
				continue
			}
		}
		records, ok, whole := e.reader.Records(r)
		if !ok {
			continue
		}
		if entry.Kind != event.Matched {
			entry.Kind, entry.Rule = event.Matched, uint16(r.Number)
		}
		if several {
			e.counted.next()
		}
		if !whole {
			e.log.Note(now, event.Trouble, event.NoLabel, fmt.Sprintf("a message holds more than %d records: the rest is left out", message.MaxRecords))
		}
		for _, record := range records {
			n, at := e.record(now, entry.At, r, record, routed, len(records) == 1)
			if entry.Label == event.NoLabel {
				entry.Label = n
			}
			if entry.Time == 0 {
				entry.Time = at
			}
			if text == nil && !r.Text.IsZero() {
				text = e.text(r, record, n)
			}
		}
		if r.Stop {
			break
		}
	}
	return text
}

// text returns what the log shows instead of the message, after one of its records.
func (e *events) text(r *message.Rule, record message.Ref, n int32) []byte {
	if n == event.NoLabel {
		return e.reader.Text(r, record, nil)
	}
	return e.reader.Text(r, record, e.subs.ShownScope(n, &r.Text))
}

// record applies a rule to one record. routed is the subscription that `sub` has found, or NoLabel; alone says that it is the
// only record of the rule. It returns the record's label and its own time, 0 without one.
func (e *events) record(now time.Time, received int64, r *message.Rule, record message.Ref, routed int32, alone bool) (n int32, eventTime int64) {
	untracked := e.labels.Untracked
	n = e.labelOf(r, record, routed)
	again := len(e.preset.Events) > 1 && e.counted.add(record, n)
	batch := e.log.Current()
	if again {
		e.labels.Untracked = untracked
	} else {
		batch.Counts.Events++
	}
	e.status.LastData = now
	at := received
	if r.Time != nil {
		if ns, ok := e.reader.Time(r, record, n); ok {
			if eventTime, at = ns, ns; ns > received || e.clock.ahead {
				at = e.clock.drawnAt(received, ns)
			}
		}
	}
	if !e.preset.OpenEnded && e.labels.Len() > 0 {
		e.subs.EventOfSole(now, received, n, again, e.isHistory(eventTime, received, e.labels.At(0)))
	}
	if n == event.NoLabel {
		return n, eventTime
	}
	l := e.labels.At(n)
	old := e.isHistory(eventTime, received, l)
	e.subs.Event(now, n, old)
	if e.tracker.PerLabel() {
		if of := e.of(n); of.sequenced != e.messages {
			of.sequenced = e.messages // once a message, however many records it has
			e.tracker.Follow(now, &of.sequence, n)
		}
	}
	activity := e.labels.Activity(n)
	activity.At = received
	if !old && !again {
		activity.Events++
		if eventTime != 0 {
			batch.Lags.Observe(received - eventTime)
		}
	}
	if !r.Unit.IsZero() {
		e.unit(r, record, n)
	}
	e.reader.Numbers(batch, r, record, n, at)
	if r.OHLC != nil {
		e.candles.receive(r, record, n, alone)
	}
	return n, eventTime
}

// isHistory reports whether an event is one of the past that a server sends with a subscription. What is as old and comes later is
// data that is late.
func (e *events) isHistory(eventTime, received int64, l *label.Label) bool {
	from := max(l.SubscribedNano(), e.openedNano)
	return eventTime != 0 && eventTime < from-int64(History) && received < from+int64(startup)
}

// unit notes the unit of a label, if the rule says one and it is another one than before.
func (e *events) unit(r *message.Rule, record message.Ref, n int32) {
	unit, l := e.reader.Unit(r, record, e.subs.ShownScope(n, &r.Unit)), e.labels.At(n)
	if unit == nil || len(unit) > message.MaxLabel || string(unit) == l.Unit {
		return
	}
	if shown := e.preset.Redact(string(unit)); shown != l.Unit {
		l.Unit = shown
		e.labels.Change(n)
	}
}

// labelOf returns the label of a record: the subscription that `sub` has found, else the one that the rule names.
func (e *events) labelOf(r *message.Rule, record message.Ref, routed int32) int32 {
	if routed != event.NoLabel {
		if r.Event.Label.IsZero() {
			return routed
		}
		name := e.reader.Label(r, record, e.subs.ShownScope(routed, &r.Label))
		if len(name) > 0 && len(name) <= message.MaxLabel {
			e.rename(routed, name)
		}
		return routed
	}
	name := r.Fixed
	if name == nil {
		if name = e.reader.Label(r, record, nil); len(name) == 0 {
			name = []byte(e.preset.Name)
			if r.Label.Path != nil {
				e.reader.UnreadLabel(r, event.NoLabel)
			}
		}
	}
	return e.labels.Find(name, r.Event)
}

// rename gives a subscription the name that an event has for it. Records of one message with several names would all be values
// of one label: that is said, and the label keeps its name.
func (e *events) rename(n int32, name []byte) {
	l, of := e.labels.At(n), e.of(n)
	again := of.named == e.messages
	of.named = e.messages
	if string(name) == l.Name {
		return
	}
	shown := e.preset.ShownSymbol(string(name))
	switch {
	case shown == l.Name:
	case !again:
		l.Name = shown
		e.labels.Change(n)
	case !e.labelsReported:
		e.labelsReported = true
		e.log.Note(e.log.Received(), event.Trouble, n, "events with several labels, "+l.Name+" and "+shown+", are all values of this row: leave out `sub` or `label` in the rule")
	}
}

// plotting reports whether the operator plots anything.
func (e *events) plotting() bool { return len(e.reader.Plots()) > 0 }

// plot adds the numbers that the operator plots to the batch.
func (e *events) plot(entry *event.Entry) {
	plots := e.reader.Plots()
	if e.reader.Document().Root() == message.Nothing {
		return
	}
	for i := range plots {
		p := &plots[i]
		anything, isNumber := p.IsIn(e.reader.Document())
		if !anything {
			continue
		}
		n := entry.Label
		name, split := p.LabelIn(e.reader.Document())
		if !split {
			name = []byte(p.Name)
		}
		if split || n == event.NoLabel {
			if len(name) == 0 || len(name) > message.MaxLabel {
				continue
			}
			if _, known := e.labels.Number(string(name)); !known && !isNumber {
				continue // a value that never was has no label to end on
			}
			if n = e.labels.Find(name, &preset.Event{}); n == event.NoLabel {
				continue
			}
		}
		at := entry.At
		if entry.Time != 0 {
			at = e.clock.drawnAt(entry.At, entry.Time)
		}
		activity := e.labels.Activity(n)
		if entry.Label != n {
			activity.Events++
		}
		activity.At = entry.At
		e.reader.Plotted(e.log.Current(), p, n, at)
	}
}

// plotPast adds numbers of a plot from before it was begun.
func (e *events) plotPast(past []message.Past) {
	for i := range past {
		p := past[i].Point
		if p.Label == event.NoLabel {
			if p.Label = e.labels.Find([]byte(past[i].Name), &preset.Event{}); p.Label == event.NoLabel {
				continue
			}
		}
		batch := e.log.Current()
		batch.Past = append(batch.Past, p)
	}
}
