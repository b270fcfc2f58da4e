package session_test

import (
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

func TestReconnectsAreCountedByTheirCause(t *testing.T) {
	const preset = "url: ws://h\nhello: [{wait: {hi: 1}}]\nsilence: 20s\nconnect_timeout: 5s\nreconnect: {max_age: 15s, match: [{go: 1}], stop: [4000]}\n"
	opened := func(c *conversation) { c.s.Opened(c.now) }
	greeted := func(c *conversation) {
		opened(c)
		c.receive(`{"hi":1}`)
	}
	for want, test := range map[event.Cause]struct {
		before func(*conversation)
		end    session.End
	}{
		event.Unreachable:   {func(*conversation) {}, session.End{Reason: "connection refused"}},
		event.Refused:       {func(*conversation) {}, session.End{Refused: true, Reason: "HTTP 503"}},
		event.NoHello:       {func(c *conversation) { opened(c); c.pass(6 * time.Second) }, session.End{}},
		event.ClosedByPeer:  {greeted, session.End{Code: 1001}},
		event.Broken:        {greeted, session.End{Reason: "hung up"}},
		event.TooOld:        {func(c *conversation) { greeted(c); c.pass(16 * time.Second) }, session.End{Code: 1000}},
		event.PeerAsked:     {func(c *conversation) { greeted(c); c.receive(`{"go":1}`) }, session.End{Code: 1000}},
		event.OperatorAsked: {func(c *conversation) { greeted(c); c.s.Reconnect(c.now) }, session.End{Code: 1000}},
		event.NotReading:    {func(c *conversation) { greeted(c); c.s.GiveUp(event.NotReading, session.NotRead) }, session.End{}},
	} {
		c := begin(t, preset)
		test.before(c)
		c.s.Lost(c.now, test.end)
		c.collect()
		got := c.batch.Counts.Reconnects
		if got[want] != 1 {
			t.Errorf("%v: %v", want, got)
		}
	}
	c := begin(t, preset)
	greeted(c)
	c.s.Lost(c.now, session.End{Code: 4000})
	c.collect()
	if c.batch.Counts.Reconnects != [event.Causes]int64{} {
		t.Errorf("a feed that is given up: %v", c.batch.Counts.Reconnects)
	}
}
