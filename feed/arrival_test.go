package feed

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
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

// TestRequestsAreAppliedBetweenTheMessagesOfAFrame and do not wait for its end.
func TestRequestsAreAppliedBetweenTheMessagesOfAFrame(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	f, w := openFeed(t, ctx, "    frames: {split: \"\\n\"}\n")
	var answer <-chan error
	f.AddSink(onFrame(func() { answer = f.Plot("p", "", "") })) // while the session is locked: it is found when the first message has been received
	f.Rhythms()                                                 // what is asked for is done in its order: the sink has joined
	f.receive(time.Now(), one([]byte("{\"p\":1}\n{\"p\":2}\n\n{\"p\":3}\n")))
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
}

// onFrame is a sink that does something when a frame has come, before its first message is received.
type onFrame func()

// Frame implements [Sink].
func (do onFrame) Frame(int64, bool, []byte) { do() }

// Add implements [Sink].
func (do onFrame) Add(*recording.Line) {}
