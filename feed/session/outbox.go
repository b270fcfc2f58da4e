package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
	"sockeye/feed/subscription"
)

// outgoing is a message that waits for its turn. It is rendered when it is sent, so that ids count in the
// order of sending and a change of intent meanwhile counts.
type outgoing struct {
	verb     subscription.Verb
	send     lang.Template
	byHand   bool   // it is a text of the operator, and not a request
	text     string // of the operator
	again    bool   // text was sent on an earlier connection
	labels   []int32
	carriers bool     // it carries the symbols: its id is the subscriptions' id
	behind   bool     // it comes after the one that does, and goes where that went
	request  *request // shared by the messages of a request
}

// request is where the message went that carries the symbols.
type request struct {
	labels []int32      // none: nowhere, or not yet
	scope  *scope.Scope // what it was rendered with
}

// outbox is where what we send becomes bytes: the operator's wishes, requests, replies and keepalives. Requests and texts of
// the operator wait for the preset's `rate`.
type outbox struct {
	preset  *preset.Bound
	conn    *connection
	log     *event.Builder
	timers  *timers
	scopes  *scope.Scopes
	address *address
	byHand  *byHand
	subs    *subscription.Subscriptions

	queue    []outgoing
	nextSend time.Time // pace
	lastSent time.Time
	nextID   int64 // the last `${id}` used
	replayed bool  // what is sent is known, and nothing else is; see [Replay]
}

// restart begins with a connection, or with the end of its hello.
func (o *outbox) restart(now time.Time) { o.nextSend, o.lastSent = now, now }

// reply sends the replies that a message asks for, and reports whether it asks for any.
func (o *outbox) reply(now time.Time, doc *message.Document) (asked bool) {
	for i := range o.preset.Reply {
		if r := &o.preset.Reply[i]; doc.Matches(r.Match, o.scopes.Base) {
			asked = true
			if o.conn.ending != "" {
				continue // it would only wait: we are hanging up, perhaps because the server reads nothing
			}
			o.send(now, r.Send, &scope.Scope{Document: doc}, event.NoLabel)
		}
	}
	return asked
}

// clear drops what waits, and says which texts of the operator are not sent because the connection has ended.
func (o *outbox) clear(now time.Time) {
	for _, out := range o.queue {
		if out.byHand {
			o.log.Note(now, event.Trouble, event.NoLabel, "not sent, the connection has ended: "+o.preset.Redact(out.text))
		}
	}
	o.queue, o.nextID = nil, 0
}

// symbolNames are the placeholders that stand for what is subscribed.
var symbolNames = []string{"symbol", "symbols", "item", "items"}

