// Package session is one feed's protocol without I/O: frames and the time go in; batches, frames to send
// and deadlines come out.
//
// It keeps what the operator wants subscribed and what the server has said, and decides what a message
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
// Each part of it is a type of its own, in a file of its name:
//
//	receive.go     what is done with a message, in its order
//	heartbeat.go   whether it is a heartbeat
//	hello.go       whether it is what the opening of the connection waits for
//	events.go      what the rules of the preset read of it (package message has the reading)
//	outbox.go      what is sent becomes bytes here, in its turn
//	timers.go      the list of all that happens at a time
//	liveness.go    connect_timeout, silence, keepalive, max_age
//	dataclocks.go  stale, first, hours
//	backoff.go     how long to wait before the next attempt
//	address.go     where the next connection goes
//	connection.go  the state of the feed, and the orders to the owner of the socket
//	replay.go      what was recorded of another session, in place of a server
//
// What is subscribed, and whether a message is an answer to a request, is in package subscription; the labels of events are in
// package label, what is missing before a message in package sequence, and where templates find their names in package scope.
//
// A Session is not safe for concurrent use; its owner holds a lock. The times that it is handed come from one clock that
// does not go back, as time.Now has it.
package session

import (
	"fmt"
	"strconv"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/freshness"
	"sockeye/feed/label"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/scope"
	"sockeye/feed/sequence"
	"sockeye/feed/subscription"
)

// Session is the protocol state of one feed, over all its connections.
type Session struct {
	preset *preset.Bound
	log    event.Builder
	timers timers
	conn   connection

	frames  *message.Splitter
	frameAt time.Time // receipt of the current frame
	reader  *message.Reader

	scopes     *scope.Scopes
	heartbeats heartbeats
	control    control
	hello      hello
	labels     *label.Table
	subs       *subscription.Subscriptions
	events     events
	tracker    sequence.Tracker
	sequence   sequence.Position // of the connection
	outbox     outbox
	byHand     byHand
	liveness   liveness
	clocks     dataClocks
	backoff    backoff
	address    address
	reports    reports

	opened int // connections made
}

// New returns a session that waits for Start. random returns a number in [0, n) for n > 0 and spreads the
// attempts of many clients over time.
func New(p *preset.Bound, random func(n time.Duration) time.Duration) *Session {
	s := &Session{preset: p, scopes: scope.New(p)}
	s.reader = message.NewReaderIn(p, s.scopes.Base, s.scopes.Shown, func(label int32, text string) {
		if !s.reports.quiet {
			s.log.Note(s.log.Received(), event.Notice, label, text)
		}
	})
	s.frames = message.NewSplitter(&p.Frames, p.MaxFrame)
	log, timers, conn := &s.log, &s.timers, &s.conn
	*conn = connection{log: log, timers: timers}
	saver := scope.NewSaver(s.reader, log)
	s.heartbeats = heartbeats{match: message.NewMatcher(p.Heartbeat), scope: s.scopes.Base}
	s.control = newControl(p)
	s.clocks = dataClocks{preset: p, conn: conn, log: log, timers: timers, tracker: freshness.New(p.First)}
	s.labels = label.New(p, log, s.clocks.tracker)
	s.address = address{preset: p, log: log, saver: saver}
	s.byHand = byHand{preset: p}
	s.outbox = outbox{preset: p, conn: conn, log: log, timers: timers, scopes: s.scopes, address: &s.address, byHand: &s.byHand}
	s.hello = hello{preset: p, conn: conn, outbox: &s.outbox, scopes: s.scopes, saver: saver, address: &s.address}
	s.subs = subscription.New(subscription.Parts{
		Preset: p, Reader: s.reader, Log: log, Labels: s.labels, Scopes: s.scopes, Saver: saver, Connection: conn, Outbox: &s.outbox, Clocks: &s.clocks,
	})
	conn.labels, s.outbox.subs, s.clocks.labels, s.clocks.subs = s.labels, s.subs, s.labels, s.subs
	s.tracker = sequence.New(p, s.reader, s.scopes.Base, log)
	s.events = events{
		preset: p, reader: s.reader, log: log, labels: s.labels, subs: s.subs, status: &conn.status,
		tracker: &s.tracker, clock: feedClock{log: log},
		candles: &candles{reader: s.reader, log: log, holder: event.NoLabel},
	}
	s.liveness = liveness{preset: p, conn: conn, subs: s.subs, outbox: &s.outbox, timers: timers}
	s.backoff = backoff{min: p.Reconnect.Min, max: p.Reconnect.Max, random: random}
	s.timers.list = allTimers(s)
	for _, symbol := range p.Symbols {
		s.subs.Want(time.Time{}, symbol)
	}
	return s
}

