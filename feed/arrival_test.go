package feed

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/socket"
)

// openFeed starts a feed on a server that sends nothing and reads everything, for tests that hand frames over themselves, and
// returns it when it is open, with a watcher that has read that.
func openFeed(t *testing.T, ctx context.Context, more string) (*Feed, *Watcher) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		for err == nil {
			_, _, err = ws.ReadMessage()
		}
	}))
	t.Cleanup(server.Close)
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n    url: "+strings.Replace(server.URL, "http", "ws", 1)+"\n"+more))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := Start(ctx, bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	w := f.Watch()
	for {
		b, err := w.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if b.Status.State == event.Open {
			return f, w
		}
	}
}

// TestEveryArrivalWakesTheWatcher also where a message fills the batch, so that the session has no news any more when it
// has been received.
func TestEveryArrivalWakesTheWatcher(t *testing.T) {
	for name, test := range map[string]struct {
		preset, frame string
		in            int64
	}{
		"small":   {"    events: [{match: {p: \"*\"}, value: p}]\n", `{"p":1}`, 1},
		"large":   {"    events: [{match: {p: \"*\"}, value: p}]\n", `{"p":1,"pad":"` + strings.Repeat("x", 600<<10) + `"}`, 1},
		"pieces":  {"    frames: {split: \"\\n\"}\n", strings.Repeat("{}\n", 13_000), 13_000},
		"records": {"    events: [{match: {d: \"*\"}, each: d, value: p}]\n", `{"d":[` + strings.Repeat(`{"p":1},`, 15_999) + `{"p":1}]}`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
			defer cancel()
			f, w := openFeed(t, ctx, test.preset)
			counted := make(chan event.Counts, 1)
			go func() {
				var c event.Counts
				defer func() { counted <- c }()
				for c.In < test.in {
					b, err := w.Next(ctx)
					if err != nil {
						t.Error(err)
						return
					}
					c.Add(b.Counts)
				}
			}()
			for !f.keeper.awaited() {
				runtime.Gosched()
			}
			f.receive(time.Now(), one([]byte(test.frame)))
			if c := <-counted; c.In != test.in || c.In != c.Log+c.Heartbeats+c.Dropped || c.Dropped > 0 {
				t.Errorf("counts %+v", c)
			}
		})
	}
}

// TestRequestsDoNotWaitForABusySession, and are applied in order afterwards.
func TestRequestsDoNotWaitForABusySession(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, `    params: {symbols: [A]}
    subscribe: {send: {sub: "${symbol}"}}
    unsubscribe: {send: {unsub: "${symbol}"}}
    events: [{match: {s: "*"}, label: s, value: p}]
`)
	f.mu.Lock() // as a long frame has it
	type answers struct {
		name string
		want string
		c    <-chan error
	}
	asked := make(chan []answers, 1)
	var second *Watcher
	go func() {
		all := []answers{
			{"Subscribe", "", f.Subscribe("B")},
			{"Unsubscribe", "", f.Unsubscribe("B")},
			{"Unsubscribe again", "B is not subscribed", f.Unsubscribe("B")},
			{"Send", "", f.Send("x")},
			{"Plot", "", f.Plot("q", "", "")},
			{"Plot again", "q is plotted already", f.Plot("q", "", "")},
			{"Unplot", "", f.Unplot("q")},
			{"Unplot again", "q is not plotted", f.Unplot("q")},
		}
		f.ShowHeartbeats(true)
		second = f.Watch()
		second.SetLimit(1)
		f.Fields()
		f.Plots()
		w.SetLimit(1)
		w.Close()
		f.Disconnect()
		f.Reconnect()
		all = append(all, answers{"Send after Reconnect", "nothing can be sent", f.Send("y")})
		asked <- all
	}()
	var all []answers
	select {
	case all = <-asked:
	case <-ctx.Done():
		t.Fatal("something waits for the session")
	}
	for _, a := range all {
		select {
		case err := <-a.c:
			t.Errorf("%s is answered while the session is busy: %v", a.name, err)
		default:
		}
	}
	f.mu.Unlock()
	f.serve()
	for _, a := range all {
		if err := <-a.c; (err == nil) != (a.want == "") || err != nil && !strings.Contains(err.Error(), a.want) {
			t.Errorf("%s: %v, want %q", a.name, err, a.want)
		}
	}
	for labels := 0; labels != 2; { // what the keeper had begun to hand out before may come first
		b, err := second.Next(ctx)
		if err != nil {
			t.Fatalf("the watcher that was added meanwhile never gets both labels: %v", err)
		}
		labels = b.Labels.Len()
	}
}

