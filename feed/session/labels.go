package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/freshness"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
	"sockeye/feed/sequence"
)

// label is an [event.Label] with what the session knows of it.
type label struct {
	event.Label

	key        string                // what it is looked up by: its symbol, or its first name
	request    inquiry               // its last subscribe message on this connection
	unsub      inquiry               // its last unsubscribe message on this connection
	hungUp     bool                  // rejected, and the server hung up on that: not asked for again before the operator wants it
	named      int64                 // the message that gave it a name last
	sequenced  int64                 // the message in which its sequence was checked last
	dataFrom   time.Time             // an event before this says nothing: it may have been on its way before
	saved      map[string]lang.Value // what its ack brought; nil without
	routes     []string              // its key in the routes of each rule, "" for none; nil while it has none
	answerKeys []answerKey           // where the index of answers has it
	sequence   sequence.Position

	staleAfter time.Duration // without an event; 0 is never, [preset.StaleAuto] learned
	since      time.Time     // subscribed since, on this connection
	sinceNano  int64         // since in Unix nanoseconds, 0 where it is zero
	lastEvent  time.Time

	serial   uint32 // the batch that activity is in
	activity int32  // its place in the activity of that batch
	candle   int32  // its last candle in that batch, -1 without one
	held     held
}

// inquiry is a subscribe or an unsubscribe message that was sent for a label.
type inquiry struct {
	number int64     // which one it was, counted from 1; 0: none was sent
	id     int64     // its `${id}`, 0 without one
	at     time.Time // of a subscribe message
	open   bool      // likewise: its answer may still come
}

// lastSign is when a subscription last had a sign of life: an event, or its beginning.
func (l *label) lastSign() time.Time {
	if l.lastEvent.After(l.since) {
		return l.lastEvent
	}
	return l.since
}

// awaited returns since when its first event on this connection is awaited; zero: it is not. An event can come at the same time
// as the acknowledgement.
func (l *label) awaited() time.Time {
	if (l.State == event.Subscribed || l.State == event.SubscriptionStale) && l.lastEvent.Before(l.since) {
		return l.since
	}
	return time.Time{}
}

// begin notes that it is subscribed since a time; zero: that it is not.
func (l *label) begin(since time.Time) {
	l.since, l.sinceNano = since, 0
	if !since.IsZero() {
		l.sinceNano = since.UnixNano()
	}
}

// labels is the table of all labels of a feed, subscriptions and others, by number.
type labels struct {
	preset *preset.Bound
	log    *event.Builder
	timers *timers
	clocks *freshness.Tracker // of the same labels

	all       []label
	byKey     map[string]int32 // place in all
	recent    [recentLabels]int32
	longest   int // key of them, in bytes
	count     [event.SubscriptionStates]int
	untracked int64 // events of labels that were left out

	awaitedFrom time.Time // since when something is asked for or live: with the first request after a time in which nothing was; zero in such a time

	changed       bool          // they differ from sealed
	sealed        []event.Label // of the last batch
	limitReported bool
}

// number has labels have the numbers that they have in another table, whose first ones are those of this one.
func (t *labels) number(as *labels) {
	for i := len(t.all); i < len(as.all); i++ {
		l, state := &as.all[i], event.NoSubscription
		if l.Symbol != "" {
			state = event.Off
		}
		n := t.add(l.key, state)
		t.all[n].Name, t.all[n].Symbol = l.Name, l.Symbol
	}
}

// find returns the number of the label with that name, which is made if there is none; or NoLabel if there are too many, or if
// the event's `keep` leaves it out.
func (t *labels) find(name []byte, e *preset.Event) int32 {
	// Lengths first: the race detector reads the whole of a text that is compared, which may be as long as a message.
	place := recentPlace(name)
	if n := t.recent[place]; n < int32(len(t.all)) && len(t.all[n].key) == len(name) && t.all[n].key == string(name) {
		return n
	}
	n := t.lookUp(name, e)
	if n != event.NoLabel {
		t.recent[place] = n
	}
	return n
}

// recentLabels is how many labels are found without the map. Most feeds go round a few symbols, and one comparison is cheaper:
// without it a message costs 4 to 7 % more (BenchmarkReceive/kraken).
const recentLabels = 64

// recentPlace is where a label is kept in recent: a guess that costs nothing and is checked.
func recentPlace(name []byte) int {
	if len(name) == 0 {
		return 0
	}
	return (int(name[0]) + 7*len(name) + 3*int(name[len(name)/2])) % recentLabels
}

