package feed_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"sockeye/feed"
	"sockeye/feed/demo"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/preset"
)

// bind loads a preset in YAML, indented by four.
func bind(t testing.TB, text string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: os.LookupEnv}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// ticks is a preset for a server of feedtest.
func ticks(url string, more ...string) string {
	return `
    url: ` + url + `
    params: {symbols: [A, B]}
    subscribe:
      send: {op: sub, args: "${symbols}"}
      ack: {op: subbed, s: "${symbol}"}
      fail: {op: error, s: "${symbol}"}
      reason: why
    unsubscribe: {send: {op: unsub, args: "${symbols}"}, ack: {op: unsubbed, s: "${symbol}"}}
    heartbeat: [{op: beat}]
    events: [{match: {s: "*", p: "*"}, label: s, value: p}]
    reconnect: {min: 10ms, max: 50ms}
` + strings.Join(more, "\n")
}

// screen is a watcher that remembers what it saw.
type screen struct {
	t       testing.TB
	feed    *feed.Feed
	watcher *feed.Watcher
	history *history.History // of the feed, which may be ahead of what was seen
	status  event.Status
	rows    event.Labels
	counts  event.Counts
	points  []event.Point
	states  []event.State
}

// watch starts a feed and watches it.
func watch(t testing.TB, text string, options ...feed.Option) *screen {
	t.Helper()
	f := feed.New(context.Background(), bind(t, text), func(err error) { t.Error(err) }, options...)
	f.Start()
	t.Cleanup(f.Close)
	return screenOn(t, f)
}

// screenOn watches a feed.
func screenOn(t testing.TB, f *feed.Feed) *screen {
	return &screen{t: t, feed: f, watcher: f.Watch(), history: f.History()}
}

// until takes batches until something holds.
func (s *screen) until(what string, holds func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	for !holds() {
		b, err := s.watcher.Next(ctx)
		if err != nil {
			s.t.Fatalf("waited for %s: %v\nstate %s\nlog:\n%s", what, err, s.status.State, s.log())
		}
		s.take(b)
	}
}

func (s *screen) take(b *event.Batch) {
	s.counts.Add(b.Counts)
	s.points = append(s.points, b.Points...)
	s.status = b.Status
	if n := len(s.states); n == 0 || s.states[n-1] != b.Status.State {
		s.states = append(s.states, b.Status.State)
	}
	if b.Labels.Len() > 0 {
		s.rows = b.Labels
	}
	if c := s.counts; c.In != c.Log+c.Heartbeats+c.Dropped {
		s.t.Errorf("the balance is broken: %+v", c)
	}
}

func (s *screen) log() string {
	var b strings.Builder
	for n, end := s.history.Range(); n < end; n++ {
		if e, ok := s.history.Entry(n); ok {
			b.Write(e.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (s *screen) logged(text string) func() bool {
	return func() bool { return strings.Contains(s.log(), text) }
}

func (s *screen) row(label string, state event.SubscriptionState) func() bool {
	return func() bool {
		for _, r := range s.rows.All() {
			if r.Name == label {
				return r.State == state
			}
		}
		return false
	}
}

// subscribed returns a test for a subscription that the server agreed to, with or without data.
func (s *screen) subscribed(label string) func() bool {
	return func() bool { return s.row(label, event.Subscribed)() || s.row(label, event.Live)() }
}

func TestWhatTheServerSaysReachesTheWatcher(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
		feedtest.Send(`{"op":"subbed","s":"A"}`),
		feedtest.Send(`{"op":"error","s":"B","why":"not today"}`),
		feedtest.Ping("are you there"),
		feedtest.ExpectPong("are you there"),
		feedtest.Send(`{"op":"beat"}`),
		feedtest.SendBinary([]byte(`{"s":"A","p":"1.50"}`)),
		feedtest.Expect(`{"op":"sub","args":["C"]}`),
		feedtest.Send(`{"op":"subbed","s":"C"}`),
		feedtest.Expect(`{"op":"unsub","args":["A"]}`),
		feedtest.Send(`{"op":"unsubbed","s":"A"}`),
		feedtest.ExpectClose(1000),
	})
	s := watch(t, ticks(server.URL()))
	s.until("the point", func() bool { return len(s.points) == 1 })
	if p := s.points[0]; p.Value != 1.5 || s.rows.At(p.Label).Name != "A" || p.Decimals != 2 {
		t.Errorf("point %+v", p)
	}
	if !s.subscribed("A")() || !s.row("B", event.Rejected)() || s.rows.At(1).Reason != "not today" {
		t.Errorf("rows %+v", s.rows)
	}
	if err := <-s.feed.Subscribe("C"); err != nil {
		t.Fatal(err)
	}
	s.until("C", s.subscribed("C"))
	if err := <-s.feed.Unsubscribe("A"); err != nil {
		t.Fatal(err)
	}
	s.until("A off", s.row("A", event.Off))
	if s.counts.In != 6 || s.counts.Heartbeats != 1 || s.counts.Events != 1 {
		t.Errorf("counts %+v", s.counts)
	}
	s.feed.Close()
	server.Wait()
	for {
		if _, err := s.watcher.Next(context.Background()); err != nil {
			if !errors.Is(err, feed.ErrEnded) {
				t.Error(err)
			}
			break
		}
	}
}

func TestAServerThatIsBackGetsWhatIsWanted(t *testing.T) {
	server := feedtest.New(t,
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
			feedtest.Send(`{"op":"subbed","s":"A"}`),
			feedtest.Send(`{"op":"subbed","s":"B"}`),
			feedtest.Expect(`{"op":"sub","args":["C"]}`),
			feedtest.Send(`{"op":"subbed","s":"C"}`),
			feedtest.Expect(`{"op":"unsub","args":["A"]}`),
			feedtest.Send(`{"op":"unsubbed","s":"A"}`),
		},
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","args":["B","C"]}`),
			feedtest.Send(`{"op":"subbed","s":"B"}`),
			feedtest.Send(`{"op":"subbed","s":"C"}`),
		})
	s := watch(t, ticks(server.URL()))
	s.until("B", s.subscribed("B"))
	<-s.feed.Subscribe("C")
	s.until("C", s.subscribed("C"))
	<-s.feed.Unsubscribe("A")
	s.until("A off", s.row("A", event.Off))
	server.Stop()
	s.until("RETRY", func() bool { return s.status.State == event.Retry })
	s.until("a refusal", s.logged("connection refused"))
	server.Restart()
	s.until("C again", func() bool { return s.status.State == event.Open && s.subscribed("C")() })
	if !s.row("A", event.Off)() || !s.subscribed("B")() || s.status.Reconnects != 1 {
		t.Errorf("rows %+v, reconnects %d", s.rows, s.status.Reconnects)
	}
	server.Wait()
}

