package demo

import (
	"time"

	"github.com/gorilla/websocket"
)

// Fault is what goes wrong with one connection, as
// chosen by `fault` in the query of its URL.
type Fault string

// The faults. The times given are those of a running exchange.
const (
	// FaultNone: nothing goes wrong.
	FaultNone Fault = "none"

	// FaultDrop: 10 s after connecting, the exchange disconnects without a
	// close frame. So it does with every connection of the client.
	FaultDrop Fault = "drop"

	// FaultStall: the socket stays open and heartbeats go on, but data stops:
	// from the first subscribe on 12 s without, but for the candles that come with
	// a subscription, 6 s with data, over and over. Requests are answered
	// throughout.
	FaultStall Fault = "stall"

	// FaultGap: about every 5 s, half a second's worth of updates (3 at least)
	// happens in the market but is not sent, so that prices, the counts of
	// candles and the numbers of their messages jump.
	FaultGap Fault = "gap"

	// FaultGarbage: every 2 s, one frame that is not of the protocol, in turn: text
	// that is not JSON, a binary frame, a text frame that is not UTF-8, an
	// escape sequence that would clear the screen and name the window, and an
	// event that Kraken does not know.
	FaultGarbage Fault = "garbage"

	// FaultReject: every subscribe is refused with a reason, except for one to
	// XBT/USD.
	FaultReject Fault = "reject"

	// FaultMute: ETH/USD is acknowledged, and never has data.
	FaultMute Fault = "mute"

	// FaultQuiet: everything is acknowledged, and nothing but heartbeats is
	// sent.
	FaultQuiet Fault = "quiet"
)

// faults are all of them.
var faults = []Fault{FaultNone, FaultDrop, FaultStall, FaultGap, FaultGarbage, FaultReject, FaultMute, FaultQuiet}

// rejectReason is what FaultReject answers a subscribe with.
const rejectReason = "Market is closed for maintenance"

// timing holds the times of heartbeats, faults and writes.
type timing struct {
	heartbeat    time.Duration // of silence before a heartbeat
	dropAfter    time.Duration
	stallData    time.Duration
	stallSilence time.Duration
	gapEvery     time.Duration
	gapLength    time.Duration
	garbageEvery time.Duration
	writeTime    time.Duration // for one write; a client slower than that is disconnected
}

var defaultPace = timing{
	heartbeat:    time.Second,
	dropAfter:    10 * time.Second,
	stallData:    6 * time.Second,
	stallSilence: 12 * time.Second,
	gapEvery:     5 * time.Second,
	gapLength:    500 * time.Millisecond,
	garbageEvery: 2 * time.Second,
	writeTime:    5 * time.Second,
}

var garbage = []struct {
	kind    int
	payload string
}{
	{websocket.TextMessage, `[42,["1542057314.748456","15420573`},
	{websocket.BinaryMessage, "\x00\x01\xfe\xff\x1b[31m"},
	{websocket.TextMessage, "{\"event\":\"not\xff\xfeutf-8\xc3(\"}"},
	{websocket.TextMessage, "\x1b[2J\x1b[H\x1b]0;not your title\x07\x1b[31mnot your colour\r\n"},
	{websocket.TextMessage, `{"event":"weather","forecast":["rain",null,{"mm":1e999}]}`},
}

// stalled reports whether data is withheld at now, and when that changes next.
// Without FaultStall, or before the first subscribe, it never does: the time
// is zero.
func (c *client) stalled(now time.Time) (bool, time.Time) {
	if c.fault != FaultStall || c.subscribed.IsZero() {
		return false, time.Time{}
	}
	cycle := c.timing.stallData + c.timing.stallSilence
	into := now.Sub(c.subscribed) % cycle
	if into < c.timing.stallSilence {
		return true, now.Add(c.timing.stallSilence - into)
	}
	return false, now.Add(cycle - into)
}

// mutes reports whether a subscription has no data.
func (c *client) mutes(s *subscription) bool {
	return c.fault == FaultQuiet || c.fault == FaultMute && s.market.name == pairs[1].name
}

// inGap counts one update and reports whether it falls into a gap. Gaps are
// counted in updates, not timed, so that the same seed has the same gaps.
func (c *client) inGap() bool {
	if c.fault != FaultGap {
		return false
	}
	sent := uint64(max(10, c.rate*c.timing.gapEvery.Seconds()))
	left := uint64(max(3, c.rate*c.timing.gapLength.Seconds()))
	at := c.updates % (sent + left)
	c.updates++
	return at >= sent
}

// sendGarbage sends the next frame that is not of the protocol, if it is due.
func (c *client) sendGarbage(now time.Time) {
	if c.fault != FaultGarbage || now.Before(c.nextGarbage) {
		return
	}
	g := garbage[c.garbageSent%len(garbage)]
	c.garbageSent++
	c.nextGarbage = now.Add(c.timing.garbageEvery)
	c.send(g.kind, []byte(g.payload))
}
