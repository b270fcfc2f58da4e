package export_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/feed/demo"
	"sockeye/feed/export"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// ticks is a preset whose server says anything.
const ticks = `presets:
  ticks:
    url: %s
    params: {symbols: [X, Y]}
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}, fail: {no: "${symbol}"}, reason: why}
    reconnect: {stop: [4000], min: 10ms}
    heartbeat: [{beat: "*"}]
    seq: {at: seq, step: 1}
    limits: {labels: 20}
    events: [{match: {id: "*"}, label: id, time: at, value: v}]
`

// demoFeed is a preset on the demo exchange.
const demoFeed = `presets:
  demo:
    url: %s/?rate=100&fault=%s
    params: {symbols: [XBT/USD, ETH/USD]}
    subscribe:
      send: {event: subscribe, pair: "${symbols}", subscription: {name: ohlc, interval: 1}}
      ack:  {event: subscriptionStatus, status: subscribed, pair: "${symbol}"}
      fail: {event: subscriptionStatus, status: error, pair: "${symbol}"}
      reason: errorMessage
    heartbeat: [{event: heartbeat}]
    stale: 1s
    events: [{match: {-2: "/^ohlc-/"}, each: 1, label: $.-1, time: 0, ohlc: {open: 2, high: 3, low: 4, close: 5, end: 1}}]
`

// bind makes the first preset of a configuration ready.
func bind(t *testing.T, config string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// exporter is one that runs.
type exporter struct {
	address string
	reload  chan struct{}
	config  chan export.Config // what is read next; without one it stays
	lines   chan string        // what it says
}

// start runs an exporter until the test ends.
func start(t *testing.T, config export.Config) *exporter {
	t.Helper()
	return startWith(t, config, export.Options{})
}

// startWith is start with more options.
func startWith(t *testing.T, config export.Config, options export.Options) *exporter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x := &exporter{
		address: "http://" + listener.Addr().String(), reload: make(chan struct{}, 1), config: make(chan export.Config, 1), lines: make(chan string, 1000),
	}
	x.config <- config
	options.Version, options.Reload, options.Log = "v1", x.reload, func(text string) { x.lines <- text }
	options.Load = func() (export.Config, error) {
		select {
		case c := <-x.config:
			return c, nil
		default:
			return export.Config{}, errors.New("it is wrong")
		}
	}
	e, err := export.New(options)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return x
}

// says waits until the exporter has said something.
func (x *exporter) says(t *testing.T, what string) {
	t.Helper()
	timeout := time.After(feedtest.Patience)
	var all []string
	for {
		select {
		case line := <-x.lines:
			if strings.Contains(line, what) {
				return
			}
			all = append(all, line)
		case <-timeout:
			t.Fatalf("it never says %q but %q", what, all)
		}
	}
}

// run runs an exporter of feeds until the test ends, and returns its address.
func run(t *testing.T, feeds ...*preset.Bound) (address string) {
	t.Helper()
	return start(t, export.Config{Presets: feeds}).address
}

// runDemo runs an exporter of the demo exchange with a fault.
func runDemo(t *testing.T, fault string) (address string) {
	t.Helper()
	x, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return run(t, bind(t, fmt.Sprintf(demoFeed, x.URL(), fault)))
}

// runTicks runs an exporter of a server with conversations.
func runTicks(t *testing.T, conversations ...feedtest.Conversation) (address string) {
	t.Helper()
	return run(t, bind(t, fmt.Sprintf(ticks, feedtest.New(t, conversations...).URL())))
}

// get returns the answer to a request.
func get(t *testing.T, url string) (code int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// metrics are the samples of a scrape, by name and labels as they stand there.
type metrics map[string]float64

func scrape(t *testing.T, address string) metrics {
	t.Helper()
	code, body := get(t, address+"/metrics")
	if code != http.StatusOK {
		t.Fatalf("%d: %s", code, body)
	}
	m := make(metrics)
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndexByte(line, ' ')
		v, err := strconv.ParseFloat(strings.TrimSpace(line[at+1:]), 64)
		if _, twice := m[line[:at]]; err != nil || twice {
			t.Fatalf("%v, twice: %v: %s", err, twice, line)
		}
		m[line[:at]] = v
	}
	return m
}

// until scrapes until the metrics are as wanted.
func until(t *testing.T, address, what string, wanted func(m metrics) bool) metrics {
	t.Helper()
	deadline := time.Now().Add(feedtest.Patience)
	for {
		m := scrape(t, address)
		if wanted(m) {
			return m
		}
		if time.Now().After(deadline) {
			t.Fatalf("never %s: %v", what, m)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// untilAll scrapes until some metrics have their values.
func untilAll(t *testing.T, address string, want metrics) metrics {
	t.Helper()
	return until(t, address, fmt.Sprint(want), func(m metrics) bool {
		for name, v := range want {
			if got, ok := m[name]; !ok || got != v {
				return false
			}
		}
		return true
	})
}

var (
	asks  = feedtest.Expect(`{"sub":"X"}`)
	asksY = feedtest.Expect(`{"sub":"Y"}`)
)
