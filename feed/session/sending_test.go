package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// TestMessagesWithoutSymbolsAreSentOncePerRequest has the one that carries the symbols at the beginning, in the middle and at the end of a list.
func TestMessagesWithoutSymbolsAreSentOncePerRequest(t *testing.T) {
	for _, test := range []struct {
		send, unsend string
		ack          string
		want         []string
	}{
		{send: `[{ch: ticker, s: "${symbols}"}, {ch: trades, s: "${symbols}"}, {ch: beats}]`,
			want: []string{`{"ch":"ticker","s":["A","B"]}`, `{"ch":"trades","s":["A","B"]}`, `{"ch":"beats"}`}},
		{send: `[{ch: beats}, {ch: ticker, s: "${symbol}"}, {ch: "${symbol}"}]`, ack: `, ack: {on: "${symbol}"}`,
			want: []string{`{"ch":"beats"}`, `{"ch":"ticker","s":"A"}`, `{"ch":"A"}`, `{"ch":"beats"}`, `{"ch":"ticker","s":"B"}`, `{"ch":"B"}`}},
		{send: `{id: "${id}", s: "${symbol}"}`, unsend: `[{un: "${sub.id}"}, {un: "${symbol}", id: "${id}", of: "${sub.id}"}]`,
			want: []string{`{"id":1,"s":"A"}`, `{"id":2,"s":"B"}`, `{"un":1}`, `{"un":"A","id":3,"of":1}`}},
		{send: `{id: "${id}", s: "${symbol}"}`, unsend: `[{un: "${symbol}"}, {of: "${sub.id}"}]`,
			want: []string{`{"id":1,"s":"A"}`, `{"id":2,"s":"B"}`, `{"un":"A"}`, `{"of":1}`}},
	} {
		rules := "\nurl: ws://127.0.0.1:1\nparams: {symbols: [A, B]}\nsubscribe: {send: " + test.send + test.ack + "}\n"
		if test.unsend != "" {
			rules += "unsubscribe: {send: " + test.unsend + "}\n"
		}
		c := open(t, rules)
		if test.unsend != "" {
			_ = c.s.Unsubscribe(c.now, "A")
			c.collect()
		}
		c.wantSent(test.want...)
	}
}

// TestWhatComesBehindAnUnsentMessageIsNotSent: it belongs to nothing.
func TestWhatComesBehindAnUnsentMessageIsNotSent(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B]}
rate: 1/s
subscribe: {send: [{sub: "${symbol}"}, {and: more}]}
unsubscribe: {send: {unsub: "${symbol}"}}
`)
	_ = c.s.Unsubscribe(c.now, "A", "B") // A between its two messages, B before them
	c.collect()
	c.pass(time.Minute)
	c.wantSent(`{"sub":"A"}`, `{"and":"more"}`, `{"unsub":"A"}`)
}

// TestNoMoreThanTheLimitIsSubscribed has a list that meets the limit in its middle.
func TestNoMoreThanTheLimitIsSubscribed(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, limit: 2}
`)
	if err := c.s.Subscribe(c.now, "B", "C"); err == nil || !strings.Contains(err.Error(), "C would be subscription 3") {
		t.Errorf("one too many: %v", err)
	}
	c.collect()
	c.wantSent(`{"sub":"A"}`, `{"sub":"B"}`)
	c.wantLabels("A requested", "B requested")
}

// TestTextsThatAreNotSentAreReported is in the log.
func TestTextsThatAreNotSentAreReported(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nheaders: {Token: \"${secret:TOKEN}\"}\nrate: 1/s\n")
	for _, text := range []string{"one", "two", "three hush-TOKEN"} {
		if err := c.s.Send(c.now, text); err != nil {
			t.Fatal(err)
		}
	}
	c.collect()
	c.wantSent("one") // at once: a feed that talks without being asked has cost no turn
	c.log = nil
	c.s.Lost(c.now, session.End{Reason: "gone"})
	c.collect()
	if said := strings.Join(c.log[:2], "\n"); said != "5 not sent, the connection has ended: two\n5 not sent, the connection has ended: three •••" {
		t.Errorf("the log says\n%s", said)
	}
}