// lookUp is find with the map.
func (t *labels) lookUp(name []byte, e *preset.Event) int32 {
	if len(name) <= t.longest { // a longer one is none of them, and may be as long as a message for each of its records
		if n, ok := t.byKey[string(name)]; ok {
			return n
		}
	}
	if len(name) > message.MaxLabel {
		name = name[:len(message.Cut(string(name[:message.MaxLabel+1]), message.MaxLabel))]
		if n, ok := t.byKey[string(name)]; ok {
			return n
		}
	}
	if full := len(t.all) >= t.preset.Limits.Labels; full || !e.Keeps(string(name)) {
		t.untracked++
		if full && !t.limitReported {
			t.limitReported = true
			t.log.Note(t.log.Received(), event.Trouble, event.NoLabel, fmt.Sprintf("more than %d labels (limits.labels): events with others are in the log, and have no row and no chart", t.preset.Limits.Labels))
		}
		return event.NoLabel
	}
	return t.add(string(name), event.NoSubscription)
}

// add makes a label.
func (t *labels) add(name string, state event.SubscriptionState) int32 {
	n := int32(len(t.all))
	t.all = append(t.all, label{key: name, staleAfter: t.preset.StaleAfter(name), Label: event.Label{Name: t.preset.ShownSymbol(name), State: state}})
	t.byKey[name] = n
	t.clocks.Add(n, t.all[n].Name, t.all[n].staleAfter)
	t.all[n].StaleAfter = t.clocks.Judged(n).Stale
	t.longest = max(t.longest, len(name))
	t.count[state]++
	t.change()
	return n
}

// change notes that the labels differ from those of the last batch.
func (t *labels) change() {
	t.changed = true
	t.log.Changed()
}

// move changes the state of a label as the table of transitions has it, and reports whether it did.
func (t *labels) move(now time.Time, n int32, why cause, reason string) bool {
	l := &t.all[n]
	to, ok := transitions[why][l.State]
	if !ok {
		return false
	}
	t.count[l.State]--
	t.count[to]++
	if agreed(l.State) && !agreed(to) { // no data of it is to be expected any more
		t.clocks.Lost(n)
	}
	if l.State != to {
		l.Since = now
	}
	l.State, l.Reason = to, reason
	if !t.awaiting() {
		t.awaitedFrom = time.Time{}
	}
	t.timers.changed = true
	t.change()
	return true
}

// agreed reports whether the server has agreed to a subscription in a state, as far as is known.
func agreed(s event.SubscriptionState) bool {
	return s == event.Subscribed || s == event.Live || s == event.SubscriptionStale
}

// awaiting reports whether something is asked for or live, so that the server has a reason to send something.
func (t *labels) awaiting() bool {
	for state, n := range t.count {
		if n > 0 && expects(event.SubscriptionState(state)) {
			return true
		}
	}
	return false
}

// asked notes that something was asked for.
func (t *labels) asked(now time.Time) {
	if t.awaitedFrom.IsZero() && t.awaiting() { // the last unsubscribe leaves nothing to wait for
		t.awaitedFrom = now
	}
}

// activityOf returns the activity of a label in the present batch.
func (t *labels) activityOf(n int32) *event.LabelActivity {
	batch := t.log.Current()
	l := &t.all[n]
	if serial := t.log.Serial(); l.serial != serial {
		l.serial, l.activity, l.candle = serial, int32(len(batch.Activity)), -1
		batch.Activity = append(batch.Activity, event.LabelActivity{Label: n})
	}
	return &batch.Activity[l.activity]
}

// seal returns the labels for a batch. They are shared between batches until one changes.
func (t *labels) seal() []event.Label {
	if t.changed {
		sealed := make([]event.Label, len(t.all))
		for i := range t.all {
			sealed[i] = t.all[i].Label
			sealed[i].Symbol = t.preset.ShownSymbol(sealed[i].Symbol)
			sealed[i].Awaited = t.all[i].awaited()
		}
		t.sealed, t.changed = sealed, false
	}
	return t.sealed
}

// symbol returns a symbol as the preset has it that is given as it is shown: without its secrets.
func (t *labels) symbol(shown string) string {
	if _, known := t.byKey[shown]; known {
		return shown
	}
	for n := range t.all {
		if raw := t.all[n].Symbol; raw != "" && t.preset.ShownSymbol(raw) == shown {
			return raw
		}
	}
	return shown
}

// scopeOf is the scope of a label, where `id` is that of the message that is sent or answered.
func scopeOf(s *scope.Scopes, l *label, id int64) *scope.Scope {
	return s.Of(l.Symbol, id, l.request.id, l.saved)
}

// shownScopeOf is the scope in which a text of the preset for a record of a label is filled in, without secrets; nil where
// nothing has to be filled in.
func shownScopeOf(s *scope.Scopes, l *label, text *preset.PathOrText) lang.Scope {
	if text.Text == nil {
		return nil
	}
	return s.ShownOf(l.Symbol, l.request.id, l.saved)
}
