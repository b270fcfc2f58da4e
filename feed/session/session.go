// Package session is one feed's protocol without I/O: frames and the time go in; batches, frames to send
// and deadlines come out.
//
// It knows what the operator wants subscribed and what the server has said, and it decides: what a message
// is, when to dial, what to send, when a connection is dead or its data stale, how long to wait before the
// next attempt. Nothing here touches a network, reads a clock or starts a goroutine, so a conversation can
// be tested as a table and replayed from a file. `feed` owns the sockets, the goroutines and the clock.
//
//	          feed                          session
//	Start, Tick, operator's calls ──────>  intent, timers ──┐
//	Opened, Receive, Alive, Lost  ──────>  protocol         ├──> Orders   dial, hang up, send
//	                                           │            └──> Deadline when to Tick next
//	                                           └───────────────> Seal     the batch so far
//
// A Session is not safe for concurrent use; its owner holds a lock. The times that it is handed come from one clock that
// does not go back, as time.Now has it.
package session

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Session is the protocol state of one feed, over all its connections.
type Session struct {
	preset *preset.Bound
	random func(n time.Duration) time.Duration

	doc                    document
	late                   document                    // what was held back
	holder                 int32                       // the row that holds the current message back, or NoRow
	notes                  []note                      // what the current message made us say
	at                     int64                       // receipt of the current message, Unix nanoseconds
	counted                counted                     // its records
	trace                  *tracer                     // nil: not traced
	said                   map[*lang.Path]bool         // places that could not be read, and for which that was said
	word                   struct{ raw, shown string } // the last word that stood in place of a number, and without secrets
	ahead, aheadSaid       bool                        // the feed's clock is more than a minute ahead; that was said
	rules                  []rule
	fields                 []string
	heartbeat, statusMatch matcher
	ruled                  int    // of fields, those that the preset's rules give
	plots                  []plot // what the operator wants charted
	build                  event.Builder
	labels                 []event.Label // of the last batch
	status                 event.Status

	inflate inflater
	frame   arrived
	slow    bool // an entry has said that a frame took long

	rows    []row
	byLabel map[string]int32 // place in rows
	longest int              // key of them, in bytes
	recent  [recentLabels]int32
	count   [event.SubscriptionStates]int
	changed bool // rows differ from the last batch's

	// the connection
	dialled    time.Time
	openedNano int64                 // when it was made, in Unix nanoseconds
	step       int                   // of hello
	saved      map[string]lang.Value // by hello
	base       *scope                // of matches that belong to no subscription
	sequence   sequence
	answers    answers
	nextID     int64 // the last `${id}` used

	// what was asked for on the connection
	open             int   // requests of rows whose answer may still come
	requests         int64 // subscribe messages sent, to tell older from newer
	unsubscribes     int64 // unsubscribe messages sent
	answerWaits      []wait
	unsubscribeWaits []wait
	retries          []int32 // rejected on an earlier connection, and not asked for again yet

	queue       []outgoing
	nextSend    time.Time // pace
	lastSent    time.Time
	lastKeep    time.Time // keepalive
	pingWaiting bool      // a ping is out, its pong is not in
	watchedFrom time.Time // when the silence began to count: with the first request after a time in which nothing was asked for; zero in such a time
	awake       time.Time // when we came back from a time in which nothing ran; zero without
	nextStale   time.Time // no subscription goes stale before; zero: none is live
	ending      string    // why we are hanging up; what Lost reports instead of the socket's own error

	hinted                bool // that events have other labels than what is subscribed
	labelsSaid, limitSaid bool // that a row has several labels, and that there are more labels than are tracked

	byHand    []string // what the operator sent on a feed without `subscribe`, oldest first
	beats     bool     // heartbeats are in the log
	receiving bool     // a message is being received
	messages  int64    // so far
	moved     string   // where the server has sent us; "" is nowhere
	dialledTo string   // moved, when this attempt began
	other     string   // the host of this attempt, where our secrets may not go; "" where they may
	resume    []byte
	instead   string // the last message that hello did not wait for, in this attempt

	notJSON, nextNotJSON int // messages that are no JSON, and the number of the next one that is said

	key  []byte // scratch of routed
	link []byte // scratch of followLinks

	attempt  bool // from the order to dial until Lost
	redial   bool // dial again as soon as the attempt has ended
	opened   int  // connections made
	failures int  // attempts since the last minute of health
	orders   Orders
}