// Request queues the messages of a request for labels: one request in chunks of `batch` where the template
// can hold several symbols, else one request a symbol.
func (o *outbox) Request(v subscription.Verb, send lang.Template, labels []int32) {
	size := 1
	if send.IsZero() || send.Uses("symbols", "items") {
		size = len(labels)
		if v == subscription.Subscribe && o.preset.Subscribe != nil && o.preset.Subscribe.Batch > 0 {
			size = o.preset.Subscribe.Batch
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
	for len(labels) > 0 {
		n := min(size, len(labels))
		shared := &request{}
		for i, m := range messages {
			o.queue = append(o.queue, outgoing{verb: v, send: m, labels: labels[:n:n], carriers: i == carrier, behind: i > carrier, request: shared})
		}
		labels = labels[n:]
	}
}

// due returns when the next message of the queue may go out.
func (o *outbox) due() time.Time {
	if len(o.queue) == 0 || !o.conn.IsOpen() {
		return time.Time{}
	}
	return o.nextSend
}

// Flush sends what is queued, as far as the preset's `rate` allows now.
func (o *outbox) Flush(now time.Time) {
	if o.replayed {
		o.flushUnsent(now)
		return
	}
	for len(o.queue) > 0 && !now.Before(o.nextSend) {
		out := o.queue[0]
		o.queue = o.queue[1:]
		if o.sendQueued(now, out) && o.preset.Rate > 0 {
			o.nextSend = now.Add(time.Duration(float64(time.Second) / o.preset.Rate))
		}
	}
	o.timers.changed = true
}

// sendText sends a text of the operator as it is, when the preset's `rate` allows.
func (o *outbox) sendText(now time.Time, text string) error {
	if err := o.maySend(len(text)); err != nil {
		return err
	}
	o.queue = append(o.queue, outgoing{byHand: true, text: text})
	o.Flush(now)
	return nil
}

// sendAgain sends texts of the operator that were sent on an earlier connection.
func (o *outbox) sendAgain(now time.Time, texts []string) error {
	if err := o.maySend(0); err != nil {
		return err
	}
	for _, text := range texts {
		o.queue = append(o.queue, outgoing{byHand: true, text: text, again: true})
	}
	o.Flush(now)
	return nil
}

// maySend returns why so many bytes cannot be sent now; nil if they can be.
func (o *outbox) maySend(size int) error {
	if o.conn.ending != "" {
		return fmt.Errorf("%s is hanging up: nothing can be sent before the next connection", o.preset.Name)
	}
	if !o.conn.IsOpen() {
		return fmt.Errorf("%s is %s: nothing can be sent", o.preset.Name, o.conn.status.State)
	}
	for i := range o.queue {
		size += len(o.queue[i].text)
	}
	if size > MaxUnsent {
		return fmt.Errorf("%s has 8 MiB to send already, at the `rate` of its preset: send this when some of it has gone out", o.preset.Name)
	}
	return nil
}

// sendQueued sends a queued message for those of its labels for which it is still true, and reports whether
// anything was sent.
func (o *outbox) sendQueued(now time.Time, out outgoing) bool {
	switch {
	case out.byHand:
		return o.sendOperators(now, out)
	case out.behind: // if the one that carries the symbols has gone out
		if len(out.request.labels) == 0 {
			return false
		}
		_, unsent := o.send(now, out.send, out.request.scope, onlyOne(out.request.labels))
		return unsent == ""
	}
	labels := o.subs.StillDue(out.verb, out.labels)
	if len(labels) == 0 {
		return false
	}
	var id int64
	c := o.subs.ScopeFor(labels)
	if !out.send.IsZero() {
		sent, unsent := o.send(now, out.send, c, onlyOne(labels))
		if unsent != "" {
			if out.carriers {
				o.subs.NotSent(now, out.verb, labels, unsent)
			}
			return false
		}
		id = sent
	}
	if !out.carriers {
		return true
	}
	*out.request = request{labels: labels, scope: c}
	o.subs.Sent(now, out.verb, labels, id)
	return !out.send.IsZero() // a feed that sends without being asked costs no turn
}

// sendOperators sends a text of the operator.
func (o *outbox) sendOperators(now time.Time, out outgoing) bool {
	shown := o.preset.Redact(out.text)
	if o.address.other != "" && shown != out.text {
		o.log.Note(now, event.Trouble, event.NoLabel, o.address.keptSecret()+shown)
		return false
	}
	o.put(now, Frame{Payload: []byte(out.text), Shown: []byte(shown)}, event.NoLabel)
	if !out.again {
		o.byHand.keep(out.text)
	}
	return true
}

// onlyOne returns the label of a message that is for one alone.
func onlyOne(labels []int32) int32 {
	if len(labels) == 1 {
		return labels[0]
	}
	return event.NoLabel
}

// send renders a message, logs it with secrets as ••• and orders it to be sent. It returns the `${id}` that
// it was given, 0 if it uses none, and why it is not sent; "" if it is.
func (o *outbox) send(now time.Time, t lang.Template, c *scope.Scope, n int32) (id int64, unsent string) {
	if o.replayed {
		return 0, ""
	}
	if t.Uses("id") {
		o.nextID++
		id = o.nextID
	}
	o.scopes.Send(c, now, id)
	frame, err := t.AppendFrame(nil, c)
	if err != nil {
		o.log.Note(now, event.Trouble, n, "not sent: "+err.Error())
		return 0, err.Error()
	}
	shown, symbols := o.shown(t, c)
	if o.address.other != "" && string(shown) != string(frame) {
		o.log.Note(now, event.Trouble, n, o.address.keptSecret()+string(shown))
		return 0, o.address.other + " may have no secrets"
	}
	o.put(now, Frame{Payload: frame, Shown: shown, Symbols: symbols, ID: id}, n)
	return id, ""
}

// shown renders a message as the log shows it, and the symbols that it is about: with secrets as •••, in symbols and in what the
// server has given us too.
func (o *outbox) shown(t lang.Template, c *scope.Scope) (message []byte, symbols []string) {
	without := o.scopes.Redacted(c)
	frame, err := t.AppendFrame(nil, without)
	if err != nil {
		return []byte("•••"), without.Symbols
	}
	return []byte(o.preset.Redact(string(frame))), without.Symbols
}

// put orders a frame to be sent, with what ends every message of ours, and writes it to the log.
func (o *outbox) put(now time.Time, frame Frame, n int32) {
	frame.Payload = append(frame.Payload, o.preset.Frames.End...)
	frame.Shown = append(frame.Shown, o.preset.Frames.End...)
	if !frame.Redacted() { // most have no secrets: one copy is enough
		frame.Shown = frame.Payload
	}
	orders := &o.conn.orders
	orders.Frames = append(orders.Frames, frame)
	o.conn.changes++
	if orders.bytes += frame.Bytes(); orders.bytes > MaxUnsent {
		o.conn.giveUp(event.NotReading, NotRead)
	}
	o.log.Note(now, event.Sent, n, string(frame.Shown))
	o.lastSent = now
}
