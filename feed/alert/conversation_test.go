package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/session"
)

// conversation is a session, which is handed frames and the time, and the alerts of what it makes of them.
type conversation struct {
	t     testing.TB
	now   time.Time
	s     *session.Session
	set   *alert.Set
	got   []string        // changes, as `raised TEXT` or `over TEXT`, with ×N behind what was raised N times
	holds map[string]bool // what was raised and is not over, by alert and label
	batch *event.Batch
}

// config is a preset that subscribes to A and B, and reads two numbers and a time from events, and labels as they come.
const config = `
presets:
  x:
    url: ws://h
    params: {symbols: [A, B], key: "${secret:KEY}"}
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}, fail: {no: "${symbol}"}}
    unsubscribe: {send: {un: "${symbol}"}, ack: {bye: "${symbol}"}}
    heartbeat: {hb: "*"}
    stale: 1h
    connect_timeout: 10m
    reconnect: {min: 6s, max: 6s}
    seq: {at: n, step: 1}
    events:
      - {match: {s: "*"}, label: s, time: t, values: {bid: bid, ask: ask}}
`

// start opens the preset of a configuration with some alerts.
func start(t testing.TB, yaml string, alerts ...string) *conversation {
	t.Helper()
	c := begin(t, yaml, alerts...)
	c.open()
	return c
}

// begin is start before there is a connection.
func begin(t testing.TB, yaml string, alerts ...string) *conversation {
	t.Helper()
	var list []string
	for _, a := range alerts {
		list = append(list, string(lang.TextValue(a).AppendJSON(nil)))
	}
	loaded, err := preset.Parse("test.yaml", []byte(yaml+"    alerts: ["+strings.Join(list, ", ")+"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := loaded[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return "sesame-open", true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &conversation{
		t: t, now: time.Unix(1_800_000_000, 0),
		s: session.New(bound, func(time.Duration) time.Duration { return 0 }), set: alert.New(bound),
	}
	c.s.Start(c.now)
	c.pass()
	return c
}

// open makes the connection, and has A and B acknowledged.
func (c *conversation) open() {
	c.t.Helper()
	c.s.Opened(c.now)
	c.receive(`{"ok":"A"}`, `{"ok":"B"}`)
	if !c.batch.Status.State.Connected() {
		c.t.Fatal("there is no connection")
	}
}

// receive has messages received, and passes the batch to the alerts.
func (c *conversation) receive(messages ...string) {
	c.t.Helper()
	for _, m := range messages {
		c.s.Receive(c.now, []byte(m))
	}
	c.pass()
}

// pass applies what has happened.
func (c *conversation) pass() {
	c.s.Orders()
	if b := c.s.Seal(); b != nil {
		c.batch = b
		c.set.Receive(c.now, b, c.s.Reader().Fields())
		c.set.Matched(c.now, c.set.Matcher().Hits(b))
	}
	c.drain()
}

func (c *conversation) drain() {
	for _, change := range c.set.Drain() {
		c.turn(&change)
		line := change.State.String() + " " + change.Text
		if change.Count > 1 {
			line += fmt.Sprintf(" ×%d", change.Count)
		}
		c.got = append(c.got, line)
	}
}

// turn checks that what can end is raised and over by turns under one label, as who pages operators has to know it.
func (c *conversation) turn(change *alert.Change) {
	if !change.Alert.Ends() || strings.Contains(change.Text, " more: ") {
		return
	}
	key := fmt.Sprint(change.Rule, " ", change.Label)
	if c.holds[key] == (change.State == alert.Raised) {
		c.t.Errorf("not by turns: %v %s", change.State, change.Text)
	}
	if c.holds == nil {
		c.holds = make(map[string]bool)
	}
	c.holds[key] = change.State == alert.Raised
}

// bid is an event of a label, now.
func (c *conversation) bid(label string, v float64) {
	c.t.Helper()
	c.receive(fmt.Sprintf(`{"s":%q,"bid":%v}`, label, v))
}

// wait lets so much time pass, a second or what is left at a time.
func (c *conversation) wait(d time.Duration) {
	for d > 0 {
		step := min(d, time.Second)
		c.now, d = c.now.Add(step), d-step
		c.s.Tick(c.now)
		c.pass()
		c.set.Tick(c.now)
		c.drain()
	}
}

// lose ends the connection; the next attempt is made six seconds later.
func (c *conversation) lose() {
	c.fail("read tcp 192.0.2.2:50022->192.0.2.1:443: read: connection reset by peer")
}

// fail is lose for a reason, or before there is a connection.
func (c *conversation) fail(reason string) {
	c.s.Lost(c.now, session.End{Reason: reason})
	c.pass()
}

// want compares what was reported since it was called last.
func (c *conversation) want(lines ...string) {
	c.t.Helper()
	if got, want := strings.Join(c.got, "\n"), strings.Join(lines, "\n"); got != want {
		c.t.Errorf("reported\n%s\nwant\n%s", got, want)
	}
	c.got = nil
}

// active returns all alerts that were raised and are not both acknowledged and over.
func (c *conversation) active() []alert.Active {
	active, _ := c.set.Active(1 << 20)
	return active
}
