package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// TestAnswersAreFoundByNameInAnyOrder has names at the beginning, in the middle and at the end of a text, one that is a part of what
// stands around it, and answers about several, one and none of the subscriptions.
func TestAnswersAreFoundByNameInAnyOrder(t *testing.T) {
	for name, place := range map[string]string{
		"alone": "${symbol}", "end": "s.${symbol}", "begin": "${symbol}@ticker", "middle": "ss.${symbol}.ss", "raw": "",
	} {
		t.Run(name, func(t *testing.T) {
			rules := `
url: ws://127.0.0.1:1
params: {symbols: []}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "` + place + `"}, fail: {no: "` + place + `"}, reason: why}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {off: "` + place + `"}}
`
			say := func(verb, symbol string) string {
				return fmt.Sprintf(`{"%s":"%s"}`, verb, strings.ReplaceAll(place, "${symbol}", symbol))
			}
			if place == "" {
				rules = strings.NewReplacer(`{on: ""}`, `"on ${symbol}"`, `{no: ""}`, `"no ${symbol}"`, `{off: ""}`, `"off ${symbol}"`).Replace(rules)
				say = func(verb, symbol string) string { return verb + " " + symbol }
			}
			c := open(t, rules, preset.Override{Name: "symbols", Text: "s,ss,.,a,b,c"})
			c.receive(say("on", "ss"), say("on", "s"), say("no", "."), say("on", "a"), say("on", "zz"), say("on", "ss"), say("on", "."), say("on", "c"))
			c.wantLabels("s subscribed", "ss subscribed", ". rejected the server gave no reason", "a subscribed", "b requested", "c subscribed")
			if n := c.batch.Counts.Unmatched; n != 3 {
				t.Errorf("%d answers are about nothing that waits, want 3", n)
			}
			if err := c.s.Unsubscribe(c.now, "ss", "c", "s"); err != nil {
				t.Fatal(err)
			}
			c.receive(say("off", "c"), say("off", "a"), say("off", "s"), say("off", "ss"), say("on", "b"))
			c.wantLabels("s off", "ss off", ". rejected the server gave no reason", "a subscribed", "b subscribed", "c off")
		})
	}
}

// TestAnAnswerByIdIsAboutAllOfItsRequest has requests of several symbols, an id in a text, and an answer to an old request.
func TestAnAnswerByIdIsAboutAllOfItsRequest(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B, C, D]}
subscribe: {send: {sub: "${symbols}", id: "${id}"}, batch: 2, ack: {id: "r${id}", ok: true}, fail: {id: "r${id}", ok: false}, ended: {gone: "r${id}"}}
unsubscribe: {send: {unsub: "${symbols}", id: "${id}"}, ack: {id: "r${id}", ok: true}}
`)
	c.receive(`{"id":"r2","ok":true}`)
	c.wantLabels("A requested", "B requested", "C subscribed", "D subscribed")
	c.receive(`{"id":"r1","ok":true}`, `{"id":"r1","ok":true}`)
	c.wantLabels("A subscribed", "B subscribed", "C subscribed", "D subscribed")
	_ = c.s.Unsubscribe(c.now, "B", "C")
	_ = c.s.Subscribe(c.now, "B")
	c.receive(`{"id":"r1","ok":true}`, `{"id":"r3","ok":true}`)
	c.wantLabels("A subscribed", "B requested", "C off", "D subscribed")
	c.receive(`{"gone":"r2"}`, `{"id":"r4","ok":true}`)
	c.wantLabels("A subscribed", "B subscribed", "C off", "D ended the server gave no reason")
	c.receive(`{"gone":"r1"}`)
	c.wantLabels("A ended the server gave no reason", "B subscribed", "C off", "D ended the server gave no reason")
	c.wantCounts(8, 0, 0, 2, 0)
}

// TestAnswersWithoutANameMeanAll have no name where the others have one.
func TestAnswersWithoutANameMeanAll(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B, C]}
subscribe: {send: {sub: "${symbols}"}, ack: {ok: true, s: ["${symbol}", ALL, null]}}
`)
	c.receive(`{"ok":true,"s":"B"}`)
	c.wantLabels("A requested", "B subscribed", "C requested")
	c.receive(`{"ok":true,"s":"ALL"}`)
	c.wantLabels("A subscribed", "B subscribed", "C subscribed")
	_ = c.s.Subscribe(c.now, "D", "E")
	c.receive(`{"ok":true}`)
	c.wantLabels("A subscribed", "B subscribed", "C subscribed", "D subscribed", "E subscribed")
}