// Orders returns what is to be done, once. Pending says at no cost what that is.
func (s *Session) Orders() Orders {
	o := *s.Pending()
	s.conn.orders, s.timers.changed = Orders{}, false
	return o
}

// Pending returns what Orders would return. It belongs to the session, and is valid until that is called again.
func (s *Session) Pending() *Orders {
	o := &s.conn.orders
	o.Rearm = s.timers.changed
	return o
}

// Start begins the first attempt.
func (s *Session) Start(now time.Time) { s.dial(now) }

// dial begins an attempt.
func (s *Session) dial(now time.Time) {
	s.conn.setState(now, event.Connecting, "")
	s.liveness.dialled = now
	s.conn.dial(s.address.dial(now))
}

// Opened says that the handshake is done.
func (s *Session) Opened(now time.Time) {
	status := &s.conn.status
	if status.State != event.Connecting || s.conn.ending != "" {
		return // given up meanwhile: the hang-up is under way
	}
	status.OpenedAt, status.LastFrame, status.LastBeat = now, now, time.Time{}
	status.Unsent, status.Reconnects = nil, s.opened
	s.opened++
	s.events.opened(now)
	s.outbox.restart(now)
	s.liveness.opened(now)
	if s.hello.begin(now) {
		s.open(now)
	}
}

// open begins what comes after hello.
func (s *Session) open(now time.Time) {
	s.conn.setState(now, event.Open, "")
	s.log.Note(now, event.Notice, event.NoLabel, "open")
	s.outbox.restart(now)
	s.liveness.lastKeep = now
	if s.opened > 1 {
		if unsent := s.byHand.offer(now, &s.log); unsent != nil {
			s.conn.status.Unsent = unsent
		}
	}
	s.subs.RequestWanted(now)
}

// End is how a connection or an attempt ended.
type End struct {
	Code       int           // the server's close code, 0 without one
	Refused    bool          // the server has answered the handshake with a status of HTTP
	Rejected   bool          // the server refuses this client, and may ban one that goes on asking
	RetryAfter time.Duration // how long the server wants a client to wait, 0 without such a wish
	Reason     string        // what happened, with the server's own words; from the network: not sanitised
	Through    string        // the proxy that the attempt went through, where it failed and Reason does not name it
}

// Lost says that the connection has ended, or that the attempt has failed, and returns whether that is our own doing.
func (s *Session) Lost(now time.Time, end End) (own bool) {
	if !s.conn.attempt {
		return false
	}
	cause := s.conn.causeOf(end)
	ending := s.conn.end()
	if own = ending != ""; own { // a code is only the echo of ours
		end = End{Reason: ending, Through: end.Through}
	}
	reason := message.Cut(end.Reason, message.MaxReason)
	status := &s.conn.status
	opened := status.OpenedAt
	status.OpenedAt, s.timers.awake = time.Time{}, time.Time{}
	s.outbox.clear(now)
	s.scopes.Save(nil)
	s.sequence = sequence.Position{}
	s.events.connectionLost()
	s.subs.ConnectionLost(now, !own && !opened.IsZero())
	switch {
	case s.conn.redial:
		s.conn.countReconnect(cause)
		s.log.Note(now, event.Notice, event.NoLabel, reason)
		s.dial(now)
		return own
	case status.State == event.Closed, status.State == event.Failed:
		return own
	}
	if opened.IsZero() {
		if end.Through != "" {
			reason += ", through " + end.Through
		}
		s.address.useOwn()
		s.log.Note(now, event.Trouble, event.NoLabel, "cannot connect: "+reason)
	} else {
		s.log.Note(now, event.Trouble, event.NoLabel, "connection lost: "+reason)
		if now.Sub(opened) >= healthy {
			s.backoff.failures = 0
		} else if !s.address.isMoved() { // an address that the server gave is not used again
			s.address.useOwn()
		}
	}
	if s.conn.then.failed {
		s.conn.setState(now, event.Failed, reason)
		return own
	}
	for _, stop := range s.preset.Reconnect.Stop {
		if !s.conn.replayed && end.Code >= stop.From && end.Code <= stop.To {
			s.conn.setState(now, event.Failed, reason)
			s.log.Note(now, event.Trouble, event.NoLabel, "not tried again after this close code; R tries anyway")
			return own
		}
	}
	s.conn.countReconnect(cause)
	wait, why := s.backoff.wait(end)
	if s.conn.then.wait > 0 {
		wait = s.conn.then.wait
	}
	s.conn.retry(now, reason, now.Add(wait))
	s.log.Note(now, event.Notice, event.NoLabel, "retry "+strconv.Itoa(s.backoff.failures)+" in "+format.Elapsed(wait)+why)
	return own
}

