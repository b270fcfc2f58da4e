package label

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/freshness"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// Table is all labels of a feed, by number: a label's number is its place and never changes.
type Table struct {
	preset  *preset.Bound
	log     *event.Builder
	tracker *freshness.Tracker // of the same labels

	all       []Label
	byKey     map[string]int32 // place in all
	recent    [recentLabels]int32
	longest   int // key of them, in bytes
	count     [event.SubscriptionStates]int
	Untracked int64 // events of labels that were left out

	changed       []int32      // that differ from sealed, beside those that are not in it; some of them twice
	sealed        event.Labels // of the last batch
	limitReported bool
}

// New returns a table without labels, of which tracker learns each label that is made.
func New(p *preset.Bound, log *event.Builder, tracker *freshness.Tracker) *Table {
	return &Table{preset: p, log: log, tracker: tracker, byKey: make(map[string]int32)}
}

// Len returns the number of labels.
func (t *Table) Len() int { return len(t.all) }

// At returns a label by its number. It is valid until the next one is made.
func (t *Table) At(n int32) *Label { return &t.all[n] }

// Number returns the number of the label that is found by a name, and whether there is one.
func (t *Table) Number(key string) (n int32, known bool) {
	n, known = t.byKey[key]
	return n, known
}

// NumberAs has labels have the numbers that they have in another table, whose first ones are those of this one.
func (t *Table) NumberAs(other *Table) {
	for i := len(t.all); i < len(other.all); i++ {
		l, state := &other.all[i], event.NoSubscription
		if l.Symbol != "" {
			state = event.Off
		}
		n := t.Add(l.Key, state)
		t.all[n].Name, t.all[n].Symbol = l.Name, l.Symbol
	}
}

// Find returns the number of the label with that name, which is made if there is none; or NoLabel if there are too many, or if
// the event's `keep` leaves it out.
func (t *Table) Find(name []byte, e *preset.Event) int32 {
	// Lengths first: the race detector reads the whole of a text that is compared, which may be as long as a message.
	place := recentPlace(name)
	if n := t.recent[place]; n < int32(len(t.all)) && len(t.all[n].Key) == len(name) && t.all[n].Key == string(name) {
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

// lookUp is Find with the map.
func (t *Table) lookUp(name []byte, e *preset.Event) int32 {
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
		t.Untracked++
		if full && !t.limitReported {
			t.limitReported = true
			t.log.Note(t.log.Received(), event.Trouble, event.NoLabel, fmt.Sprintf("more than %d labels (limits.labels): events with others are in the log, and have no row and no chart", t.preset.Limits.Labels))
		}
		return event.NoLabel
	}
	return t.Add(string(name), event.NoSubscription)
}

// Add makes a label, and returns its number.
func (t *Table) Add(name string, state event.SubscriptionState) int32 {
	n := int32(len(t.all))
	t.all = append(t.all, Label{Key: name, Stale: t.preset.StaleAfter(name), Label: event.Label{Name: t.preset.ShownSymbol(name), State: state}})
	t.byKey[name] = n
	t.tracker.Add(n, t.all[n].Name, t.all[n].Stale)
	t.all[n].StaleAfter = t.tracker.Judged(n).Stale
	t.longest = max(t.longest, len(name))
	t.count[state]++
	t.log.Changed()
	return n
}

// Change notes that a label differs from that of the last batch.
func (t *Table) Change(n int32) {
	t.changed = append(t.changed, n)
	t.log.Changed()
}

// Move changes the state of a label, for a reason in the words of the server; "" without one.
func (t *Table) Move(now time.Time, n int32, to event.SubscriptionState, reason string) {
	l := &t.all[n]
	t.count[l.State]--
	t.count[to]++
	if l.State != to {
		l.Since = now
	}
	l.State, l.Reason = to, reason
	t.Change(n)
}

// Count returns how many labels are in a state.
func (t *Table) Count(state event.SubscriptionState) int { return t.count[state] }

// Activity returns the activity of a label in the batch under construction; it is valid until that of another label is asked for.
func (t *Table) Activity(n int32) *event.LabelActivity {
	batch := t.log.Current()
	l := &t.all[n]
	if serial := t.log.Serial(); l.serial != serial {
		l.serial, l.activity = serial, int32(len(batch.Activity))
		batch.Activity = append(batch.Activity, event.LabelActivity{Label: n})
	}
	return &batch.Activity[l.activity]
}

// Seal returns the labels for a batch.
func (t *Table) Seal() event.Labels {
	if len(t.changed) > 0 || len(t.all) > t.sealed.Len() {
		t.sealed = t.sealed.Renew(len(t.all), t.changed, t.shown)
		t.changed = t.changed[:0]
	}
	return t.sealed
}

// shown returns a label as readers get it: without its secrets.
func (t *Table) shown(n int32) event.Label {
	l := t.all[n].Label
	l.Symbol = t.preset.ShownSymbol(l.Symbol)
	l.Awaited = t.all[n].awaited()
	return l
}

// Symbols returns symbols as the preset has them that may be given as they are shown: without their secrets.
func (t *Table) Symbols(shown []string) []string {
	symbols := make([]string, len(shown))
	for i := range shown {
		symbols[i] = t.symbol(shown[i])
	}
	return symbols
}

func (t *Table) symbol(shown string) string {
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