// TestReasonsAreCutBehindSecrets has a secret that only half fits.
func TestReasonsAreCutBehindSecrets(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
headers: {Token: "${secret:TOKEN}"}
params: {symbols: [A]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
`)
	c.receive(`{"no":"A","why":"` + strings.Repeat("x", 495) + `hush-TOKEN"}`)
	if reason := c.labels.At(0).Reason; strings.Contains(reason, "hush") || len(reason) > 500 || !strings.HasPrefix(reason, "xxx") {
		t.Errorf("%d bytes: %s", len(reason), reason)
	}
}

// TestAnAckCostsTheSameForOneAndForMany compares what is allocated, which is much for each subscription that is tried.
func TestAnAckCostsTheSameForOneAndForMany(t *testing.T) {
	const symbols = 1000
	names := make([]string, symbols)
	for i := range names {
		names[i] = fmt.Sprint("s", i)
	}
	for rules, answer := range map[string]string{
		`{send: {sub: "${symbol}"}, ack: {on: "ch.${symbol}"}}`:                                  `{"on":"ch.s%d"}`,
		`{send: {sub: "${symbol}", id: "${id}"}, ack: {id: "r${id}"}, fail: {no: "r${id}"}}`:     `{"id":"r%d"}`,
		`{send: {sub: "${symbol}", id: "${id}"}, ack: [{no: "${symbol}"}, {result.0: "${id}"}]}`: `{"result":[%d]}`,
	} {
		c := open(t, "\nurl: ws://127.0.0.1:1\nparams: {symbols: []}\nsubscribe: "+rules+"\n",
			preset.Override{Name: "symbols", Text: strings.Join(names, ",")})
		i := 0
		if cost := testing.AllocsPerRun(symbols-2, func() {
			i++
			c.s.Receive(c.now, fmt.Appendf(nil, answer, i))
		}); cost > 50 {
			t.Errorf("%s: an ack among %d subscriptions costs %.0f allocations", rules, symbols, cost)
		}
		c.collect()
		for n, r := range c.labels.All() {
			if n == 0 || n == symbols-1 {
				continue
			}
			if r.Reason != "" || r.State != c.labels.At(1).State {
				t.Fatalf("label %d: %+v", n, r)
			}
		}
	}
}

// TestAnAckIsWorthMoreThanAGuess has an error that names no symbol and was meant for B.
func TestAnAckIsWorthMoreThanAGuess(t *testing.T) {
	rules := `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
subscribe: {send: {sub: "${symbol}"}, ack: [{on: "${symbol}"}, {on: all}], save: {chan: id}, fail: {type: error}}
unsubscribe: {send: {un: "${chan}"}}
events: [{sub: {c: "${chan}"}, value: p}]
`
	const wrong = `{"type":"error"}`
	refused := "A rejected the server gave no reason"
	c := open(t, rules)
	c.receive(wrong, `{"on":"A","id":7}`, `{"c":7,"p":1}`)
	c.wantLabels("A live", "B requested")
	c.wantLog("A subscribed: the rejection before was for another request")
	c.wantCounts(3, 0, 1, 0, 0)

	c = open(t, rules)
	c.receive(wrong, `{"on":"B","id":8}`, `{"on":"A","id":7}`) // although nothing waits any more
	c.wantLabels("A subscribed", "B subscribed")

	c = open(t, rules)
	c.receive(wrong, `{"on":"all"}`) // which may mean the others
	c.wantLabels(refused, "B subscribed")
	c.s.Lost(c.now, session.End{})
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.receive(`{"on":"A","id":7}`) // a guess and its doubts die with the connection
	c.wantLabels(refused, "B requested")
}
