package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/session"
)

// reopen loses the connection, as the server does it, and makes another one.
func (c *conversation) reopen() {
	c.t.Helper()
	c.s.Lost(c.now, session.End{Code: 1008, Reason: "hung up"})
	c.collect()
	c.sent = nil
	c.pass(c.status.RetryAt.Sub(c.now))
	c.s.Opened(c.now)
	c.collect()
}

// TestRejectedAreRetriedOneByOneWithoutAnAck has a server that says nothing of what it agrees to.
func TestRejectedAreRetriedOneByOneWithoutAnAck(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [X, Y, A]}
stale: off
subscribe: {send: {sub: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
events: [{match: {s: "*"}, label: s, value: p}]
`)
	c.receive(`{"no":"X","why":"no such symbol"}`, `{"no":"Y","why":"no such symbol"}`, `{"s":"A","p":1}`)
	c.pass(20 * time.Second)
	c.reopen()
	c.wantSent(`{"sub":"A"}`, `{"sub":"X"}`)
	c.pass(10 * time.Second)
	c.wantLabels("X subscribed", "Y retrying no such symbol", "A subscribed")
	c.wantSent(`{"sub":"Y"}`)
	c.reopen() // on account of Y
	c.wantSent(`{"sub":"X"}`, `{"sub":"A"}`)
	c.pass(time.Hour)
	c.wantLabels("X subscribed", "Y rejected no answer when it was asked for again", "A subscribed")
}

// TestReasonOutlivesARetryThatWasNotSent loses the connection while `rate` holds the request back.
func TestReasonOutlivesARetryThatWasNotSent(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [X, A]}
rate: 1/s
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
`)
	c.receive(`{"no":"X","why":"no such symbol"}`)
	c.pass(20 * time.Second)
	c.receive(`{"on":"A"}`)
	c.reopen()
	c.receive(`{"on":"A"}`)
	c.wantSent(`{"sub":"A"}`)
	c.reopen()
	c.wantLabels("X rejected no such symbol", "A requested")
}

// TestFailOfARequestLeavesWhatWasAcked has an answer for each symbol of one request, and an id that is that of the request.
func TestFailOfARequestLeavesWhatWasAcked(t *testing.T) {
	const rules = `
url: ws://127.0.0.1:1
params: {symbols: [A, X, B]}
subscribe: {send: {sub: "${symbols}", id: "${id}"}, ack: {on: "${symbol}", id: "${id}"}, fail: {id: "${id}", ok: false}, reason: why}
`
	c := open(t, rules)
	c.receive(`{"on":"A","id":1}`, `{"id":1,"ok":false,"why":"X?"}`, `{"on":"B","id":1}`)
	c.wantLabels("A subscribed", "X rejected X?", "B subscribed")
	c.receive(`{"id":1,"ok":false,"why":"maintenance"}`) // nothing else can be meant
	c.wantLabels("A ended maintenance", "X rejected X?", "B ended maintenance")
}

// TestServerThatEndsWhatIsGivenUpConfirmsIt: what the server no longer has needs no other answer.
func TestServerThatEndsWhatIsGivenUpConfirmsIt(t *testing.T) {
	const rules = `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, fail: {no: "${symbol}"}, ended: {gone: "${symbol}"}}
unsubscribe: {send: {un: "${symbol}"}, ack: {off: "${symbol}"}}
events: [{match: {s: "*"}, label: s, value: p}]
`
	for _, said := range []string{`{"gone":"A"}`, `{"no":"A"}`} {
		c := open(t, rules)
		if strings.Contains(said, "gone") {
			c.receive(`{"on":"A"}`)
		}
		_ = c.s.Unsubscribe(c.now, "A")
		c.receive(said)
		c.pass(time.Minute)
		c.wantLabels("A off", "B unanswered")
		c.receive(`{"s":"A","p":1}`)
		c.wantLabels("A still sent still sent, although unsubscribed", "B unanswered")

		c = open(t, rules) // wanted again meanwhile
		if strings.Contains(said, "gone") {
			c.receive(`{"on":"A"}`)
		}
		_ = c.s.Unsubscribe(c.now, "A")
		_ = c.s.Subscribe(c.now, "A")
		c.collect()
		c.sent = nil
		c.receive(said)
		c.wantLabels("A requested", "B requested")
		c.wantSent(`{"sub":"A"}`)
	}
}

// TestRejectionAfterStaleIsARejection has a server that says nothing of what it agrees to, and is slow to refuse.
func TestRejectionAfterStaleIsARejection(t *testing.T) {
	for _, fail := range []string{`{no: "${symbol}"}`, `{no: "*"}`} {
		c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
stale: 2s
subscribe: {send: {sub: "${symbol}"}, fail: `+fail+`, reason: why}
events: [{match: {s: "*"}, label: s, value: p}]
`)
		c.pass(3 * time.Second)
		c.receive(`{"s":"B","p":1}`)
		c.wantLabels("A stale", "B live")
		c.receive(`{"no":"A","why":"no such symbol"}`)
		c.wantLabels("A rejected no such symbol", "B live")
	}
}

// TestARejectedOneIsAskedForAgainIfWeHangUp: only a server that hangs up may have done so because of what it was asked for.
func TestARejectedOneIsAskedForAgainIfWeHangUp(t *testing.T) {
	const rules = `
url: ws://127.0.0.1:1
params: {symbols: [X]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
`
	c := open(t, rules)
	c.receive(`{"no":"X","why":"no such symbol"}`)
	c.s.Reconnect(c.now)
	c.sent = nil
	c.s.Lost(c.now, session.End{Code: 1000})
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"sub":"X"}`)

	c = open(t, rules)
	c.receive(`{"no":"X","why":"no such symbol"}`)
	c.reopen()
	c.wantSent()
}

func TestWhatIsAskedForAgainWithoutAnAnswerIsUnanswered(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [X]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
`)
	c.receive(`{"no":"X","why":"no such symbol"}`)
	c.pass(20 * time.Second)
	c.reopen()
	c.wantSent(`{"sub":"X"}`)
	c.pass(10 * time.Second)
	c.wantLabels("X unanswered")
}
