package session

import (
	"time"

	"sockeye/feed/preset"
)

// row is a [Row] with what the session knows of it.
type row struct {
	Row

	key          string // what it is looked up by: its symbol, or its first label
	subscription bool   // it is a symbol of ours, not just a label that came along
	wanted       bool   // the operator wants it subscribed
	asked        bool   // its request was sent on this connection
	leaving      bool   // its unsubscribe was sent and is not answered
	leaveLater   bool   // its unsubscribe needs what its ack brings
	unconfirmed  bool   // its unsubscribe was not answered in time, or not sent: the server may still send its data
	guessed      bool   // rejected by an error that named nobody
	followed     int64  // the message in which its sequence was checked last
	ask          int64
	id           int64 // the `${id}` of its subscribe message, 0 without one
	leavingID    int64 // the `${id}` of its unsubscribe message
	leave        int64 // which wait for the answer to an unsubscribe is its last one

	saved    map[string]preset.Value // what its ack brought; nil without; see keep and drop
	routes   []string                // its key in the routes of each rule, "" for none; nil while it has none
	sequence sequence

	staleAfter time.Duration // without an event; 0 is never

	since     time.Time // subscribed since, on this connection
	sinceNano int64     // since in Unix nanoseconds, 0 where it is zero
	lastEvent time.Time

	serial uint32 // the batch that touch is in
	touch  int32
	candle int32 // its last candle in that batch, -1 without one
	held   held
}

// maxLabel bounds a label in bytes: it is kept for ever, and a server may send anything.
const maxLabel = 200

// rowOf returns the row with that label, which is made if there is none; or NoRow if there are too many, or if the
// event's `keep` leaves it out.
func (s *Session) rowOf(label []byte, e *preset.Event) int32 {
	// Most feeds go round a few symbols: one comparison is cheaper than the map.
	if n := s.recent[recentPlace(label)]; n < int32(len(s.rows)) && s.rows[n].key == string(label) {
		return n
	}
	n := s.lookUp(label, e)
	if n != NoRow {
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
	if n, ok := s.byLabel[string(label)]; ok {
		return n
	}
	if len(label) > maxLabel {
		label = label[:len(cut(string(label[:maxLabel+1]), maxLabel))]
		if n, ok := s.byLabel[string(label)]; ok {
			return n
		}
	}
	if len(s.rows) >= s.preset.Limits.Labels || !e.Keeps(string(label)) {
		s.status.Untracked++
		return NoRow
	}
	return s.addRow(string(label), Label)
}

func (s *Session) addRow(label string, state RowState) int32 {
	n := int32(len(s.rows))
	s.rows = append(s.rows, row{key: label, staleAfter: s.preset.StaleAfter(label), Row: Row{Label: s.preset.ShownSymbol(label), State: state}})
	s.byLabel[label] = n
	s.count[state]++
	s.changed, s.build.news = true, true
	return n
}

// set changes the state of a row.
func (s *Session) set(n int32, state RowState, reason string) {
	r := &s.rows[n]
	s.count[r.State]--
	s.count[state]++
	r.State, r.Reason = state, reason
	if !s.awaiting() {
		s.watchedFrom = time.Time{}
	}
	s.changed, s.build.news = true, true
}

// touched returns the entry of a row in the present batch.
func (s *Session) touched(n int32) *Touch {
	batch := s.build.current()
	r := &s.rows[n]
	if r.serial != s.build.serial {
		r.serial, r.touch, r.candle = s.build.serial, int32(len(batch.Touches)), -1
		batch.Touches = append(batch.Touches, Touch{Row: n})
	}
	return &batch.Touches[r.touch]
}
