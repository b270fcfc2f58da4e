package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/session"
)

const left = `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
subscribe: {send: {sub: "${symbol}"}, ack: {subbed: "${symbol}", id: "*"}, save: {sid: id}}
unsubscribe: {send: {unsub: "${symbol}", n: "${id}"}, ack: {unsubbed: "${sid}"}}
events: [{sub: {c: "${sid}"}, value: p}]
`

func TestAnUnsubscribeWithoutAnAnswerIsUnconfirmed(t *testing.T) {
	c := open(t, left)
	c.receive(`{"subbed":"A","id":"x7"}`, `{"subbed":"B","id":"x8"}`)
	if err := c.s.Unsubscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.receive(`{"error":"unsubscribe: not today"}`)
	c.pass(9 * time.Second)
	c.wantLabels("A unsubscribing", "B subscribed")
	c.pass(time.Second)
	c.wantLabels("A unconfirmed no answer to unsubscribe", "B subscribed")
	c.wantLog("no answer to unsubscribe within 10s of A: off here, and the server may still send it")

	c.receive(`{"c":"x7","p":1}`)
	c.wantLabels("A still sent still sent: unsubscribe was not answered", "B subscribed")
	c.wantValues(1)
	c.receive(`{"unsubbed":"x7"}`) // late, but an answer
	c.wantLabels("A off", "B subscribed")
	c.receive(`{"c":"x7","p":2}`)
	if c.batch.Counts.Unmatched != 2 {
		t.Errorf("counts %+v: what is off receives no data", c.batch.Counts)
	}
	c.sent = nil
	if err := c.s.Subscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"sub":"A"}`)
}

func TestUnansweredUnsubscribeEndsWithItsConnection(t *testing.T) {
	c := open(t, left)
	c.receive(`{"subbed":"A","id":"x7"}`, `{"subbed":"B","id":"x8"}`)
	_ = c.s.Unsubscribe(c.now, "A")
	c.pass(10 * time.Second)
	c.receive(`{"c":"x7","p":1}`)
	c.s.Lost(c.now, session.End{})
	c.sent = nil
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.collect()
	c.wantLabels("A off", "B requested")
	c.wantSent(`{"sub":"B"}`)

	c.receive(`{"subbed":"B","id":"x7"}`)
	_ = c.s.Unsubscribe(c.now, "B")
	c.s.Lost(c.now, session.End{})
	c.log = nil
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.pass(time.Minute)
	if said := strings.Join(c.log, "\n"); strings.Contains(said, "no answer") {
		t.Errorf("a wait outlives its connection:\n%s", said)
	}
}

func TestWhatIsWantedAgainIsAskedForWhenUnsubscribeIsNotAnswered(t *testing.T) {
	c := open(t, left)
	c.receive(`{"subbed":"A","id":"x7"}`, `{"subbed":"B","id":"x8"}`)
	_ = c.s.Unsubscribe(c.now, "A")
	_ = c.s.Subscribe(c.now, "A")
	c.collect()
	c.sent = nil
	c.pass(10 * time.Second)
	c.wantSent(`{"sub":"A"}`)
	c.wantLabels("A requested", "B subscribed")
}

// TestAnUnsubscribeThatWaitsForAnAckEndsUnconfirmed: what the ack brings is needed, and never comes.
func TestAnUnsubscribeThatWaitsForAnAckEndsUnconfirmed(t *testing.T) {
	c := open(t, strings.Replace(left, `{unsub: "${symbol}", n: "${id}"}`, `{unsub: "${sid}"}`, 1))
	_ = c.s.Unsubscribe(c.now, "A")
	c.collect()
	c.pass(10 * time.Second)
	c.wantLabels("A unconfirmed no answer to unsubscribe", "B unanswered")
}

// TestWhatIsOrderedBeforeAHangUpIsSent gives up a symbol and reconnects at once.
func TestWhatIsOrderedBeforeAHangUpIsSent(t *testing.T) {
	c := open(t, left)
	c.receive(`{"subbed":"A","id":"x7"}`)
	c.sent = nil
	_ = c.s.Unsubscribe(c.now, "A")
	c.s.Reconnect(c.now)
	c.collect()
	c.wantSent(`{"unsub":"A","n":1}`)
	if c.hangups != 1 {
		t.Errorf("%d hang-ups", c.hangups)
	}
	if err := c.s.Send(c.now, "x"); err == nil || !strings.Contains(err.Error(), "hanging up") {
		t.Errorf("a text for a connection that is left: %v", err)
	}
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"sub":"B"}`)
	c.wantLabels("A off", "B requested")
}