func TestGarbageIsShownAndSurvived(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","args":["A","B"]}`),
		feedtest.Send("\x1b[2J{not JSON"),
		feedtest.SendBinary([]byte{0, 1, 2, 0xff}),
		feedtest.Send(`{"s":"A","p":2}`),
	})
	s := watch(t, ticks(server.URL()))
	s.until("the point", func() bool { return len(s.points) == 1 })
	if s.counts.Unmatched != 2 || s.status.State != event.Open {
		t.Errorf("counts %+v in state %s", s.counts, s.status.State)
	}
}

func TestOperatorDisconnectsAndReconnects(t *testing.T) {
	talk := feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`)}
	server := feedtest.New(t, talk, talk, talk)
	s := watch(t, ticks(server.URL()))
	live := s.subscribed("A")
	s.until("A", live)
	s.feed.Reconnect()
	s.until("the second connection", func() bool { return s.status.Reconnects == 1 && live() })
	s.feed.Disconnect()
	s.until("CLOSED", func() bool { return s.status.State == event.Closed })
	s.feed.Reconnect()
	s.until("the third connection", func() bool { return s.status.Reconnects == 2 && live() })
	for _, state := range s.states {
		if state == event.Retry {
			t.Errorf("states %v: nothing failed, so nothing is to be retried", s.states)
		}
	}
	server.Wait()
}

func TestASlowWatcherSlowsNeitherTheFeedNorOthers(t *testing.T) {
	t.Parallel()
	exchange, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	shipped, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	presets, err := preset.Parse("test.yaml", shipped)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := presets.Find("demo")
	bound, err := p.Bind(preset.Env{Demo: func() (string, error) { return exchange.URL(), nil }}, []preset.Override{{Name: "rate", Text: "1000000"}})
	if err != nil {
		t.Fatal(err)
	}
	noted := make(chan struct{})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) }, feed.Connect(func(ctx context.Context, network, address string) (net.Conn, error) {
		select {
		case <-noted: // the flood evicts what was before it
		case <-ctx.Done():
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}))
	defer f.Close()
	slow, fast := screenOn(t, f), screenOn(t, f)
	f.Start()
	fast.until("our own entries in the history", slow.logged("connecting to"))
	close(noted)
	fast.until("120,000 messages", func() bool { return fast.counts.In >= 120_000 })
	slow.until("its share", func() bool { return slow.counts.In >= 120_000 })
	if slow.counts.Events < slow.counts.In-100 || slow.counts.Dropped > f.History().Totals().Counts.Dropped {
		t.Errorf("counts of a watcher that did not read: %+v", slow.counts)
	}
	if len(slow.points) == 0 || slow.rows.Len() != 3 || slow.status.State != event.Open {
		t.Errorf("%d points, %d rows, state %s: points and states survive a merge", len(slow.points), slow.rows.Len(), slow.status.State)
	}
}

func TestHistoryKeepsNumbersAndBytes(t *testing.T) {
	server := feedtest.New(t, func() (c feedtest.Conversation) {
		c = append(c, feedtest.Expect(`{"op":"sub","args":["A","B"]}`))
		for i := range 200 {
			c = append(c, feedtest.Send(fmt.Sprintf(`{"s":"A","p":%d,"pad":"%s"}`, i, strings.Repeat("x", i))))
		}
		return c
	}())
	s := watch(t, ticks(server.URL()))
	s.until("200 points", func() bool { return len(s.points) == 200 })
	next := 0
	for n, end := s.history.Range(); n < end; n++ {
		m, ok := s.history.Entry(n)
		if !ok || m.Kind != event.Matched {
			continue
		}
		if want := fmt.Sprintf(`{"s":"A","p":%d,"pad":"%s"}`, next, strings.Repeat("x", next)); string(m.Payload) != want {
			t.Fatalf("entry %d is %s, want %s", n, m.Payload, want)
		}
		next++
	}
	if next != 200 {
		t.Errorf("%d events are kept, want 200", next)
	}
}
