package session_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

func TestAKeepaliveThatCannotBeSentIsNotDueAgainAtOnce(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
hello: [{wait: {type: hi}, save: {token: token}}]
keepalive: {send: {t: "${token}"}, idle: 20s}
`)
	c.receive(`{"type":"hi"}`)
	c.now = c.now.Add(20 * time.Second)
	c.s.Tick(c.now)
	if next := c.s.Deadline(); !next.After(c.now) {
		t.Errorf("due again at once: %v", next.Sub(c.now))
	}
}

func TestUnsubscribeWaitsForTheAckThatBringsItsId(t *testing.T) {
	c := open(t, bitfinex)
	c.receive(`{"event":"info","version":2}`)
	c.sent = nil
	_ = c.s.Unsubscribe(c.now, "tBTCUSD")
	c.receive(`{"event":"subscribed","chanId":7,"symbol":"tBTCUSD"}`)
	c.wantSent(`{"event":"unsubscribe","chanId":7}`)
	c.receive(`{"event":"unsubscribed","chanId":7}`)
	c.wantLabels("tBTCUSD off", "tETHUSD requested")
}

func TestSubscribedOnceAfterIntentChangedInTheQueue(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
rate: 1/s
subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {gone: "${symbol}"}}
`)
	_ = c.s.Unsubscribe(c.now, "B")
	_ = c.s.Subscribe(c.now, "B")
	c.collect()
	c.pass(5 * time.Second)
	c.wantSent(`{"sub":"A"}`, `{"sub":"B"}`)
}

const operations = `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
stale: 10s
subscribe: {send: {id: "s${id}", home: "${symbol}"}, ended: {type: complete, id: "s${id}"}, fail: {type: error, id: "s${id}"}}
unsubscribe: {send: {id: "s${sub.id}", type: complete}}
events: [{match: {type: next}, sub: {id: "s${id}"}, value: p}]
`

func TestStaleEndsWithItsSubscriptions(t *testing.T) {
	c := open(t, operations)
	c.pass(11 * time.Second)
	c.wantState(event.Stale)
	_ = c.s.Unsubscribe(c.now, "A", "B")
	c.collect()
	c.wantState(event.Open)

	c = open(t, operations)
	c.pass(11 * time.Second)
	c.receive(`{"type":"complete","id":"s1"}`, `{"type":"complete","id":"s2"}`)
	c.wantState(event.Open)

	c = open(t, operations) // the only fresh one ends, and a stale one is left
	c.pass(9 * time.Second)
	c.receive(`{"type":"next","id":"s1","p":1}`)
	c.pass(2 * time.Second)
	c.receive(`{"type":"complete","id":"s1"}`)
	c.wantState(event.Stale)
}

// TestEachIsStaleInItsOwnTime has a quiet symbol, one that trades and one without `stale`.
func TestEachIsStaleInItsOwnTime(t *testing.T) {
	c := open(t, strings.NewReplacer("[A, B]", "[A, B, C, D]", "stale: 10s", `stale: {"*": 10s, B: 1m, C: off}`).Replace(operations))
	c.pass(11 * time.Second)
	c.wantLabels("A stale", "B subscribed", "C subscribed", "D stale")
	c.wantLog("stale: no data for 10s on A, D;")
	c.wantState(event.Stale)
	c.pass(50 * time.Second)
	c.wantLabels("A stale", "B stale", "C subscribed", "D stale")
	c.wantLog("stale: no data for 1m on B;")
	c.pass(24 * time.Hour)
	c.wantLabels("A stale", "B stale", "C subscribed", "D stale")
}

// TestASymbolIsStaleEachTimeItStops has a quiet symbol without `stale`, one that stalls twice, and nothing else that is due.
func TestASymbolIsStaleEachTimeItStops(t *testing.T) {
	c := open(t, strings.Replace(operations, "stale: 10s", "stale: {A: 1h, B: 10s}", 1))
	c.pass(11 * time.Second)
	c.receive(`{"type":"next","id":"s2","p":1}`)
	c.wantLabels("A subscribed", "B live")
	c.pass(11 * time.Second)
	c.wantLabels("A subscribed", "B stale")
}

func TestRejectedIsNotRouted(t *testing.T) {
	c := open(t, operations)
	c.receive(`{"type":"error","id":"s1"}`, `{"type":"next","id":"s1","p":1}`)
	if c.batch.Counts.Unmatched != 1 {
		t.Errorf("counts %+v: an operation that failed receives data", c.batch.Counts)
	}
}