// Orders are what a session wants done. Dial and Hangup exclude each other.
type Orders struct {
	Dial   bool     // open a connection to URL, then say Opened or Lost
	URL    string   // may hold secrets
	Frames [][]byte // text messages to send, in order, before a hang-up; owned by the receiver
	Hangup bool     // end the connection or the attempt, then say Lost
	Ping   bool     // send a WebSocket ping (RFC 6455, section 5.5.2)
	Rearm  bool     // Deadline may be earlier than before

	bytes int // of Frames, as FrameBytes counts
}

// New returns a session that waits for Start. random returns a number in [0, n) for n > 0 and spreads the
// attempts of many clients over time.
func New(p *preset.Bound, random func(n time.Duration) time.Duration) *Session {
	s := &Session{preset: p, random: random, holder: event.NoLabel, byLabel: make(map[string]int32), base: &scope{bound: p}}
	s.doc.frames, s.late.frames = &p.Frames, &p.Frames
	s.inflate = inflater{method: p.Frames.Decompress, max: p.MaxFrame}
	s.compile()
	for _, symbol := range p.Symbols {
		s.want(time.Time{}, symbol)
	}
	return s
}

// Fields returns the names of the numbers that points carry, by Point.Field. Plot adds to them.
func (s *Session) Fields() []string { return slices.Clone(s.fields) }

// Orders returns what is to be done, once. Due reports at no cost whether there is anything.
func (s *Session) Orders() Orders {
	o := s.orders
	s.orders = Orders{}
	return o
}

// Due reports whether Orders has anything.
func (s *Session) Due() bool {
	o := &s.orders
	return o.Rearm || o.Dial || o.Hangup || o.Ping || o.Frames != nil
}

// Start begins the first attempt.
func (s *Session) Start(now time.Time) { s.dial(now) }

// dial begins an attempt.
func (s *Session) dial(now time.Time) {
	s.setState(now, event.Connecting, "")
	full, shown := s.address()
	s.note(now, event.Notice, event.NoLabel, "connecting to "+s.preset.Redact(shown))
	s.other = ""
	if s.moved != "" && !s.preset.Own(s.moved) {
		s.other = preset.HostOf(s.moved)
		if _, leftOut := s.preset.HeaderFor(s.moved); leftOut != nil {
			s.note(now, event.Trouble, event.NoLabel, s.keptSecret()+"the "+plural("header", leftOut)+" "+listed(leftOut))
		}
	}
	s.dialled, s.dialledTo = now, s.moved
	s.orders.Dial, s.orders.URL, s.orders.Hangup = true, full, false
	s.attempt, s.redial = true, false
}

// Opened says that the handshake is done.
func (s *Session) Opened(now time.Time) {
	if s.status.State != event.Connecting || s.ending != "" {
		return // given up meanwhile: the hang-up is under way
	}
	s.nextID, s.queue = 0, nil
	s.nextSend, s.lastSent, s.lastKeep = now, now, now
	s.pingWaiting, s.watchedFrom = false, time.Time{}
	s.status.OpenedAt, s.status.LastFrame, s.openedNano = now, now, now.UnixNano()
	s.status.LastBeat = time.Time{}
	s.status.Unsent = nil
	s.status.Reconnects = s.opened
	s.opened++
	s.step, s.instead = 0, ""
	if len(s.preset.Hello) > 0 {
		s.setState(now, event.Hello, "")
	}
	s.hello(now)
}

// End is how a connection or an attempt ended.
type End struct {
	Code       int           // the server's close code, 0 without one
	Rejected   bool          // the server refuses this client, and may ban one that goes on asking
	RetryAfter time.Duration // how long the server wants a client to wait, 0 without such a wish
	Reason     string        // what happened, with the server's own words; from the network: not sanitised
}

