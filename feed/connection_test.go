package feed

import (
	"testing"

	"sockeye/feed/session"
)

// TestAHangUpDoesNotOvertake what was ordered with it. Who wins between the writer and a hang-up that comes first is
// chance, which no number of attempts shows: so it is looked for what waits in the moment of the hang-up.
func TestAHangUpDoesNotOvertake(t *testing.T) {
	c := &connection{more: make(chan struct{}, 1), bye: make(chan struct{})}
	waiting := -1
	c.cancel = func() { waiting = len(c.waiting) }
	if !c.obey(session.Orders{Frames: [][]byte{[]byte("unsubscribe")}, Ping: true, Hangup: true}) {
		t.Error("there is no room for two frames")
	}
	if waiting != 2 {
		t.Errorf("%d frames wait when we leave, want 2", waiting)
	}
}
