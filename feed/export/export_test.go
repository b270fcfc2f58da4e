package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/eventlog"
	"sockeye/feed/export"
	"sockeye/feed/feedtest"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

func TestWhatAFeedBringsIsCounted(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(-12 * time.Second).UnixMilli()
	address := runTicks(t, feedtest.Conversation{asks, asksY,
		feedtest.Send(`{"ok":"X","seq":1}`), feedtest.Send(`{"no":"Y","why":"unknown","seq":2}`), feedtest.Send(`{"beat":1}`), feedtest.Send(`{"what":1}`),
		feedtest.Send(fmt.Sprintf(`{"id":"X","seq":3,"v":1,"at":%d}`, at)), feedtest.Send(fmt.Sprintf(`{"id":"Z","seq":9,"v":1,"at":%d}`, at)), feedtest.Send(`{"seq":5}`), feedtest.Silence(nil)})
	m := untilAll(t, address, metrics{
		`sockeye_messages_total{feed="ticks",kind="log"}`:                      6,
		`sockeye_messages_total{feed="ticks",kind="heartbeat"}`:                1,
		`sockeye_messages_total{feed="ticks",kind="dropped"}`:                  0,
		`sockeye_dropped_total{feed="ticks"}`:                                  0,
		`sockeye_unmatched_messages_total{feed="ticks"}`:                       2,
		`sockeye_events_total{feed="ticks"}`:                                   2,
		`sockeye_lost_total{feed="ticks"}`:                                     5,
		`sockeye_late_total{feed="ticks"}`:                                     1,
		`sockeye_gaps_total{feed="ticks"}`:                                     1,
		`sockeye_feed_state{feed="ticks",state="OPEN"}`:                        1,
		`sockeye_feed_state{feed="ticks",state="RETRY"}`:                       0,
		`sockeye_subscription_state{feed="ticks",state="live",symbol="X"}`:     1,
		`sockeye_subscription_state{feed="ticks",state="rejected",symbol="Y"}`: 1,
		`sockeye_last_data_timestamp_seconds{feed="ticks",symbol="Y"}`:         0,
		`sockeye_lag_seconds_bucket{feed="ticks",le="10"}`:                     0,
		`sockeye_lag_seconds_bucket{feed="ticks",le="30"}`:                     2,
		`sockeye_lag_seconds_count{feed="ticks"}`:                              2,
		`sockeye_subscription_state{feed="ticks",state="live",symbol="Y"}`:     0,
	})
	for _, name := range []string{`sockeye_last_frame_timestamp_seconds{feed="ticks"}`, `sockeye_last_heartbeat_timestamp_seconds{feed="ticks"}`,
		`sockeye_last_data_timestamp_seconds{feed="ticks",symbol="X"}`, `sockeye_last_data_timestamp_seconds{feed="ticks",symbol="Z"}`} {
		if age := float64(time.Now().UnixNano())/1e9 - m[name]; age < 0 || age > 60 {
			t.Errorf("%s is %v seconds ago", name, age)
		}
	}
	if _, subscribed := m[`sockeye_subscription_state{feed="ticks",state="live",symbol="Z"}`]; subscribed {
		t.Error("a label that came along is a subscription")
	}
	if m[`sockeye_bytes_total{feed="ticks"}`] == 0 {
		t.Error("no bytes")
	}
}

// TestSeriesOutliveTheirFeed has a server that gives the feed up.
func TestSeriesOutliveTheirFeed(t *testing.T) {
	t.Parallel()
	address := runTicks(t, feedtest.Conversation{asks, asksY, feedtest.Send(`{"id":"X","seq":1,"v":1}`), feedtest.Close(4000, "go away")})
	untilAll(t, address, metrics{`sockeye_feed_state{feed="ticks",state="FAILED"}`: 1, `sockeye_messages_total{feed="ticks",kind="log"}`: 1})
	m := scrape(t, address)
	if m[`sockeye_last_data_timestamp_seconds{feed="ticks",symbol="X"}`] == 0 || m[`sockeye_last_frame_timestamp_seconds{feed="ticks"}`] == 0 {
		t.Errorf("a series has ended: %v", m)
	}
	if code, body := get(t, address+"/readyz"); code != http.StatusServiceUnavailable || body != "ticks FAILED\n" {
		t.Errorf("ready: %d %q", code, body)
	}
	if code, body := get(t, address+"/healthz"); code != http.StatusOK || body != "ok\n" {
		t.Errorf("healthy: %d %q", code, body)
	}
}

