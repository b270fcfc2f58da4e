package feed_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/dryrun"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

var update = flag.Bool("update", false, "write testdata/exchanges/*.golden anew")

// exchangeEnv is what the environment of the shipped presets holds in testdata/exchanges.
var exchangeEnv = map[string]string{
	"ETH_RPC": "node.example/v3/eth-key-1234", "FINNHUB_TOKEN": "finnhub-token-1234",
	"HA_HOST": "home.example:8123", "HA_TOKEN": "home-token-1234",
	"MASTODON_HOST": "social.example", "MASTODON_TOKEN": "mastodon-token-1234",
	"POLYGON_KEY": "polygon-key-1234", "SOCKETIO_HOST": "io.example:3000",
	"TIBBER_HOME": "11a14971-525a-4420-aae9-e5aedaa129ff", "TIBBER_TOKEN": "tibber-token-1234",
}

// handshakes are what servers want to see, or say, before the first frame.
var handshakes = map[string]feedtest.Conversation{
	"kraken-v2":   {feedtest.WantURI("/v2")},
	"finnhub":     {feedtest.WantURI("/?token=finnhub-token-1234")},
	"mastodon":    {feedtest.WantURI("/api/v1/streaming"), feedtest.WantHeader("Authorization", "Bearer mastodon-token-1234")},
	"socketio":    {feedtest.WantURI("/socket.io/?EIO=4&transport=websocket")},
	"tibber-live": {feedtest.WantSubprotocols("graphql-transport-ws"), feedtest.Subprotocol("graphql-transport-ws"), feedtest.WantHeader("User-Agent", "sockeye")},
}

// returns are the next connections of the exchanges that end with a server that asks for one: what was subscribed
// and not refused is asked for again, and ids count from the start.
var returns = map[string]string{
	"binance-trade":   `> {"method":"SUBSCRIBE","params":["btcusdt@aggTrade","ethusdt@aggTrade"],"id":1}`,
	"bitstamp":        `> {"event":"bts:subscribe","data":{"channel":"live_trades_btcusd"}}`,
	"bitfinex-ticker": "< {\"event\":\"info\",\"version\":2}\n> {\"event\":\"conf\",\"flags\":98304}\n> {\"event\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"tBTCUSD\"}\n> {\"event\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"tETHUSD\"}",
	"okx-ticker":      `> {"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT"}]}`,
}

// shipped is the text of config.yaml with the address of a preset on server, or as it is where server is "".
func shipped(t *testing.T, name, server string) []byte {
	t.Helper()
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if server == "" {
		return text
	}
	address := regexp.MustCompile(`(?m)(?s:^  ` + regexp.QuoteMeta(name) + `:\n.*?^    url: )wss?://([^/\s]+)(\S*)$`)
	at := address.FindSubmatchIndex(text)
	if at == nil {
		t.Fatalf("config.yaml has no address of %s where it is searched for", name)
	}
	return bytes.Join([][]byte{text[:at[2]-len("wss://")], text[at[3]:]}, []byte(" "+server))
}

