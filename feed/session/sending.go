package session

import (
	"fmt"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// verb is what an outgoing message is for.
type verb uint8

const (
	subscribe verb = iota
	unsubscribe
	operator // whatever the operator wants sent
)

// outgoing is a message that waits for its turn. It is rendered when it is sent, so that ids count in the
// order of sending and a change of mind meanwhile is obeyed.
type outgoing struct {
	verb     verb
	send     lang.Template
	text     string // of the operator
	again    bool   // text was sent on an earlier connection
	rows     []int32
	carriers bool     // it carries the symbols: its id is the subscriptions' id
	behind   bool     // it comes after the one that does, and goes where that went
	request  *request // shared by the messages of a request
}

// request is where the message went that carries the symbols.
type request struct {
	rows  []int32 // none: nowhere, or not yet
	scope *scope  // what it was rendered with
}

// symbolNames are the placeholders that stand for what is subscribed.
var symbolNames = []string{"symbol", "symbols", "item", "items"}

// enqueue queues the messages of a request for rows: one request in chunks of `batch` where the template
// can hold several symbols, else one request a symbol.
func (s *Session) enqueue(v verb, send lang.Template, rows []int32) {
	size := 1
	if send.IsZero() || send.Uses("symbols", "items") {
		size = len(rows)
		if v == subscribe && s.preset.Subscribe != nil && s.preset.Subscribe.Batch > 0 {
			size = s.preset.Subscribe.Batch
		}
	}
	messages := send.Messages()
	if send.IsZero() {
		messages = []lang.Template{send} // nothing is sent, and the subscription is live all the same
	}
	carrier := len(messages) - 1
	for i, m := range messages {
		if m.Uses(symbolNames...) {
			carrier = i
			break
		}
	}
	for len(rows) > 0 {
		n := min(size, len(rows))
		shared := &request{}
		for i, m := range messages {
			s.queue = append(s.queue, outgoing{verb: v, send: m, rows: rows[:n:n], carriers: i == carrier, behind: i > carrier, request: shared})
		}
		rows = rows[n:]
	}
}

// flush sends what is queued, as far as the preset's `rate` allows now.
func (s *Session) flush(now time.Time) {
	for len(s.queue) > 0 && !now.Before(s.nextSend) {
		out := s.queue[0]
		s.queue = s.queue[1:]
		if s.sendOut(now, out) && s.preset.Rate > 0 {
			s.nextSend = now.Add(time.Duration(float64(time.Second) / s.preset.Rate))
		}
	}
	s.orders.Rearm = true
}

// Send sends a text as it is, when the preset's `rate` allows.
func (s *Session) Send(now time.Time, text string) error {
	if err := s.maySend(len(text)); err != nil {
		return err
	}
	s.queue = append(s.queue, outgoing{verb: operator, text: text})
	s.flush(now)
	return nil
}

// maySend returns why so many bytes cannot be sent now; nil if they can be.
func (s *Session) maySend(size int) error {
	if s.ending != "" {
		return fmt.Errorf("%s is hanging up: nothing can be sent before the next connection", s.preset.Name)
	}
	if !s.ready() {
		return fmt.Errorf("%s is %s: nothing can be sent", s.preset.Name, s.status.State)
	}
	if s.unsent()+size > MaxUnsent {
		return fmt.Errorf("%s has 8 MiB to send already, at the `rate` of its preset: send this when some of it has gone out", s.preset.Name)
	}
	return nil
}

// sendOut sends a queued message for those of its rows for which it is still true, and reports whether
// anything was sent.
func (s *Session) sendOut(now time.Time, out outgoing) bool {
	if out.verb == operator {
		if s.other != "" && s.preset.Redact(out.text) != out.text {
			s.note(now, event.Trouble, event.NoLabel, s.keptSecret()+s.preset.Redact(out.text))
			return false
		}
		s.put(now, []byte(out.text), []byte(s.preset.Redact(out.text)), event.NoLabel)
		if !out.again {
			s.keepByHand(out.text)
		}
		return true
	}
	if out.behind {
		return s.sendBehind(now, out)
	}
	rows := out.rows[:0:0]
	for _, n := range out.rows {
		r := &s.rows[n]
		if out.verb == subscribe && r.mayRequest() || out.verb == unsubscribe && (r.State == event.Unsubscribing || r.State == event.Resubscribing) {
			rows = append(rows, n)
		}
	}
	if len(rows) == 0 {
		return false
	}
	symbols := make([]string, len(rows))
	for i, n := range rows {
		symbols[i] = s.rows[n].Symbol
	}
	var id int64
	c := &scope{symbols: symbols, subID: s.rows[rows[0]].request.id, own: s.rows[rows[0]].saved}
	if !out.send.IsZero() {
		sent, ok := s.send(now, out.send, c, rowIfOne(rows))
		if !ok {
			if out.verb == unsubscribe && out.carriers {
				for _, n := range rows {
					s.failUnsubscribe(now, n, "unsubscribe could not be sent")
				}
				s.refresh(now)
			}
			return false
		}
		id = sent
	}
	if !out.carriers {
		return true
	}
	*out.request = request{rows: rows, scope: c}
	if out.verb == unsubscribe {
		s.unsubscribeSent(now, rows, id)
	} else {
		s.requested(now, rows, id)
	}
	if s.watchedFrom.IsZero() && s.awaiting() { // the last unsubscribe leaves nothing to wait for
		s.watchedFrom = now
	}
	return !out.send.IsZero() // a feed that talks without being asked costs no turn
}

// sendBehind sends a message that comes after the one that carries the symbols, if that has gone out.
func (s *Session) sendBehind(now time.Time, out outgoing) bool {
	to := out.request
	if len(to.rows) == 0 {
		return false
	}
	_, ok := s.send(now, out.send, to.scope, rowIfOne(to.rows))
	return ok
}

func rowIfOne(rows []int32) int32 {
	if len(rows) == 1 {
		return rows[0]
	}
	return event.NoLabel
}

// put orders a frame to be sent, with what ends every message of ours, and writes it to the log: shown is the same without
// secrets.
func (s *Session) put(now time.Time, frame, shown []byte, n int32) {
	frame = append(frame, s.preset.Frames.End...)
	s.orders.Frames = append(s.orders.Frames, frame)
	if s.orders.bytes += FrameBytes(frame); s.orders.bytes > MaxUnsent {
		s.GiveUp(NotRead)
	}
	s.note(now, event.Sent, n, string(shown)+s.preset.Frames.End)
	s.lastSent = now
}

// send renders a message, logs it with secrets as ••• and orders it to be sent. It returns the `${id}` that
// it was given, 0 if it uses none.
func (s *Session) send(now time.Time, t lang.Template, c *scope, n int32) (id int64, ok bool) {
	if t.Uses("id") {
		s.nextID++
		id = s.nextID
	}
	c.now, c.id, c.saved = now, id, s.saved
	if sub := s.preset.Subscribe; sub != nil {
		c.item = sub.Item
	}
	c.bound = s.preset
	frame, err := t.AppendFrame(nil, c)
	if err != nil {
		s.note(now, event.Trouble, n, "not sent: "+err.Error())
		return 0, false
	}
	shown := s.shown(t, c)
	if s.other != "" && string(shown) != string(frame) {
		s.note(now, event.Trouble, n, s.keptSecret()+string(shown))
		return 0, false
	}
	s.put(now, frame, shown, n)
	return id, true
}

// listed names symbols for a log row, not more than fit.
func listed(symbols []string) string {
	const most = 5
	if len(symbols) <= most {
		return strings.Join(symbols, ", ")
	}
	return strings.Join(symbols[:most-1], ", ") + " and others"
}
