package session

import (
	"strconv"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/scope"
)

// hello is the opening of a connection: what is sent and waited for before anything is subscribed.
type hello struct {
	preset  *preset.Bound
	conn    *connection
	outbox  *outbox
	scopes  *scope.Scopes
	saver   *scope.Saver
	address *address

	step  int
	other other // what came during the step and is not what it waits for
}

// other is the messages that came in place of another one, as they are shown.
type other struct {
	count       uint64
	first, last string
}

// begin begins with a connection, and reports whether hello is over.
func (h *hello) begin(now time.Time) (over bool) {
	h.step, h.other = 0, other{}
	if len(h.preset.Hello) > 0 {
		h.conn.setState(now, event.Hello, "")
	}
	return h.send(now)
}

// send sends what hello has to send, up to the next message that it waits for, and reports whether hello is over.
func (h *hello) send(now time.Time) (over bool) {
	for ; h.step < len(h.preset.Hello); h.step++ {
		send := h.preset.Hello[h.step].Send
		if send == nil {
			return false
		}
		if _, unsent := h.outbox.send(now, *send, &scope.Scope{}, event.NoLabel); unsent != "" {
			if h.address.other != "" { // the preset's own host will have it
				h.conn.hangUp(event.NoHello, "hello holds a secret, which "+h.address.other+" may not have")
			} else {
				h.conn.fail(now, "hello cannot be sent")
			}
			return false
		}
	}
	return true
}

// receive reports whether the current message is the one that hello waits for, and whether hello is over with it.
func (h *hello) receive(now time.Time, d *message.Document) (is, over bool) {
	if h.conn.status.State != event.Hello || h.step >= len(h.preset.Hello) {
		return false, false
	}
	step := &h.preset.Hello[h.step]
	switch {
	case d.Matches(step.Fail, h.scopes.Base):
		h.conn.fail(now, "refused: "+message.Quote(h.preset, d.Raw()))
		return true, false
	case d.Matches(step.Wait, h.scopes.Base):
		h.scopes.Save(h.saver.Save(now, step.Save, h.scopes.Saved(), scope.MaxSaved))
		h.step++
		h.other = other{}
		return true, h.send(now)
	}
	h.other.add(h.preset, d.Raw())
	return false, false
}

// add notes a message.
func (o *other) add(p *preset.Bound, raw []byte) {
	if !message.IsText(raw) {
		raw = message.Undecodable(raw)
	}
	o.last = message.Cut(message.Quote(p, raw), maxOther)
	if o.count++; o.count == 1 {
		o.first = o.last
	}
}

// maxOther bounds what is shown of a message that came in place of what hello waits for, in bytes.
const maxOther = 200

// noAnswer says what the attempt waits for that has not come.
func (h *hello) noAnswer() string {
	if h.conn.status.State != event.Hello || h.step >= len(h.preset.Hello) {
		return "no answer"
	}
	text := "step " + strconv.Itoa(h.step+1) + " of hello waited for " + message.Cut(h.preset.Redact(h.preset.Hello[h.step].Wait.String()), maxOther)
	switch n := h.other.count; {
	case n > 1:
		return text + ", and of " + format.Count(n) + " messages none was that: the first was " + h.other.first + ", the last " + h.other.last
	case n == 1:
		return text + ", and what came was " + h.other.first + ": not that"
	case !h.conn.status.LastBeat.IsZero(): // of this connection
		return text + ", and nothing but heartbeats came"
	}
	return text + ", and nothing came"
}