// TestRequestsAreAppliedBetweenMessages of a frame, and of frames that arrived together, and do not wait for the last one.
func TestRequestsAreAppliedBetweenMessages(t *testing.T) {
	for name, frames := range map[string][]socket.Message{
		"of a frame":            one([]byte("{\"p\":1}\n{\"p\":2}\n\n{\"p\":3}\n")),
		"that arrived together": {{Payload: []byte(`{"p":1}`)}, {Payload: []byte(`{"p":2}`)}, {Payload: []byte(`{"p":3}`)}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
			defer cancel()
			f, w := openFeed(t, ctx, "    frames: {split: \"\\n\"}\n")
			var answer <-chan error
			f.AddSink(onFrame(func() {
				if answer == nil { // while the session is locked: it is found when the first message has been received
					answer = f.Plot("p", "", "")
				}
			}))
			f.Rhythms() // what is asked for is done in its order: the sink has joined
			f.receive(time.Now(), frames)
			if err := <-answer; err != nil {
				t.Fatal(err)
			}
			var counts event.Counts
			var points []event.Point
			for counts.In < 3 {
				b, err := w.Next(ctx)
				if err != nil {
					t.Fatal(err)
				}
				counts.Add(b.Counts)
				points = append(points, b.Points...)
			}
			if counts.In != 3 || len(points) != 2 || points[0].Value != 2 {
				t.Errorf("counts %+v, points %+v", counts, points)
			}
		})
	}
}

// TestAFeedWaitsBetweenMessages that arrived together for a sink that has to catch up.
func TestAFeedWaitsBetweenMessages(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, _ := openFeed(t, ctx, "")
	var sink slowSink
	join(f, &sink)
	sink.space.Store(1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.receive(time.Now(), []socket.Message{{Payload: []byte("1")}, {Payload: []byte("2")}, {Payload: []byte("3")}})
	}()
	for !f.hold.held.Load() && ctx.Err() == nil {
		runtime.Gosched()
	}
	if frames := sink.frames.Load(); frames != 1 {
		t.Errorf("%d messages have come, and there is space for one", frames)
	}
	sink.space.Store(10)
	<-done
	if frames := sink.frames.Load(); frames != 3 {
		t.Errorf("%d messages have come, want 3", frames)
	}
}

// join adds a sink to a feed, and returns when it has joined.
func join(f *Feed, sink Sink) (remove func()) {
	remove = f.AddSink(sink)
	f.Rhythms() // what is asked for is done in its order
	return remove
}

// slowSink is a sink that has space for so many frames.
type slowSink struct{ space, frames atomic.Int32 }

// Frame implements [Sink].
func (s *slowSink) Frame(int64, bool, []byte) { s.frames.Add(1) }

// Add implements [Sink].
func (*slowSink) Add(*recording.Line) {}

// Behind implements [Patient].
func (s *slowSink) Behind() bool { return s.frames.Load() >= s.space.Load() }

// onFrame is a sink that does something when a frame has come, before its first message is received.
type onFrame func()

// Frame implements [Sink].
func (do onFrame) Frame(int64, bool, []byte) { do() }

// Add implements [Sink].
func (do onFrame) Add(*recording.Line) {}