// Lost says that the connection has ended, or that the attempt has failed.
func (s *Session) Lost(now time.Time, end End) {
	if !s.attempt {
		return
	}
	s.attempt = false
	hungUp := s.ending == ""
	if !hungUp { // our own doing: a code is only the echo of ours
		end = End{Reason: s.ending}
		s.ending = ""
	}
	reason := cut(end.Reason, maxReason)
	opened := s.status.OpenedAt
	s.status.OpenedAt, s.watchedFrom = time.Time{}, time.Time{}
	for _, out := range s.queue {
		if out.verb == operator {
			s.note(now, event.Trouble, event.NoLabel, "not sent, the connection has ended: "+s.preset.Redact(out.text))
		}
	}
	s.queue = nil
	s.orders = Orders{Rearm: true}
	s.dropConnection(now, hungUp && !opened.IsZero())
	switch {
	case s.redial:
		s.note(now, event.Notice, event.NoLabel, reason)
		s.dial(now)
		return
	case s.status.State == event.Closed, s.status.State == event.Failed:
		return
	}
	if opened.IsZero() {
		s.moved = ""
		s.note(now, event.Trouble, event.NoLabel, "cannot connect: "+reason)
	} else {
		s.note(now, event.Trouble, event.NoLabel, "connection lost: "+reason)
		if now.Sub(opened) >= healthy {
			s.failures = 0
		} else if s.moved == s.dialledTo { // where the server has sent us is no place to stay
			s.moved = ""
		}
	}
	for _, stop := range s.preset.Reconnect.Stop {
		if end.Code >= stop.From && end.Code <= stop.To {
			s.setState(now, event.Failed, reason)
			s.note(now, event.Trouble, event.NoLabel, "not tried again after this close code; R tries anyway")
			return
		}
	}
	s.retry(now, reason, end)
}

// setState changes the state of the feed.
func (s *Session) setState(now time.Time, state event.State, reason string) {
	s.status.State, s.status.Since, s.status.Reason = state, now, reason
	s.status.RetryAt = time.Time{}
	s.orders.Rearm = true
	s.build.Changed()
}

// GiveUp ends the connection because of something that the owner of the socket found.
func (s *Session) GiveUp(why string) {
	if s.attempt && s.ending == "" {
		s.hangUp(why)
	}
}

// hangUp ends the connection for a reason of our own.
func (s *Session) hangUp(why string) {
	s.ending = why
	s.orders.Hangup, s.orders.Dial = true, false
	s.orders.Ping = false
}

// note writes a row of our own to the log: after the current message, if that is its cause.
func (s *Session) note(now time.Time, kind event.Kind, row int32, text string) {
	m := event.Entry{At: now.UnixNano(), Label: row, Kind: kind}
	if s.receiving && kind != event.Gap { // a gap is before the message that shows it
		s.notes = append(s.notes, note{m, text})
		return
	}
	s.build.Add(m, []byte(text), nil)
}

// note is a row that waits for the message that caused it.
type note struct {
	message event.Entry
	text    string
}

// Seal returns the batch so far, or nil if nothing has happened since the last one.
func (s *Session) Seal() *event.Batch {
	if !s.build.News() {
		return nil
	}
	if begun := s.build.Begun(); begun != nil {
		for _, a := range begun.Activity {
			s.release(a.Label)
		}
	}
	if s.changed {
		rows := make([]event.Label, len(s.rows))
		for i := range s.rows {
			rows[i] = s.rows[i].Label
			rows[i].Symbol = s.preset.ShownSymbol(rows[i].Symbol)
		}
		s.labels, s.changed = rows, false
	}
	return s.build.Seal(s.status, s.labels)
}

// Snapshot returns a batch that holds only the present state, for a reader that joins late.
func (s *Session) Snapshot() *event.Batch {
	return &event.Batch{Status: s.status, Labels: s.labels}
}

// News reports whether Seal has anything.
func (s *Session) News() bool { return s.build.News() }

// Full reports that the batch is large enough to be sealed now.
func (s *Session) Full() bool { return s.build.Full() }

// LimitEntries has log entries cut that are longer than so many bytes; see [event.Builder.LimitEntries]. Unlike the other
// methods, it may be called from any goroutine.
func (s *Session) LimitEntries(bytes int64) { s.build.LimitEntries(bytes) }
