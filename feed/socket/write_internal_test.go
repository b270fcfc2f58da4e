package socket

import "testing"

// TestTheQueueIsBoundedInMemory and not in payload: a message of one byte takes a hundred.
func TestTheQueueIsBoundedInMemory(t *testing.T) {
	const limit = 1 << 20
	c := &Conn{queue: queue{limit: limit, filled: make(chan struct{}, 1)}}
	n := 0
	for c.Write([]byte("3")) {
		if n++; n > limit/100 {
			t.Fatalf("%d messages wait", n)
		}
	}
	if c.Write([]byte("3"), []byte("3")); len(c.queue.items) != n+1 {
		t.Errorf("%d messages wait, and %d more were queued", n, len(c.queue.items)-n)
	}
	for {
		if _, ok := c.queue.next(); !ok {
			break
		}
	}
	if c.queue.bytes != 0 {
		t.Errorf("an empty queue has %d bytes", c.queue.bytes)
	}
}