func TestTheOnlySubscriptionComesBack(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nsubscribe: {send: {id: \"${id}\"}}\nunsubscribe: {send: {id: \"${id}\", sub: \"${sub.id}\"}}\n")
	_ = c.s.Unsubscribe(c.now, "x")
	if err := c.s.Subscribe(c.now, "x"); err != nil {
		t.Error(err)
	}
}

func TestTextInsideCannotAddToTheMessage(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
frames: {json_in: [text]}
events: [{match: {kind: trade}, label: s, value: p}]
`)
	c.receive(`{"text":"{},\"kind\":\"trade\",\"s\":\"XBT\",\"p\":1,\"x\":{}","from":"anybody"}`)
	if len(c.batch.Points) != 0 {
		t.Errorf("points %+v: a text has become a part of the message", c.batch.Points)
	}
	c = open(t, `
url: ws://127.0.0.1:1
frames: {prefix: '^(\d+)'}
events: [{match: {$prefix: "42", $body.0: price}, label: $body.1.sym, value: $body.1.p}]
`)
	c.receive(`43["x"],"$prefix":"42","$body":["price",{"sym":"A","p":1}]`)
	if len(c.batch.Points) != 0 {
		t.Errorf("points %+v: what follows a prefix is no JSON, and was read as such", c.batch.Points)
	}
}

func TestLabelsAreCutBetweenLetters(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, value: p}]\n")
	c.receive(`{"s":"` + strings.Repeat("é", 150) + `","p":3}`)
	if long := c.labels.At(int32(c.labels.Len() - 1)).Name; len(long) != 200 || !utf8.ValidString(long) {
		t.Errorf("label %q", long)
	}
}

func TestNoRecordsAreNoData(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nevents: [{match: {d: \"*\"}, each: d, label: s, value: p}]\n")
	c.receive(`{"d":[]}`)
	if !c.status.LastData.IsZero() {
		t.Error("an empty list counts as data")
	}
}

func TestAServerCannotMoveUsToAnUnencryptedAddress(t *testing.T) {
	c := open(t, "\nurl: wss://127.0.0.1:1\nreconnect: {match: [{type: move}], url: to}\n")
	c.receive(`{"type":"move","to":"ws://elsewhere/x"}`)
	c.s.Lost(c.now, session.End{})
	c.wantURL("wss://127.0.0.1:1")
}

// TestDataBringsBackWhatWasRejectedByGuess has no acks: an error without a name is for the oldest request without data, and
// data shows that it was for another one.
func TestDataBringsBackWhatWasRejectedByGuess(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
subscribe: {send: {sub: "${symbol}"}, fail: {type: error}}
events: [{match: {s: "*"}, label: s, value: p}]
`)
	c.receive(`{"type":"error"}`, `{"s":"B","p":1}`)
	c.wantLabels("A rejected the server gave no reason", "B live")
	c.receive(`{"s":"A","p":1}`)
	c.wantLabels("A live", "B live")
	c.s.Lost(c.now, session.End{})
	c.sent = nil
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.collect()
	c.wantSent(`{"sub":"A"}`, `{"sub":"B"}`)
}

func TestAFrameIsBoundedInWhatItBecomes(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nframes: {split: \"\\n\"}\n")
	const frame = 16 << 20
	c.s.Receive(c.now, []byte(strings.Repeat("1\n", frame/2)))
	if b := c.s.Seal(); b.Size() > 4*frame {
		t.Errorf("a frame of %d MiB is kept as %d MiB", frame>>20, b.Size()>>20)
	}
}

// TestSmallMessagesFillABatch: what they cost beside their bytes counts.
func TestSmallMessagesFillABatch(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nframes: {split: \"\\n\"}\n")
	frame := []byte(strings.Repeat("1\n", 1000))
	for !c.s.Full() {
		c.s.Receive(c.now, frame)
	}
	if b := c.s.Seal(); b.Size() > 3<<20 {
		t.Errorf("a full batch of %d messages is %d KiB", b.Counts.In, b.Size()>>10)
	}
}

