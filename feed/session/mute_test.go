package session_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// muteEnv is what the environment of the shipped presets holds.
var muteEnv = []string{
	"ETH_RPC", "FINNHUB_TOKEN", "HA_HOST", "HA_TOKEN", "MASTODON_HOST", "MASTODON_TOKEN", "POLYGON_KEY", "SOCKETIO_HOST", "TIBBER_HOME", "TIBBER_TOKEN",
}

// script is what a server of a shipped preset says before it has data, in order, and a heartbeat of it; "": it has none.
type script struct {
	opening   []string // what hello waits for, and the answers to subscriptions
	heartbeat string
	symbols   []string // that are accepted
}

// scriptOf finds that in the exchange of a preset: it plays the exchange and keeps what is neither data nor a refusal.
func scriptOf(t *testing.T, name string) (s script) {
	t.Helper()
	if name == "demo" {
		return script{[]string{ack("XBT/USD")}, heartbeat, []string{"XBT/USD"}}
	}
	exchange, err := os.ReadFile(filepath.Join("..", "testdata", "exchanges", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, name)
	refused := false
	for line := range strings.Lines(string(exchange)) {
		mark, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !strings.HasPrefix(mark, "<") {
			continue
		}
		before := c.batch.Counts
		c.log = nil
		c.receive(text)
		refused = refused || c.hangups > 0
		for _, l := range c.labels.All() {
			refused = refused || l.State == event.Rejected || l.State == event.Ended
		}
		switch now := c.batch.Counts; {
		case now.Heartbeats > before.Heartbeats:
			s.heartbeat = text
		case !refused && now.Events == before.Events && now.Unmatched == before.Unmatched:
			s.opening = append(s.opening, text)
		}
		for i := range int32(c.labels.Len()) {
			if l := c.labels.At(i); l.Symbol != "" && (l.State == event.Subscribed || l.State == event.Live) && !slices.Contains(s.symbols, l.Symbol) {
				s.symbols = append(s.symbols, l.Symbol)
			}
		}
	}
	return s
}

// trading is a time at which markets are open.
var trading = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// begun is a conversation in which a server has accepted what was asked for, and has not said anything else.
func begun(t *testing.T, p *preset.Preset, s script) *conversation {
	t.Helper()
	var overrides []preset.Override
	if slices.ContainsFunc(p.Params, func(param preset.Param) bool { return param.Name == "symbols" }) {
		overrides = append(overrides, preset.Override{Name: "symbols", Text: strings.Join(s.symbols, ",")})
	}
	c := beginAt(t, trading, p.Name, overrides...)
	c.s.Opened(c.now)
	c.receive(s.opening...)
	c.wantState(event.Open)
	return c
}

// TestAServerThatOnlyAnswersIsNotFresh has a server for each of the shipped presets that accepts what is asked for, and then
// sends only heartbeats, only pings, or nothing.
func TestAServerThatOnlyAnswersIsNotFresh(t *testing.T) {
	for _, name := range muteEnv {
		t.Setenv(name, "example.org")
	}
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	presets, err := preset.Parse("config.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if len(presets) < 23 {
		t.Errorf("there are %d presets", len(presets))
	}
	for _, p := range presets {
		s := scriptOf(t, p.Name)
		if len(s.symbols) == 0 {
			t.Errorf("the exchange of %s accepts nothing", p.Name)
		}
		silence := p.Silence
		if silence == 0 {
			t.Errorf("%s has no `silence`", p.Name)
		}
		// within is when it must be said at the latest.
		within := 30 * time.Second
		if p.Name == "demo" {
			within = 5 * time.Second
		}
		beats := map[string]func(c *conversation){"only pings": func(c *conversation) { c.s.Alive(c.now, false); c.collect() }}
		if s.heartbeat != "" {
			beats["only heartbeats"] = func(c *conversation) { c.receive(s.heartbeat) }
		} else if len(p.Heartbeat) > 0 {
			t.Errorf("the exchange of %s has no heartbeat", p.Name)
		}
		for what, beat := range beats {
			t.Run(p.Name+"/"+what, func(t *testing.T) {
				c := begun(t, p, s)
				for range 4 {
					c.pass(time.Second)
					beat(c)
				}
				for i := range int32(c.labels.Len()) {
					if l := c.labels.At(i); l.State == event.Live || l.State == event.Subscribed && l.Awaited.IsZero() {
						t.Errorf("after four seconds %s is %v, awaited since %v", l.Name, l.State, l.Awaited)
					}
				}
				for range int(within/time.Second) - 3 {
					c.pass(time.Second)
					beat(c)
				}
				c.wantState(event.Stale)
				c.wantLog("stale: ")
				for range 100 {
					c.pass(time.Second)
					beat(c)
				}
				c.wantState(event.Stale)
				for _, line := range c.log {
					if strings.Contains(line, "stale") {
						t.Errorf("it is said again: %s", line)
					}
				}
			})
		}
		t.Run(p.Name+"/nothing", func(t *testing.T) {
			c := begun(t, p, s)
			c.pass(min(silence, within) + time.Second)
			if silence > within {
				c.wantState(event.Stale)
				c.wantLog("stale: ")
				c.pass(silence - within)
			}
			if c.hangups == 0 {
				t.Fatal("the connection is not given up")
			}
			c.s.Lost(c.now, session.End{})
			c.collect()
			c.wantState(event.Retry)
			c.wantLog("connection is dead")
		})
	}
}
