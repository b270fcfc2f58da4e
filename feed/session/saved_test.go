package session_test

import (
	"strings"
	"testing"

	"sockeye/feed/session"
)

// A value that a server sends for later messages is kept as it is or, where it is as long as a message, not at all: each of
// many subscriptions has one.
func TestSavedValuesAreBounded(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1
hello: [{wait: {type: hi}, save: {token: token}}]
keepalive: {send: {t: "${token}"}, idle: 20s}
`)
	c.receive(`{"type":"hi","token":"` + strings.Repeat("x", 64<<10+1) + `"}`)
	c.wantLog("`save: token` at token has 65537 bytes, 65536 at most: it is not kept")

	c = open(t, `
url: ws://127.0.0.1:1
params: {symbols: [A, B, C]}
subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, save: {chan: id}}
events: [{sub: {c: "${chan}"}, value: p}]
`)
	exact, long := strings.Repeat("1", 1<<10), strings.Repeat("1", 1<<10+1)
	c.receive(`{"on":"A","id":"`+long+`"}`, `{"on":"B","id":"`+exact+`"}`, `{"on":"C","id":"`+long+`"}`, `{"c":"`+exact+`","p":1}`)
	c.wantLabels("A subscribed", "B live", "C subscribed")
	said := 0
	for _, line := range c.log {
		if strings.Contains(line, "has 1025 bytes, 1024 at most") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times, want once: %q", said, c.log)
	}
}

func TestWhatIsResumedFromIsBounded(t *testing.T) {
	c := begin(t, `
url: ws://127.0.0.1:1/
reconnect: {resume: {query: since, from: id}}
`)
	c.s.Opened(c.now)
	c.collect()
	c.receive(`{"id":"41"}`, `{"id":"`+strings.Repeat("4", 4<<10+1)+`"}`)
	c.wantLog("`resume` at id has 4097 bytes, 4096 at most: it is not kept")
	c.s.Lost(c.now, session.End{})
	c.wantURL("ws://127.0.0.1:1/?since=41")
}

func TestAnAddressFromTheServerIsBounded(t *testing.T) {
	c := begin(t, `
url: ws://127.0.0.1:1/
reconnect: {match: [{type: move}], url: to}
`)
	c.s.Opened(c.now)
	c.collect()
	c.receive(`{"type":"move","to":"ws://elsewhere/` + strings.Repeat("x", 4<<10) + `"}`)
	c.wantLog("where the server sends us: it has 4111 bytes, 4096 at most")
	c.s.Lost(c.now, session.End{})
	c.wantURL("ws://127.0.0.1:1/")
}
