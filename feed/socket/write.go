package socket

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// writeTimeout is for how long a server may accept nothing of a message.
const writeTimeout = 10 * time.Second

// Write queues text messages, to be written in order, and reports whether there was space for all of them: a server that
// reads too slowly for the little that we send is not worth more memory. The messages belong to the connection from then
// on. What is queued after [Conn.Close] is dropped.
func (c *Conn) Write(messages ...[]byte) bool {
	for _, m := range messages {
		if !c.queue.add(outgoing{payload: m}) {
			return false
		}
	}
	return c.queue.hasSpace()
}

// Ping queues a ping behind the messages that wait.
func (c *Conn) Ping() { c.queue.add(outgoing{ping: true}) }

// outgoing is something to write: a text message, or a ping.
type outgoing struct {
	payload []byte
	ping    bool
}

// memory returns what it takes while it waits, in bytes: its bytes as they are allocated, its slice header where it came
// from, 24 bytes, and its place in the queue, 32, each of them in a slice that may have grown to twice of what is in it.
func (o outgoing) memory() int {
	const allocation = 16 // what a small one is rounded up to
	if o.ping {
		return 0
	}
	return (cap(o.payload)+allocation-1)/allocation*allocation + 2*(24+32)
}

// queue is what waits to be written, oldest first.
type queue struct {
	limit  int           // of bytes
	filled chan struct{} // there is something; has a buffer of one signal

	mu     sync.Mutex // guards what follows
	items  []outgoing
	bytes  int  // of memory
	closed bool // nothing more is added
}

// add queues something, and reports whether there was space for it.
func (q *queue) add(o outgoing) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return true
	case q.bytes > q.limit && !o.ping:
		return false
	}
	q.items = append(q.items, o)
	q.bytes += o.memory()
	select {
	case q.filled <- struct{}{}:
	default:
	}
	return true
}

// close has all that is added from now on dropped.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
}

func (q *queue) hasSpace() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.bytes <= q.limit
}

// next removes and returns the oldest thing to write; false if there is none.
func (q *queue) next() (o outgoing, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		q.items = nil
		return o, false
	}
	o = q.items[0]
	q.items[0] = outgoing{}
	q.items = q.items[1:]
	q.bytes -= o.memory()
	return o, true
}

// writeQueued writes what is queued until nothing more is read; after Close, it does the closing handshake. It closes the
// connection when that is over, so that the reader ends, and returns why, if the reader cannot know.
func (c *Conn) writeQueued() error {
	for {
		select {
		case <-c.queue.filled:
			if err := c.flush(); err != nil {
				c.awaitEnd(time.Now().Add(closeTimeout)) // a close frame may have come in that says why
				c.ws.Close()
				<-c.ended
				return err
			}
		case <-c.closing:
			c.closeHandshake()
			c.ws.Close()
			<-c.ended
			return nil
		case <-c.ended:
			return nil
		}
	}
}

// flush writes what is queued, until there is nothing or the connection is being closed.
func (c *Conn) flush() error {
	for {
		select {
		case <-c.closing:
			return nil
		default:
		}
		o, ok := c.queue.next()
		if !ok {
			return nil
		}
		if err := c.writeOne(o, time.Now().Add(writeTimeout)); err != nil {
			return err
		}
	}
}

func (c *Conn) writeOne(o outgoing, deadline time.Time) error {
	kind := websocket.TextMessage
	if o.ping {
		kind = websocket.PingMessage
	}
	_ = c.ws.SetWriteDeadline(deadline)
	return c.ws.WriteMessage(kind, o.payload)
}
