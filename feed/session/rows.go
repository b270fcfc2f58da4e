package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// row is an [event.Label] with what the session knows of it.
type row struct {
	event.Label

	key        string                // what it is looked up by: its symbol, or its first label
	request    inquiry               // its last subscribe message on this connection
	unsub      inquiry               // its last unsubscribe message on this connection
	hungUp     bool                  // rejected, and the server hung up on that: not asked for again before the operator wants it
	labelled   int64                 // the message that gave it a label last
	followed   int64                 // the message in which its sequence was checked last
	dataFrom   time.Time             // an event before this says nothing: it may have been on its way before
	saved      map[string]lang.Value // what its ack brought; nil without
	routes     []string              // its key in the routes of each rule, "" for none; nil while it has none
	answerKeys []answerKey           // where the index of answers has it
	sequence   sequence

	staleAfter time.Duration // without an event; 0 is never

	since     time.Time // subscribed since, on this connection
	sinceNano int64     // since in Unix nanoseconds, 0 where it is zero
	lastEvent time.Time

	serial   uint32 // the batch that activity is in
	activity int32  // its place in the activity of that batch
	candle   int32  // its last candle in that batch, -1 without one
	held     held
}

// inquiry is a subscribe or an unsubscribe message that was sent for a row.
type inquiry struct {
	number int64     // which one it was, counted from 1; 0: none was sent
	id     int64     // its `${id}`, 0 without one
	at     time.Time // of a subscribe message
	open   bool      // likewise: its answer may still come
}

// maxLabel bounds a label in bytes: it is kept for ever, and a server may send anything.
const maxLabel = 200

// rowOf returns the row with that label, which is made if there is none; or NoRow if there are too many, or if the
// event's `keep` leaves it out.
func (s *Session) rowOf(label []byte, e *preset.Event) int32 {
	// Most feeds go round a few symbols: one comparison is cheaper than the map. Lengths first: the race detector reads the
	// whole of a text that is compared, which may be as long as a message.
	if n := s.recent[recentPlace(label)]; n < int32(len(s.rows)) && len(s.rows[n].key) == len(label) && s.rows[n].key == string(label) {
		return n
	}
	n := s.lookUp(label, e)
	if n != event.NoLabel {
		s.recent[recentPlace(label)] = n
	}
	return n
}

// recentPlace is where a label is remembered: a guess that costs nothing and is checked.
func recentPlace(label []byte) int {
	if len(label) == 0 {
		return 0
	}
	return (int(label[0]) + 7*len(label) + 3*int(label[len(label)/2])) % recentLabels
}

// recentLabels is how many labels are found without the map.
const recentLabels = 64

func (s *Session) lookUp(label []byte, e *preset.Event) int32 {
	if len(label) <= s.longest { // a longer one is none of them, and may be as long as a message for each of its records
		if n, ok := s.byLabel[string(label)]; ok {
			return n
		}
	}
	if len(label) > maxLabel {
		label = label[:len(cut(string(label[:maxLabel+1]), maxLabel))]
		if n, ok := s.byLabel[string(label)]; ok {
			return n
		}
	}
	if full := len(s.rows) >= s.preset.Limits.Labels; full || !e.Keeps(string(label)) {
		s.status.Untracked++
		if full && !s.limitSaid {
			s.limitSaid = true
			s.note(time.Unix(0, s.at), event.Trouble, event.NoLabel, fmt.Sprintf("more than %d labels (limits.labels): events with others are in the log, and have no row and no chart", s.preset.Limits.Labels))
		}
		return event.NoLabel
	}
	return s.addRow(string(label), event.NoSubscription)
}

func (s *Session) addRow(label string, state event.SubscriptionState) int32 {
	n := int32(len(s.rows))
	s.rows = append(s.rows, row{key: label, staleAfter: s.preset.StaleAfter(label), Label: event.Label{Name: s.preset.ShownSymbol(label), State: state}})
	s.byLabel[label] = n
	s.longest = max(s.longest, len(label))
	s.count[state]++
	s.changed = true
	s.build.Changed()
	return n
}

// set changes the state of a row.
func (s *Session) set(now time.Time, n int32, state event.SubscriptionState, reason string) {
	r := &s.rows[n]
	s.count[r.State]--
	s.count[state]++
	if r.State != state {
		r.Since = now
	}
	r.State, r.Reason = state, reason
	if !s.awaiting() {
		s.watchedFrom = time.Time{}
	}
	s.changed = true
	s.build.Changed()
}

// move changes the state of a row as the table of transitions has it, and reports whether it did.
func (s *Session) move(now time.Time, n int32, why cause, reason string) bool {
	to, ok := transitions[why][s.rows[n].State]
	if ok {
		s.set(now, n, to, reason)
	}
	return ok
}

// activityOf returns the activity of a label in the present batch.
func (s *Session) activityOf(n int32) *event.LabelActivity {
	batch := s.build.Current()
	r := &s.rows[n]
	if r.serial != s.build.Serial() {
		r.serial, r.activity, r.candle = s.build.Serial(), int32(len(batch.Activity)), -1
		batch.Activity = append(batch.Activity, event.LabelActivity{Label: n})
	}
	return &batch.Activity[r.activity]
}