// GiveUp ends the connection because of something that the owner of the socket found.
func (s *Session) GiveUp(cause event.Cause, why string) { s.conn.giveUp(cause, why) }

// Alive says that a control frame came in: a ping, or (pong) the answer to our own.
func (s *Session) Alive(now time.Time, pong bool) { s.liveness.controlFrame(now, pong) }

// Subscribe asks for symbols, now or when there is a connection, and again on every later connection. What
// is subscribed already stays as it is; what was rejected or ended, or got no answer, is asked for again. What comes before
// the symbol that is too many is asked for all the same; the error names that one. A symbol with a secret may be given as it is shown.
func (s *Session) Subscribe(now time.Time, symbols ...string) error {
	return s.subs.Subscribe(now, s.labels.Symbols(symbols))
}

// Unsubscribe gives symbols up, now and for later connections.
func (s *Session) Unsubscribe(now time.Time, symbols ...string) error {
	return s.subs.Unsubscribe(now, s.labels.Symbols(symbols))
}

// Send sends a text as it is, when the preset's `rate` allows.
func (s *Session) Send(now time.Time, text string) error { return s.outbox.sendText(now, text) }

// Reconnect gives up the connection, if there is one, and dials the preset's own address at once.
func (s *Session) Reconnect(now time.Time) {
	s.backoff.failures = 0
	s.address.useOwn()
	if !s.conn.attempt {
		s.dial(now)
		return
	}
	if state := s.conn.status.State; state == event.Closed || state == event.Failed { // the connection before is still ending, and Close means the next one
		s.conn.setState(now, event.Connecting, "")
	}
	s.conn.redial = true
	s.conn.hangUp(event.OperatorAsked, "reconnecting, as the operator asked")
}

// Close gives the connection up until Reconnect.
func (s *Session) Close(now time.Time) {
	if s.conn.status.State == event.Closed {
		return
	}
	s.conn.redial = false
	s.conn.setState(now, event.Closed, "closed by the operator")
	s.log.Note(now, event.Notice, event.NoLabel, "closed by the operator; R opens it again")
	if s.conn.attempt {
		s.conn.hangUp(event.OperatorAsked, "closed by the operator")
	}
}

// Notice writes something to the log that the owner of the socket has found.
func (s *Session) Notice(now time.Time, text string) {
	s.log.Note(now, event.Notice, event.NoLabel, s.preset.Redact(text))
}

// Slow says that a frame of so many bytes took so long to parse; once on a feed, since a feed that has one such frame
// has more. The session has no clock: its owner measures.
func (s *Session) Slow(now time.Time, took time.Duration, bytes int) {
	if s.reports.slow {
		return
	}
	s.reports.slow = true
	s.log.Note(now, event.Notice, event.NoLabel, fmt.Sprintf("a frame of %s took %s to parse, and holds up what follows: "+
		"ask for fewer symbols or a smaller snapshot, or lower max_frame (said once)", format.Bytes(uint64(bytes)), format.Elapsed(took)))
}

// Reader returns what reads the messages. What the operator plots is its; the feed lends it memory for large messages.
func (s *Session) Reader() *message.Reader { return s.reader }

// PlotPast adds numbers of a plot from messages that came before it was begun.
func (s *Session) PlotPast(past []message.Past) { s.events.plotPast(past) }

// Freshness returns what judges whether data is fresh, to read what it has learned or to have it begin with that.
func (s *Session) Freshness() *freshness.Tracker { return s.clocks.tracker }

// Seal returns the batch so far, or nil if nothing has happened since the last one.
func (s *Session) Seal() *event.Batch {
	if !s.log.News() {
		return nil
	}
	s.events.candles.releaseAll()
	return s.log.Seal(s.Status(), s.labels.Seal())
}

// Status returns the present state of the feed.
func (s *Session) Status() event.Status {
	status := s.conn.status
	status.Untracked = s.labels.Untracked
	return status
}

// Changes returns how often the state of the feed has changed, or which frames are to be sent: who follows them asks for that after each
// message, and for the rest where it is another number.
func (s *Session) Changes() int { return s.conn.changes }

// News reports whether Seal has anything.
func (s *Session) News() bool { return s.log.News() }

// Full reports that the batch is large enough to be sealed now.
func (s *Session) Full() bool { return s.log.Full() }

// LimitEntries has log entries cut that are longer than so many bytes; see [event.Builder.LimitEntries]. Unlike the other
// methods, it may be called from any goroutine.
func (s *Session) LimitEntries(bytes int64) { s.log.LimitEntries(bytes) }