func TestSentByHandIsOfferedAgainAfterAReconnect(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nheaders: {Token: \"${secret:TOKEN}\"}\n")
	if err := c.s.Resend(c.now, false); err == nil {
		t.Error("nothing was sent, and it is sent again")
	}
	reopen := func() {
		c.s.Lost(c.now, session.End{Reason: "gone"})
		for dials := c.dials; c.dials == dials; {
			c.pass(100 * time.Millisecond)
		}
		c.s.Opened(c.now)
		c.collect()
	}
	reopen()
	if c.status.Unsent != nil {
		t.Errorf("offered %q", c.status.Unsent)
	}
	_ = c.s.Send(c.now, `{"sub":"A"}`)
	_ = c.s.Send(c.now, `{"key":"hush-TOKEN"}`)
	c.collect()
	c.sent = nil
	for range 2 {
		reopen()
		c.wantSent()
		c.wantLog(":resend sends again the 2 messages that were sent by hand on the last connection, and not on this one")
		if got := strings.Join(c.status.Unsent, " "); got != `{"sub":"A"} {"key":"•••"}` {
			t.Errorf("offered %s", got)
		}
		if err := c.s.Resend(c.now, false); err != nil {
			t.Error(err)
		}
		c.collect()
		c.wantSent(`{"sub":"A"}`, `{"key":"hush-TOKEN"}`)
		if c.status.Unsent != nil {
			t.Errorf("still offered: %q", c.status.Unsent)
		}
	}
	reopen()
	_ = c.s.Resend(c.now, true)
	reopen()
	c.wantSent()
	if c.status.Unsent != nil {
		t.Errorf("dropped, and offered: %q", c.status.Unsent)
	}

	c = open(t, "kraken") // which is subscribed by itself
	_ = c.s.Send(c.now, `{"event":"ping"}`)
	reopen()
	if c.status.Unsent != nil {
		t.Errorf("offered %q", c.status.Unsent)
	}
}

func TestAllEventsAreDataOfTheOnlySubscription(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nsubscribe: {send: {sub: all}, ack: {ok: 1}}\nevents: [{match: {s: \"*\"}, label: s, value: p}]\n")
	c.s.Receive(c.now, []byte(`{"s":"A","p":1}`))
	c.s.Receive(c.now, []byte(`{"s":"B","p":1}`))
	b := c.s.Seal()
	events := make(map[string]int)
	for _, activity := range b.Activity {
		events[b.Labels.At(activity.Label).Name] = activity.Events
	}
	if events["x"] != 2 || events["A"] != 1 || events["B"] != 1 || b.Labels.At(0).State != event.Live {
		t.Errorf("events %v, labels %+v", events, b.Labels)
	}
}

func TestEachMessageIsDataOfAFeedWithoutRules(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nheartbeat: [{hb: 1}]\n")
	c.receive(`{"hb":1}`)
	c.wantLabels("x subscribed")
	c.s.Receive(c.now, []byte(`{"any":1}`))
	if b := c.s.Seal(); b.Labels.At(0).State != event.Live || len(b.Activity) != 1 || b.Activity[0].Events != 1 || !b.Status.LastData.Equal(c.now) {
		t.Errorf("labels %+v, activity %+v, data at %v", b.Labels, b.Activity, b.Status.LastData)
	}
}

// TestSplitEndsNothingThatIsSent: only `frames.end` does.
func TestSplitEndsNothingThatIsSent(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
frames: {split: "\x1e"}
hello: [{send: {a: 1}}]
`)
	c.wantSent(`{"a":1}`)
	c.wantLog(`{"a":1}`)
}

func TestOperatorsTextEndsAsTheLogSays(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
frames: {end: "\n"}
`)
	if err := c.s.Send(c.now, "hello"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent("hello\n")
	c.wantLog("hello\n")
}
