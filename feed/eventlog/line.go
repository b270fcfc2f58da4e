// Package eventlog keeps what has changed on feeds, for the hand-over of a shift: states of a feed and of its subscriptions,
// gaps, alerts. It derives the changes from the batches of a feed, writes them as lines of JSON into a file of bounded size,
// and makes a report of what such files hold.
//
// It reads and writes the files in one folder and waits for the disk; it has no goroutine and no clock. Texts come from the
// network: they are not sanitised, but JSON has control characters escaped. Secrets are ••• already.
package eventlog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Line is one change, or a sign that a feed is watched. Every line has At and Feed; one other field says what the line is
// about: Watch, State, Subscription, Gap, Filled, Dropped or Alert; or Network, which is about no feed.
type Line struct {
	At   time.Time `json:"at"`
	Feed string    `json:"feed"`

	Watch string `json:"watch,omitempty"` // Begin, Goes or End: from when to when a program has watched the feed

	Network string `json:"network,omitempty"` // Lost or Back: that of this machine, which several feeds have in common

	State   string `json:"state,omitempty"` // of the feed, as the screen has it: OPEN, STALE, RETRY ...
	Reason  string `json:"reason,omitempty"`
	RetryIn string `json:"retry_in,omitempty"` // as time.Duration has it, with State RETRY

	Label        string `json:"label,omitempty"`        // what Subscription, Gap or Alert is about; "" is the whole feed
	Subscription string `json:"subscription,omitempty"` // its state in words: live, stale, rejected ...

	Gap     int64 `json:"gap,omitempty"`     // so many gaps were found in sequences
	Filled  int64 `json:"filled,omitempty"`  // so many gaps were filled by messages that came late
	Dropped int64 `json:"dropped,omitempty"` // so many messages were not kept: the reader was too slow

	Alert  string   `json:"alert,omitempty"`  // an alert was raised, in its canonical text
	Over   bool     `json:"over,omitempty"`   // with Alert: it is over
	Text   string   `json:"text,omitempty"`   // with Alert: what happened
	Labels []string `json:"labels,omitempty"` // with Alert: those that failed together, of very many the first ones
	Lasted string   `json:"lasted,omitempty"` // with Over: from when it was raised, as time.Duration has it
}

// What Line.Watch says.
const (
	Begin = "begin" // from here on changes of the feed are written
	Goes  = "goes"  // still, every MarkEvery: so the end of a program that was killed is known
	End   = "end"   // up to here
)

// What Line.Network says. Text says more; with Back, Lasted how long it was lost.
const (
	Lost = "lost"
	Back = "back"
)

// MarkEvery is how often a line says that a feed is still watched.
const MarkEvery = 5 * time.Minute

// Append appends the line, with a line feed.
func (l *Line) Append(b []byte) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(l); err != nil {
		panic(fmt.Sprintf("a line of the event log cannot be encoded: %v", err)) // a time after the year 9999
	}
	return append(b, out.Bytes()...)
}
