package feed_test

import (
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

// TestAFaultEndsTheConnectionAndTheNextOneHasWhatIsWanted has faults that the session notices, and some that the socket explains.
// Each one has its reason.
func TestAFaultEndsTheConnectionAndTheNextOneHasWhatIsWanted(t *testing.T) {
	const text, fin = 0x01, 0x80
	for _, f := range []fault{
		{name: "bad opcode", talk: after(feedtest.SendRaw([]byte{fin | 3, 0})), reason: `websocket: bad opcode 3`},
		{name: "a close code", talk: after(feedtest.Close(1012, "back in \x1b[31ma minute")), reason: `closed by the server: 1012 service restart "back in \x1b\[31ma minute"`},
		{name: "a reset", talk: after(feedtest.Drop()), reason: `the server hung up without a close frame|read tcp \S+: read: connection reset by peer`},
		{name: "empty fragments for ever", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw(feedtest.RawFrame(text, nil)), feedtest.Stream(feedtest.RawFrame(0, nil), time.Millisecond)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "a byte now and then", preset: "    silence: 100ms",
			talk:   after(feedtest.SendRaw([]byte{fin | text, 127, 0, 0, 0, 0, 0, 0x80, 0, 0}), feedtest.Stream([]byte("x"), 5*time.Millisecond)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "nothing arrives, nothing closes", preset: "    silence: 100ms", talk: after(feedtest.Silence(nil)),
			reason: `nothing received for 100ms \(silence\): the connection is dead`},
		{name: "pings without an answer", preset: "    keepalive: {ping: true, every: 50ms}", talk: after(feedtest.IgnorePings(), feedtest.Silence(nil)),
			reason: `our ping was not answered: the connection is dead`},
	} {
		f.heard = 2 // what after begins with: no part of a message counts
		if f.preset != "" {
			t.Run(f.name, f.meetsInSimulatedTime)
		} else {
			t.Run(f.name, f.meets)
		}
	}
}
