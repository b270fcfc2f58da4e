package session_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// conversation drives a session through time without a socket.
type conversation struct {
	t       *testing.T
	s       *session.Session
	now     time.Time
	sent    []string
	dials   int
	hangups int
	pings   int
	log     []string // kind, label and text of every entry
	batch   event.Batch
	status  event.Status
	labels  event.Labels
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// begin begins a conversation with a preset in YAML, or with a shipped one by name.
func begin(t *testing.T, text string, overrides ...preset.Override) *conversation {
	t.Helper()
	return beginAt(t, start, text, overrides...)
}

// beginAt begins one at a time.
func beginAt(t *testing.T, at time.Time, text string, overrides ...preset.Override) *conversation {
	t.Helper()
	name, file := "x", []byte("presets:\n  x:\n"+indent(text))
	if !strings.Contains(text, "\n") {
		shipped, err := os.ReadFile("../../config.yaml")
		if err != nil {
			t.Fatal(err)
		}
		name, file = text, shipped
	}
	presets, err := preset.Parse("test.yaml", file)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := presets.Find(name)
	if !ok {
		t.Fatalf("no preset %s", name)
	}
	env := preset.Env{
		Demo: func() (string, error) { return "ws://127.0.0.1:1", nil },
		LookupEnv: func(name string) (string, bool) {
			if text, ok := os.LookupEnv(name); ok {
				return text, true
			}
			return "hush-" + name, name == "TOKEN"
		},
	}
	bound, err := p.Bind(env, overrides)
	if err != nil {
		t.Fatal(err)
	}
	c := &conversation{t: t, now: at}
	c.s = session.New(bound, func(n time.Duration) time.Duration { return n - 1 })
	c.s.Start(c.now)
	c.collect()
	return c
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		b.WriteString("    " + line)
	}
	return b.String() + "\n"
}

// open begins a conversation that is past its handshake.
func open(t *testing.T, text string, overrides ...preset.Override) *conversation {
	t.Helper()
	c := begin(t, text, overrides...)
	c.s.Opened(c.now)
	c.collect()
	return c
}

// collect applies what the session orders and adds its batch to what has happened.
func (c *conversation) collect() {
	for c.s.Pending().Any() {
		o := c.s.Orders()
		for _, f := range o.Frames {
			c.sent = append(c.sent, string(f.Payload))
		}
		if o.Dial {
			c.dials++
		}
		if o.Hangup {
			c.hangups++
		}
		if o.Ping {
			c.pings++
		}
	}
	b := c.s.Seal()
	if b == nil {
		return
	}
	for _, chunk := range b.Chunks {
		for i := range chunk.Entries {
			m := &chunk.Entries[i]
			label := ""
			if m.Label != event.NoLabel {
				label = b.Labels.At(m.Label).Name + " "
			}
			c.log = append(c.log, fmt.Sprintf("%d %s%s", m.Kind, label, chunk.Text(m)))
		}
	}
	c.batch.Points = append(c.batch.Points, b.Points...)
	c.batch.Candles = append(c.batch.Candles, b.Candles...)
	c.batch.Counts.Add(b.Counts)
	c.batch.Lags.Add(&b.Lags)
	c.status, c.labels = b.Status, b.Labels
	if n := c.batch.Counts; n.In != n.Log+n.Heartbeats+n.Dropped {
		c.t.Errorf("the balance is broken: %+v", n)
	}
}

// receive passes frames to the session.
func (c *conversation) receive(frames ...string) {
	c.t.Helper()
	for _, f := range frames {
		receive(c.t, c.s, c.now, []byte(f))
	}
	c.collect()
}

// receive passes a frame to the session. A deadline that has become earlier must be announced.
func receive(t *testing.T, s *session.Session, now time.Time, frame []byte) {
	t.Helper()
	before := s.Deadline()
	s.Receive(now, frame)
	if after := s.Deadline(); !s.Pending().Any() && !after.IsZero() && (before.IsZero() || after.Before(before)) {
		t.Errorf("the deadline was %v, is %v after %q, and Orders has no Rearm", before, after, frame)
	}
}

// pass lets time go by, with a tick at each deadline.
func (c *conversation) pass(d time.Duration) {
	end := c.now.Add(d)
	for range 10000 {
		next := c.s.Deadline()
		if next.IsZero() || next.After(end) {
			c.now = end
			return
		}
		if next.After(c.now) {
			c.now = next
		}
		c.s.Tick(c.now)
		c.collect()
	}
	c.t.Fatal("the deadlines do not move on")
}

func (c *conversation) wantSent(want ...string) {
	c.t.Helper()
	if !reflect.DeepEqual(c.sent, want) && len(c.sent)+len(want) > 0 {
		c.t.Errorf("sent\n  %s\nwant\n  %s", strings.Join(c.sent, "\n  "), strings.Join(want, "\n  "))
	}
	c.sent = nil
}

func (c *conversation) wantState(want event.State) {
	c.t.Helper()
	if c.status.State != want {
		c.t.Errorf("state %s, want %s\nlog:\n%s", c.status.State, want, strings.Join(c.log, "\n"))
	}
}

func (c *conversation) wantLabels(want ...string) {
	c.t.Helper()
	words := map[event.SubscriptionState]string{
		event.NoSubscription: "label", event.Off: "off", event.Queued: "queued", event.Requested: "requested", event.Retrying: "retrying",
		event.Unanswered: "unanswered", event.Subscribed: "subscribed", event.Live: "live", event.SubscriptionStale: "stale",
		event.Rejected: "rejected", event.Ended: "ended", event.Cancelling: "cancelling", event.Unsubscribing: "unsubscribing",
		event.Resubscribing: "resubscribing", event.Unconfirmed: "unconfirmed", event.StillSent: "still sent",
		event.LabelStale: "label, stale", event.Unsent: "not sent",
	}
	var got []string
	for _, r := range c.labels.All() {
		got = append(got, strings.TrimSpace(r.Name+" "+words[r.State]+" "+r.Reason))
	}
	if !reflect.DeepEqual(got, want) {
		c.t.Errorf("labels %q, want %q", got, want)
	}
}

// wantLog wants an entry of the log that holds the text, and empties the log.
func (c *conversation) wantLog(want string) {
	c.t.Helper()
	for _, line := range c.log {
		if strings.Contains(line, want) {
			c.log = nil
			return
		}
	}
	c.t.Errorf("nothing in the log says %q:\n%s", want, strings.Join(c.log, "\n"))
}

func ack(pair string) string {
	return `{"channelID":7,"channelName":"ohlc-5","event":"subscriptionStatus","pair":"` + pair + `","status":"subscribed","subscription":{"interval":5,"name":"ohlc"}}`
}

const heartbeat = `{"event":"heartbeat"}`

func ohlc(pair string, at, end float64, close string) string {
	return fmt.Sprintf(`[42,["%.6f","%.6f","3586.7","3590.70000","3586.6","%s","3586.68894","0.03373000",2],"ohlc-5","%s"]`, at, end, close, pair)
}