// TestSilenceEndsWithTheLastSubscription, where leaving needs no answer.
func TestSilenceEndsWithTheLastSubscription(t *testing.T) {
	c := open(t, "coinbase")
	c.receive(`{"type":"subscriptions"}`)
	if err := c.s.Unsubscribe(c.now, "BTC-USD", "ETH-USD"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantLabels("BTC-USD off", "ETH-USD off")
	c.pass(time.Hour)
	if c.hangups != 0 {
		t.Error("hung up for the silence of a server that has been asked for nothing")
	}
}

// TestAnUnsubscribeThatCannotBeSentIsUnconfirmed: it lacks what the ack should have brought.
func TestAnUnsubscribeThatCannotBeSentIsUnconfirmed(t *testing.T) {
	c := open(t, strings.Replace(left, `{unsub: "${symbol}", n: "${id}"}`, `{unsub: "${sid}"}`, 1))
	c.receive(`{"subbed":"A","id":[]}`, `{"subbed":"B","id":"x8"}`)
	_ = c.s.Unsubscribe(c.now, "A", "B")
	c.collect()
	c.wantLog("A not sent: `${sid}` has no value here")
	c.wantLabels("A unconfirmed unsubscribe could not be sent", "B unsubscribing")
	c.sent = nil
	_ = c.s.Subscribe(c.now, "A")
	c.collect()
	c.wantSent(`{"sub":"A"}`)
	c.wantLabels("A requested", "B unsubscribing")
}

// TestARejectionEndsWhatWaitsToBeUnsubscribed: the unsubscribe has waited for an ack, which was a refusal.
func TestARejectionEndsWhatWaitsToBeUnsubscribed(t *testing.T) {
	c := open(t, bitfinex)
	c.receive(`{"event":"info","version":2}`, `{"event":"subscribed","chanId":8,"symbol":"tETHUSD"}`)
	_ = c.s.Unsubscribe(c.now, "tBTCUSD")
	c.receive(`{"event":"error","msg":"symbol: invalid"}`)
	c.wantLabels("tBTCUSD off", "tETHUSD subscribed")
	c.log, c.sent = nil, nil
	c.pass(20 * time.Second) // longer than an answer is waited for, and not as long as the first event
	if len(c.log) > 0 {
		t.Errorf("still waits for an answer: %q", c.log)
	}
	_ = c.s.Subscribe(c.now, "tBTCUSD")
	c.collect()
	c.wantSent(`{"event":"subscribe","channel":"ticker","symbol":"tBTCUSD"}`)

	_ = c.s.Unsubscribe(c.now, "tBTCUSD")
	_ = c.s.Subscribe(c.now, "tBTCUSD") // a change of mind, and then the refusal
	c.receive(`{"event":"error","msg":"symbol: invalid"}`)
	c.wantLabels("tBTCUSD rejected symbol: invalid", "tETHUSD subscribed")
	_ = c.s.Subscribe(c.now, "tBTCUSD")
	c.collect()
	c.wantSent(`{"event":"subscribe","channel":"ticker","symbol":"tBTCUSD"}`)
}

// TestAnswersThatWaitToBeReadCount stops the process while a subscribe and an unsubscribe wait for their answers.
func TestAnswersThatWaitToBeReadCount(t *testing.T) {
	c := open(t, left)
	c.receive(`{"subbed":"B","id":"x8"}`)
	_ = c.s.Unsubscribe(c.now, "B")
	c.collect()
	c.now = c.now.Add(time.Hour)
	c.s.Tick(c.now)
	c.collect()
	c.wantLabels("A requested", "B unsubscribing")
	c.receive(`{"subbed":"A","id":"x7"}`, `{"unsubbed":"x8"}`)
	c.wantLabels("A subscribed", "B off")
	if said := strings.Join(c.log, "\n"); strings.Contains(said, "no answer") {
		t.Error(said)
	}
}

// TestWhatIsNotSubscribedIsGivenUpWithoutAMessage has a preset that cannot unsubscribe, of which one symbol is rejected.
func TestWhatIsNotSubscribedIsGivenUpWithoutAMessage(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}, fail: {no: "${symbol}"}}
events: [{match: {s: "*"}, label: s, value: p}]
`)
	c.receive(`{"ok":"A"}`, `{"no":"B"}`)
	c.wantSent(`{"sub":"A"}`, `{"sub":"B"}`)
	if err := c.s.Unsubscribe(c.now, "B"); err != nil {
		t.Error(err)
	}
	if err := c.s.Unsubscribe(c.now, "A"); err == nil || !strings.Contains(err.Error(), "has no `unsubscribe`") {
		t.Errorf("A is given up: %v", err)
	}
	c.collect()
	c.wantLabels("A subscribed", "B off")
	c.wantSent()
}
