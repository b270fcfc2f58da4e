package demo

import (
	"context"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// tickTime is the least time between two batches of updates. It bounds the
	// system calls at high rates: at 100,000 a second a batch is 200 frames.
	tickTime = 2 * time.Millisecond

	// maxDebt is how far behind its rate a connection may be and catch up; what
	// is older is dropped, so that a pause is not followed by a flood.
	maxDebt = 100 * time.Millisecond
)

// client is one connection. All of it belongs to the goroutine that runs run,
// except for reading from ws.
type client struct {
	settings
	timing timing
	ws     *websocket.Conn
	conn   *batchConn // that ws writes to

	now     time.Time // of the turn of the loop that is under way
	markets map[string]*market
	subs    []*subscription
	frame   []byte // under construction, kept for its memory

	connected  time.Time
	subscribed time.Time // first
	lastSent   time.Time // any message
	nextUpdate time.Time
	nextSub    int // index into subs of the next to be updated

	updates     uint64 // counted under FaultGap
	candles     uint64 // that were sent, or left out by FaultGap; each has its number
	nextGarbage time.Time
	garbageSent int
}

func newClient(ws *websocket.Conn, s settings, p timing) *client {
	now := time.Now()
	return &client{
		settings:    s,
		timing:      p,
		ws:          ws,
		conn:        ws.NetConn().(*batchConn),
		now:         now,
		markets:     make(map[string]*market),
		connected:   now,
		nextGarbage: now.Add(p.garbageEvery),
	}
}

// incoming is a message from the client.
type incoming struct {
	kind    int // websocket.TextMessage or BinaryMessage
	payload []byte
}

// run serves the connection until either side ends it or ctx is cancelled, and
// leaves it closed.
func (c *client) run(ctx context.Context) {
	var reading sync.WaitGroup
	requests := make(chan incoming) // unbuffered: a client that sends requests faster than they are answered waits
	done := make(chan struct{})
	reading.Go(func() { c.read(requests, done) })
	defer reading.Wait()
	defer c.ws.Close()
	defer close(done)

	c.conn.hold()
	c.sendStatus()
	if c.conn.release() != nil {
		return
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(time.Until(c.due()))
		select {
		case <-ctx.Done():
			return
		case in, ok := <-requests:
			if !ok {
				return
			}
			c.now = time.Now()
			c.conn.hold()
			c.answer(in)
		case <-timer.C:
			c.now = time.Now()
			if c.fault == FaultDrop && c.now.Sub(c.connected) >= c.timing.dropAfter {
				return
			}
			c.conn.hold()
			c.tick()
		}
		if c.conn.release() != nil {
			return
		}
	}
}

// read passes messages on until the connection fails or done is closed. Pings
// and close frames are answered by gorilla.
func (c *client) read(requests chan<- incoming, done <-chan struct{}) {
	defer close(requests)
	for {
		kind, payload, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		select {
		case requests <- incoming{kind, payload}:
		case <-done:
			return
		}
	}
}

// due is when tick must be called next.
func (c *client) due() time.Time {
	at := c.now.Add(time.Hour)
	sooner := func(t time.Time) {
		if t.Before(at) {
			at = t
		}
	}
	switch c.fault {
	case FaultDrop:
		sooner(c.connected.Add(c.timing.dropAfter))
	case FaultGarbage:
		sooner(c.nextGarbage)
	}
	if len(c.subs) == 0 {
		return at
	}
	sooner(c.lastSent.Add(c.timing.heartbeat))
	if stalled, until := c.stalled(c.now); stalled {
		sooner(until)
	} else if batch := c.now.Add(tickTime); c.nextUpdate.Before(batch) {
		sooner(batch)
	} else {
		sooner(c.nextUpdate)
	}
	return at
}

// tick sends what is due.
func (c *client) tick() {
	c.sendGarbage(c.now)
	if len(c.subs) == 0 {
		return
	}
	if stalled, _ := c.stalled(c.now); !stalled {
		c.update()
	}
	if c.now.Sub(c.lastSent) >= c.timing.heartbeat {
		c.send(websocket.TextMessage, []byte(`{"event":"heartbeat"}`))
	}
}

// update makes the updates that are due, each stamped with the time at which
// it was, and gives every subscription its turn.
func (c *client) update() {
	period := time.Duration(float64(time.Second) / c.rate)
	wall := c.now.UnixNano()
	late := min(c.now.Sub(c.nextUpdate), maxDebt)
	for ; late >= 0; late -= period {
		s := c.subs[c.nextSub%len(c.subs)]
		c.nextSub = (c.nextSub + 1) % len(c.subs)
		at := wall - int64(late)
		s.market.step(at)
		if c.inGap() {
			c.leaveOut(s)
		} else {
			c.sendData(s, at)
		}
	}
	c.nextUpdate = c.now.Add(-late)
}

func (c *client) sendData(s *subscription, at int64) {
	if c.mutes(s) {
		return
	}
	c.number(s)
	c.frame = s.appendData(c.frame[:0], at, c.candles)
	c.send(websocket.TextMessage, c.frame)
}

// leaveOut does not send what would be sent, so that its number is missing.
func (c *client) leaveOut(s *subscription) {
	if !c.mutes(s) {
		c.number(s)
	}
}

// number counts the next message of s, if it is one that has a number.
func (c *client) number(s *subscription) {
	if s.channel == channelOHLC {
		c.candles++
	}
}

// send sends one message. That it failed shows when the batch is released.
func (c *client) send(kind int, payload []byte) {
	c.lastSent = c.now
	_ = c.ws.WriteMessage(kind, payload)
}
