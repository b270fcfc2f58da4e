package feed

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/recording"
	"sockeye/feed/socket"
)

// fullSink is a sink that may be full, and what it was called for.
type fullSink struct {
	full  bool
	calls []string
}

// Frame implements [Sink].
func (s *fullSink) Frame(_ int64, _ bool, payload []byte) {
	s.calls = append(s.calls, "frame "+string(payload))
}

// Add implements [Sink].
func (s *fullSink) Add(l *recording.Line) {
	switch {
	case l.Control != "":
		s.calls = append(s.calls, l.Control)
	case l.Frame != nil:
		s.calls = append(s.calls, "sent "+string(l.Frame.Payload))
	}
}

// IsFull implements [Skipper].
func (s *fullSink) IsFull() bool { return s.full }

// Skip implements [Skipper].
func (s *fullSink) Skip(frames int64) { s.calls = append(s.calls, fmt.Sprint("skip ", frames)) }

// TestASinkThatIsFullCountsFramesThatArrivedTogether, before whatever comes after them.
func TestASinkThatIsFullCountsFramesThatArrivedTogether(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, _ := openFeed(t, ctx, "")
	var sink, other fullSink
	remove := join(f, &sink)
	arrive := func(frames ...string) {
		var messages []socket.Message
		for _, frame := range frames {
			messages = append(messages, socket.Message{Payload: []byte(frame)})
		}
		f.receive(time.Now(), messages)
	}
	ping := func() { f.ask(func(now time.Time) { f.wire.control(now, false) }) }
	arrive("1", "2")
	sink.full = true
	arrive("3", "4", "5")
	ping()
	f.ask(func(now time.Time) { // what is passed on in between
		f.wire.frame(now, false, []byte("6"))
		f.wire.control(now, true)
	})
	sink.full = false
	arrive("7")
	sink.full = true
	f.AddSink(&other) // which has space
	f.Rhythms()
	arrive("8", "9")
	other.full = true
	arrive("10")
	f.ask(func(now time.Time) { f.wire.frame(now, false, []byte("11")) })
	remove()
	f.Rhythms()
	arrive("12")
	if want := []string{"frame 1", "frame 2", "skip 3", "ping", "skip 1", "pong", "frame 7", "frame 8", "frame 9", "skip 1", "skip 1"}; !slices.Equal(sink.calls, want) {
		t.Errorf("the sink was called for %q, want %q", sink.calls, want)
	}
	if want := []string{"frame 8", "frame 9", "skip 1", "skip 1", "skip 1"}; !slices.Equal(other.calls, want) {
		t.Errorf("the other one was called for %q, want %q", other.calls, want)
	}
}

// TestAnAnswerIsRecordedBeforeTheFrameThatArrivedWithTheQuestion: it may be about that.
func TestAnAnswerIsRecordedBeforeTheFrameThatArrivedWithTheQuestion(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, _ := openFeed(t, ctx, "    reply: [{match: {ping: \"*\"}, send: {pong: \"${msg.ping}\"}}]\n")
	var sink fullSink
	join(f, &sink)
	f.receive(time.Now(), []socket.Message{{Payload: []byte(`{"ping":1}`)}, {Payload: []byte("2")}})
	if want := []string{`frame {"ping":1}`, `sent {"pong":1}`, "frame 2"}; !slices.Equal(sink.calls, want) {
		t.Errorf("the sink was called for %q, want %q", sink.calls, want)
	}
}