// TestTextThatIsNoJSONSaysWhere, the first time and then ever more rarely; what no rule reads as JSON may be anything.
func TestTextThatIsNoJSONSaysWhere(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nheartbeat: [pong]\nevents: [{match: {s: \"*\"}, label: s, value: v}]\n")
	c.receive(`{"s":"X","v":1}`, "pong", `{"other":1}`)
	for _, line := range c.log {
		if strings.Contains(line, "not JSON") {
			t.Error(line)
		}
	}
	for range 100 {
		c.receive(`{"s":"X","v":62,}`)
	}
	var said []string
	for _, line := range c.log {
		if strings.Contains(line, "not JSON") {
			said = append(said, line)
		}
	}
	if len(said) != 3 || !strings.Contains(said[0], "not JSON: unexpected } at byte 17") || !strings.Contains(said[2], "100 messages like this so far") || c.batch.Counts.Unmatched != 101 {
		t.Errorf("%q, %+v", said, c.batch.Counts)
	}
	c = open(t, "\nurl: ws://127.0.0.1:1\n")
	c.receive("anything")
	if log := strings.Join(c.log, "\n"); strings.Contains(log, "not JSON") {
		t.Error(log)
	}
}

// TestHelloThatTimesOutSaysWhichStepWaitedForWhat, and what came instead, without secrets.
func TestHelloThatTimesOutSaysWhichStepWaitedForWhat(t *testing.T) {
	const hello = "\nurl: ws://127.0.0.1:1/${secret:TOKEN}\nhello: [{send: {a: 1}}, {wait: {type: [auth_ok, ok], id: \"*\"}}]\n"
	c := open(t, hello)
	c.receive(`{"type":"auth_required","of":"hush-TOKEN"}`)
	c.pass(10 * time.Second)
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.wantLog(`step 2 of hello waited for {type: [auth_ok, ok], id: "*"}, and what came was {"type":"auth_required","of":"•••"}: not that within 10s (connect_timeout)`)
	c = open(t, hello)
	c.pass(10 * time.Second)
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.wantLog(`step 2 of hello waited for {type: [auth_ok, ok], id: "*"}, and nothing came within 10s (connect_timeout)`)
}

// TestHelloThatTimesOutShowsTheFirstAndTheLastMessageOfTheStep: what explains it is mostly the first one, before a feed that sends data
// all the same.
func TestHelloThatTimesOutShowsTheFirstAndTheLastMessageOfTheStep(t *testing.T) {
	for want, messages := range map[string][]string{
		`, and of 3 messages none was that: the first was <html>busy •••</html>, the last 2 bytes, not text: 00 01`: {"noise", `{"hi":1}`, `<html>busy hush-TOKEN</html>`, `{"s":"A"}`, "\x00\x01"},
		", and nothing but heartbeats came": {`{"hi":1}`, `{"beat":1}`},
		", and nothing came":                {"noise", `{"hi":1}`},
	} {
		c := open(t, "\nurl: ws://127.0.0.1:1/${secret:TOKEN}\nhello: [{wait: {hi: 1}}, {wait: {ok: 1}}]\nheartbeat: [{beat: 1}]\n")
		for _, m := range messages {
			c.receive(m)
		}
		c.pass(10 * time.Second)
		c.s.Lost(c.now, session.End{})
		c.collect()
		c.wantLog("step 2 of hello waited for {ok: 1}" + want + " within 10s (connect_timeout)")
	}
}

func TestSeveralLabelsOfASubscriptionAreReportedOnce(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [BOOK]}
subscribe: {send: {sub: "${symbol}"}}
events: [{match: {op: book}, sub: {ch: "${symbol}"}, each: rows, label: sym, value: last}]
`)
	c.receive(`{"op":"book","ch":"BOOK","rows":[{"sym":"R1","last":1},{"sym":"R2","last":2}]}`)
	c.wantLabels("R1 live")
	c.wantLog("events with several labels, R1 and R2, are all values of this row: leave out `sub` or `label` in the rule")
	c.receive(`{"op":"book","ch":"BOOK","rows":[{"sym":"R1","last":1},{"sym":"R2","last":2}]}`, `{"op":"book","ch":"BOOK","rows":[{"sym":"R3","last":2}]}`)
	c.wantLabels("R3 live")
	for _, entry := range c.log {
		if strings.Contains(entry, "several labels") {
			t.Errorf("said again: %s", entry)
		}
	}
}

func TestDataUnderOtherLabelsIsReported(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [state_changed]}
subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
events: [{match: {s: "*"}, label: s, value: p}]
`)
	c.receive(`{"ok":"state_changed"}`)
	c.pass(time.Second)
	c.receive(`{"s":"sensor.a","p":1}`, `{"s":"sensor.b","p":1}`)
	c.pass(10 * time.Second)
	c.wantLog("no data on state_changed, while events have the labels sensor.a, sensor.b: give the rule a `label` or a `sub` that finds the subscription")
}

func TestNoAnswerCountsFromTheRequest(t *testing.T) {
	c := open(t, acked)
	c.pass(10 * time.Second)
	c.wantLabels("A unanswered")
	if !c.labels.At(0).Since.Equal(start) {
		t.Errorf("since %v, want %v", c.labels.At(0).Since, start)
	}
}