// bindShipped binds a preset of config.yaml.
func bindShipped(t *testing.T, name, server string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", shipped(t, name, server))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := presets.Find(name)
	if !ok {
		t.Fatalf("config.yaml has no preset %s", name)
	}
	bound, err := p.Bind(preset.Env{LookupEnv: func(name string) (string, bool) {
		value, ok := exchangeEnv[name]
		return value, ok
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// exchanges calls test for each shipped preset but the demo, which has a server of its own, with its exchange.
func exchanges(t *testing.T, test func(t *testing.T, name, exchange string)) {
	presets, err := preset.Parse("test.yaml", shipped(t, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range presets {
		if p.Name == "demo" {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			exchange, err := os.ReadFile(filepath.Join("testdata", "exchanges", p.Name+".txt"))
			if err != nil {
				t.Fatalf("a shipped preset needs an exchange: %v", err)
			}
			test(t, p.Name, string(exchange))
		})
	}
}

// TestEveryMessageOfAnExchangeIsExplained compares what is said of every message with golden files.
func TestEveryMessageOfAnExchangeIsExplained(t *testing.T) {
	exchanges(t, func(t *testing.T, name, exchange string) {
		var got strings.Builder
		if err := dryrun.Run(&got, bindShipped(t, name, ""), strings.NewReader(exchange)); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "exchanges", name+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatalf("%v; run `go test -update` to write it, and read it", err)
		}
		if got.String() != string(want) {
			t.Errorf("not what %s holds\n--- want\n%s--- got\n%s", golden, want, got.String())
		}
		if wrong := strings.Count(got.String(), "would not be sent like this"); wrong > 0 {
			t.Errorf("%d lines of the client would not be sent", wrong)
		}
		said, shown := strings.Count("\n"+exchange, "\n>"), strings.Count(got.String(), "would be sent, the same")
		if sends := strings.Count(got.String(), "       sends "); said != shown || said != sends {
			t.Errorf("the exchange has %d lines of the client, %d would be sent; the preset sends %d", said, shown, sends)
		}
	})
}

// script makes a conversation of lines of an exchange, and counts the server's. Packed frames are gzip, in binary frames.
func script(t *testing.T, exchange string, packed bool) (steps feedtest.Conversation, messages int64) {
	t.Helper()
	for line := range strings.Lines(exchange) {
		mark, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case strings.HasPrefix(mark, ">"):
			steps = append(steps, feedtest.Expect(text))
		case strings.HasPrefix(mark, "<"):
			messages++
			if !packed {
				steps = append(steps, feedtest.Send(text))
				continue
			}
			var frame bytes.Buffer
			w := gzip.NewWriter(&frame)
			if _, err := w.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, feedtest.SendBinary(frame.Bytes()))
		}
	}
	return steps, messages
}

// TestExchangesAreTheSameOverSockets has the same conversations with a server: every request byte for byte and in its place,
// and every message taken as it was explained.
func TestExchangesAreTheSameOverSockets(t *testing.T) {
	exchanges(t, func(t *testing.T, name, exchange string) {
		packed := name == "htx"
		first, messages := script(t, exchange, packed)
		conversations := []feedtest.Conversation{append(append(feedtest.Conversation{}, handshakes[name]...), first...)}
		if again, ok := returns[name]; ok {
			steps, more := script(t, again, packed)
			conversations, messages = append(conversations, steps), messages+more
		}
		server := feedtest.New(t, conversations...)
		bound := *bindShipped(t, name, server.URL())
		patient := *bound.Preset
		patient.Silence = time.Hour // the server has no heartbeats to send while a busy machine gets to the end, and waits for no keepalive
		patient.ConnectTimeout, patient.Answer = time.Hour, time.Hour
		patient.Stale = []preset.StaleRule{{Like: "*"}} // never
		if k := patient.Keepalive; k != nil {
			late := *k
			late.Every, late.Idle = k.Every*1000, k.Idle*1000
			patient.Keepalive = &late
		}
		patient.Hours = nil // it plays whenever the test runs
		bound.Preset = &patient
		f := feed.Start(context.Background(), &bound, func(err error) { t.Error(err) })
		t.Cleanup(f.Close)
		s := screenOn(t, f)
		server.Wait()
		s.until("all messages on an open connection", func() bool { return s.counts.In >= messages && s.status.State == event.Open })

		var explained strings.Builder
		if err := dryrun.Run(&explained, f.Preset(), strings.NewReader(exchange+"\n"+returns[name])); err != nil {
			t.Fatal(err)
		}
		explainedAs := func(text string) int64 { return int64(strings.Count(explained.String(), "\n       "+text)) }
		if s.counts.In != messages || s.counts.Unmatched != explainedAs("unmatched") || s.counts.Heartbeats != explainedAs("heartbeat") {
			t.Errorf("%+v of %d messages; explained:\n%s", s.counts, messages, explained.String())
		}
		for _, secret := range exchangeEnv {
			if strings.HasSuffix(secret, "-1234") && strings.Contains(s.log(), secret) {
				t.Errorf("a secret is in the log:\n%s", s.log())
			}
		}
	})
}