func TestFaultsOfAFeedAreSeen(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]metrics{
		"none": {`sockeye_subscription_state{feed="demo",state="live",symbol="ETH/USD"}`: 1},
		"mute": {`sockeye_subscription_state{feed="demo",state="stale",symbol="ETH/USD"}`: 1, `sockeye_subscription_state{feed="demo",state="live",symbol="XBT/USD"}`: 1,
			`sockeye_last_data_timestamp_seconds{feed="demo",symbol="ETH/USD"}`: 0},
		"quiet":  {`sockeye_feed_state{feed="demo",state="STALE"}`: 1, `sockeye_events_total{feed="demo"}`: 0},
		"reject": {`sockeye_subscription_state{feed="demo",state="rejected",symbol="ETH/USD"}`: 1},
		"stall":  {`sockeye_feed_state{feed="demo",state="STALE"}`: 1, `sockeye_subscription_state{feed="demo",state="stale",symbol="ETH/USD"}`: 1},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			untilAll(t, runDemo(t, fault), want)
		})
	}
}

// TestLabelsAreHarmless has a server that names what it sends as it likes.
func TestLabelsAreHarmless(t *testing.T) {
	t.Parallel()
	steps := feedtest.Conversation{asks, asksY}
	for _, name := range []string{"a\\u001b[2J", "b\\\"\\n", strings.Repeat("c", 64<<10), strings.Repeat("c", 150)} {
		steps = append(steps, feedtest.Send(`{"id":"`+name+`","v":1}`))
	}
	steps = append(steps, feedtest.SendBinary([]byte("{\"id\":\"d\xff\",\"v\":1}")))
	for i := range 1000 {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"id":"new %d","v":1}`, i)))
	}
	address := runTicks(t, append(steps, feedtest.Send(`{"beat":1}`), feedtest.Silence(nil)))
	m := untilAll(t, address, metrics{`sockeye_messages_total{feed="ticks",kind="heartbeat"}`: 1, `sockeye_events_total{feed="ticks"}`: 1005})
	labels := 0
	for name := range m {
		if strings.HasPrefix(name, "sockeye_last_data_timestamp_seconds{") {
			labels++
		}
		if len(name) > 300 || strings.ContainsAny(name, "\x1b\n") || bytes.Contains([]byte(name), []byte{0xff}) {
			t.Errorf("%q", name)
		}
	}
	if labels != 20 || m[`sockeye_untracked_events_total{feed="ticks"}`] != 987 {
		t.Errorf("%d labels, %v left out", labels, m[`sockeye_untracked_events_total{feed="ticks"}`])
	}
}

// TestScrapersCostABound has a hundred at once, and some that do not read.
func TestScrapersCostABound(t *testing.T) {
	t.Parallel()
	address := runDemo(t, "none")
	for range 3 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		fmt.Fprint(conn, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	answers := make(chan error, 100)
	for range cap(answers) {
		go func() {
			response, err := http.Get(address + "/metrics")
			if err == nil {
				_, err = io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if response.StatusCode != http.StatusOK {
					err = fmt.Errorf("status %d", response.StatusCode)
				}
			}
			answers <- err
		}()
	}
	for range cap(answers) {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
}

func TestFeedsOfOneNameAreDistinguished(t *testing.T) {
	t.Parallel()
	one := bind(t, fmt.Sprintf(ticks, feedtest.New(t, feedtest.Conversation{asks, asksY, feedtest.Silence(nil)}).URL()))
	other := bind(t, fmt.Sprintf(ticks, feedtest.New(t, feedtest.Conversation{asks, asksY, feedtest.Send(`{"beat":1}`), feedtest.Silence(nil)}).URL()))
	untilAll(t, run(t, one, other), metrics{`sockeye_messages_total{feed="ticks",kind="heartbeat"}`: 0, `sockeye_messages_total{feed="ticks (2)",kind="heartbeat"}`: 1})
}

func TestReconnectsAreCountedByTheirReason(t *testing.T) {
	t.Parallel()
	beats := feedtest.Send(`{"beat":1}`)
	address := runTicks(t,
		feedtest.Conversation{feedtest.Refuse(503, nil, "")},
		feedtest.Conversation{asks, asksY, beats, feedtest.Close(1001, "")},
		feedtest.Conversation{asks, asksY, beats, feedtest.Drop()},
		feedtest.Conversation{asks, asksY, beats, feedtest.Silence(nil)})
	untilAll(t, address, metrics{
		`sockeye_messages_total{feed="ticks",kind="heartbeat"}`:   3, // they go on where they were
		`sockeye_reconnects_total{feed="ticks",reason="refused"}`: 1,
		`sockeye_reconnects_total{feed="ticks",reason="closed"}`:  1,
		`sockeye_reconnects_total{feed="ticks",reason="lost"}`:    1,
		`sockeye_reconnects_total{feed="ticks",reason="silent"}`:  0,
		`sockeye_feed_state{feed="ticks",state="OPEN"}`:           1,
	})
}

// TestNoCounterFallsWhenThePresetIsReadAgain has the same feed at another address.
func TestNoCounterFallsWhenThePresetIsReadAgain(t *testing.T) {
	t.Parallel()
	beat, data := feedtest.Send(`{"beat":1}`), feedtest.Send(`{"id":"X","v":1,"seq":1}`)
	first := feedtest.New(t, feedtest.Conversation{asks, asksY, beat, data, feedtest.ExpectClose(1000)})
	second := feedtest.New(t, feedtest.Conversation{asks, asksY, beat, feedtest.Silence(nil)})
	x := start(t, export.Config{Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, first.URL()))}})
	before := untilAll(t, x.address, metrics{`sockeye_messages_total{feed="ticks",kind="heartbeat"}`: 1, `sockeye_events_total{feed="ticks"}`: 1})

	x.reload <- struct{}{}
	x.says(t, "not read again: it is wrong")
	x.config <- export.Config{Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, first.URL()))}}
	x.reload <- struct{}{}
	x.says(t, "0 of 1 feeds have changed")
	x.config <- export.Config{Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, second.URL()))}}
	x.reload <- struct{}{}
	x.says(t, "1 of 1 feeds have changed")
	after := untilAll(t, x.address, metrics{`sockeye_messages_total{feed="ticks",kind="heartbeat"}`: 2, `sockeye_events_total{feed="ticks"}`: 1})
	for name, v := range before {
		if strings.HasPrefix(name, "sockeye_") && !strings.Contains(name, "_state{") && after[name] < v {
			t.Errorf("%s was %v, and is %v", name, v, after[name])
		}
	}
}

func TestAWebhookWithoutItsSecretIsRefused(t *testing.T) {
	t.Parallel()
	config := export.Config{
		Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, "ws://h")+`    alerts: ["X > 100 run page"]`)},
		Commands: []notify.Command{{Name: "page", Webhook: func() (string, func(string) string, error) {
			return "", nil, errors.New("HOOK is not set")
		}}},
	}
	if _, err := export.New(export.Options{Load: func() (export.Config, error) { return config, nil }}); err == nil || err.Error() != "HOOK is not set" {
		t.Error(err)
	}
}

// TestAlertsNeedNoScreen has an alert that calls a webhook.
func TestAlertsNeedNoScreen(t *testing.T) {
	t.Parallel()
	called := make(chan notify.Event, 1)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e notify.Event
		if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		called <- e
	}))
	t.Cleanup(hook.Close)
	page := notify.Command{Name: "page", Timeout: feedtest.Patience, Webhook: func() (string, func(string) string, error) {
		return hook.URL, strings.Clone, nil
	}}
	server := feedtest.New(t, feedtest.Conversation{asks, asksY, feedtest.Send(`{"id":"X","v":101}`), feedtest.Silence(nil)})
	x := start(t, export.Config{
		Presets:  []*preset.Bound{bind(t, fmt.Sprintf(ticks, server.URL())+`    alerts: ["X > 100 run page"]`)},
		Commands: []notify.Command{page},
	})
	x.says(t, "ticks: alert: X 101 > 100")
	select {
	case e := <-called:
		if e.Feed != "ticks" || e.Label != "X" || e.State != "raised" || e.Value != 101 {
			t.Errorf("%+v", e)
		}
	case <-time.After(feedtest.Patience):
		t.Error("the webhook is never called")
	}
}

func TestWhatHappensIsLoggedAndRecorded(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{asks, asksY, feedtest.Send(`{"beat":1}`), feedtest.Silence(nil)})
	events, recordings := eventlog.New(filepath.Join(t.TempDir(), "events")), filepath.Join(t.TempDir(), "recordings")
	t.Run("while it runs", func(t *testing.T) {
		x := startWith(t, export.Config{Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, server.URL()))}, Record: recording.Folder{Path: recordings}, RecordAll: true}, export.Options{EventLog: events})
		untilAll(t, x.address, metrics{`sockeye_messages_total{feed="ticks",kind="heartbeat"}`: 1})
	})
	open := false
	if _, err := events.Read(time.Time{}, func(l *eventlog.Line) { open = open || l.Feed == "ticks" && l.State == "OPEN" }); err != nil || !open {
		t.Errorf("the event log: %v, open %v", err, open)
	}
	if files, err := os.ReadDir(recordings); err != nil || len(files) == 0 {
		t.Errorf("recordings: %v, %v", files, err)
	}
}

// TestAllEventsAreDataOfTheOnlySubscription of a preset without symbols, whatever labels they have, so that it is not one that never had
// data.
func TestAllEventsAreDataOfTheOnlySubscription(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send(`{"id":"X","v":1}`), feedtest.Silence(nil)})
	address := run(t, bind(t, fmt.Sprintf(`
presets:
  sole:
    url: %s
    events: [{match: {id: "*"}, label: id, value: v}]
`, server.URL())))
	const x, sole = `sockeye_last_data_timestamp_seconds{feed="sole",symbol="X"}`, `sockeye_last_data_timestamp_seconds{feed="sole",symbol="sole"}`
	if m := until(t, address, "data of X", func(m metrics) bool { return m[x] > 0 }); m[sole] != m[x] {
		t.Errorf("data of X came at %v, and of the subscription at %v", m[x], m[sole])
	}
}
