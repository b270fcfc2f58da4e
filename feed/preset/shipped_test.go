package preset

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset/lang"
)

// shipped returns the text of the configuration that is part of the program.
func shipped(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// load reads presets, which must be right.
func load(t testing.TB, text string) List {
	t.Helper()
	presets, err := Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatalf("the presets are refused:\n%v", err)
	}
	return presets
}

// one reads a preset named `x` from the lines of its entry.
func one(t testing.TB, lines string) *Preset {
	t.Helper()
	p, ok := load(t, entryText(lines)).Find("x")
	if !ok {
		t.Fatal("the preset is not there")
	}
	return p
}

func entryText(lines string) string {
	return "presets:\n  x:\n    " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ") + "\n"
}

func TestShippedPresetsAreComplete(t *testing.T) {
	presets := load(t, string(shipped(t)))
	for _, p := range presets {
		if p.Description == "" || p.Silence == 0 || len(p.Events) == 0 || p.Position.Line == 0 {
			t.Errorf("%s has no description, silence, events or position: %+v", p.Name, p)
		}
	}
	want := []string{
		"demo", "kraken", "kraken-ticker", "kraken-trade", "kraken-v2", "kraken-v2-ohlc", "kraken-v2-trade", "coinbase", "coinbase-advanced",
		"binance-trade", "binance-kline", "bitstamp", "bitfinex-ticker", "okx-ticker", "bitmex", "htx", "polygon", "finnhub", "home-assistant",
		"tibber-live", "socketio", "mastodon", "eth-new-heads",
	}
	if names := presets.Names(); !slices.Equal(names, want) {
		t.Errorf("presets %q, want %q", names, want)
	}

	p, _ := presets.Find("kraken")
	e := p.Events[0]
	if !e.Match[0].Conds[0].Want.Matches([]byte("ohlc-5"), lang.Scalar, nil) || e.Match[0].Conds[0].Path.String() != "-2" {
		t.Errorf("kraken's match refuses ohlc-5: %+v", e.Match)
	}
	if e.Each.String() != "1" || e.Label.Path.String() != "$.-1" || !e.Label.Path.Root || e.OHLC == nil || e.OHLC.End.String() != "1" {
		t.Errorf("kraken's event: %+v", e)
	}
	if p.ConnectTimeout != 10*time.Second || p.MaxFrame != 16<<20 || p.Limits != (Limits{256, 1024}) ||
		p.Reconnect.Min != 500*time.Millisecond || p.Reconnect.Max != 15*time.Second {
		t.Errorf("defaults: %+v", p)
	}
}

// shippedEnv has a value for everything that the shipped presets read.
var shippedEnv = Env{
	LookupEnv: func(name string) (string, bool) { return "the-" + name, true },
	Demo:      func() (string, error) { return "ws://127.0.0.1:9", nil },
}

func TestShippedPresetsBind(t *testing.T) {
	for _, p := range load(t, string(shipped(t))) {
		b, err := p.Bind(shippedEnv, nil)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		for _, ref := range p.refs {
			if v, _ := b.Lookup(ref.name); strings.HasPrefix(ref.name, secretPrefix) && strings.Contains(b.ShownURL, v.Text) {
				t.Errorf("%s shows a secret: %s", p.Name, b.ShownURL)
			}
		}
	}
}

// TestShippedPresetsSendWhatTheirServersExpect renders what the shipped presets send when all of their symbols, or the first one
// where it is one a request, are wanted, and are given up again.
func TestShippedPresetsSendWhatTheirServersExpect(t *testing.T) {
	presets := load(t, string(shipped(t)))
	tests := []struct{ name, subscribe, unsubscribe string }{
		{"demo", `{"event":"subscribe","pair":["XBT/USD","ETH/USD","ADA/USD"],"subscription":{"name":"ohlc","interval":1}}`,
			`{"event":"unsubscribe","pair":["XBT/USD","ETH/USD","ADA/USD"],"subscription":{"name":"ohlc","interval":1}}`},
		{"kraken", `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`,
			`{"event":"unsubscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`},
		{"kraken-ticker", `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ticker"}}`,
			`{"event":"unsubscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ticker"}}`},
		{"kraken-trade", `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"trade"}}`,
			`{"event":"unsubscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"trade"}}`},
		{"kraken-v2", `{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD","ALGO/USD"]},"req_id":7}`,
			`{"method":"unsubscribe","params":{"channel":"ticker","symbol":["BTC/USD","ALGO/USD"]},"req_id":7}`},
		{"kraken-v2-ohlc", `{"method":"subscribe","params":{"channel":"ohlc","symbol":["BTC/USD","ETH/USD"],"interval":5},"req_id":7}`,
			`{"method":"unsubscribe","params":{"channel":"ohlc","symbol":["BTC/USD","ETH/USD"],"interval":5},"req_id":7}`},
		{"kraken-v2-trade", `{"method":"subscribe","params":{"channel":"trade","symbol":["BTC/USD","ETH/USD"]},"req_id":7}`,
			`{"method":"unsubscribe","params":{"channel":"trade","symbol":["BTC/USD","ETH/USD"]},"req_id":7}`},
		{"coinbase", `{"type":"subscribe","product_ids":["BTC-USD","ETH-USD"],"channels":["ticker","heartbeat"]}`,
			`{"type":"unsubscribe","product_ids":["BTC-USD","ETH-USD"],"channels":["ticker","heartbeat"]}`},
		{"coinbase-advanced", `{"type":"subscribe","channel":"heartbeats"} {"type":"subscribe","channel":"ticker","product_ids":["BTC-USD","ETH-USD"]}`,
			`{"type":"unsubscribe","channel":"ticker","product_ids":["BTC-USD","ETH-USD"]}`},
		{"binance-trade", `{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","ethusdt@aggTrade"],"id":7}`,
			`{"method":"UNSUBSCRIBE","params":["btcusdt@aggTrade","ethusdt@aggTrade"],"id":7}`},
		{"binance-kline", `{"method":"SUBSCRIBE","params":["btcusdt@kline_1m","ethusdt@kline_1m"],"id":7}`,
			`{"method":"UNSUBSCRIBE","params":["btcusdt@kline_1m","ethusdt@kline_1m"],"id":7}`},
		{"bitstamp", `{"event":"bts:subscribe","data":{"channel":"live_trades_btcusd"}}`, `{"event":"bts:unsubscribe","data":{"channel":"live_trades_btcusd"}}`},
		{"bitfinex-ticker", `{"event":"subscribe","channel":"ticker","symbol":"tBTCUSD"}`, `{"event":"unsubscribe","chanId":92753}`},
		{"okx-ticker", `{"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT"},{"channel":"tickers","instId":"ETH-USDT"}]}`,
			`{"op":"unsubscribe","args":[{"channel":"tickers","instId":"BTC-USDT"},{"channel":"tickers","instId":"ETH-USDT"}]}`},
		{"bitmex", `{"op":"subscribe","args":["quote:XBTUSD"]}`, `{"op":"unsubscribe","args":["quote:XBTUSD"]}`},
		{"htx", `{"id":"7","sub":"market.btcusdt.kline.1min"}`, `{"id":"7","unsub":"market.btcusdt.kline.1min"}`},
		{"polygon", `{"action":"subscribe","params":"T.AAPL,T.MSFT"}`, `{"action":"unsubscribe","params":"T.AAPL,T.MSFT"}`},
		{"finnhub", `{"type":"subscribe","symbol":"BINANCE:BTCUSDT"}`, `{"type":"unsubscribe","symbol":"BINANCE:BTCUSDT"}`},
		{"home-assistant", `{"id":7,"type":"subscribe_events","event_type":"state_changed"}`, `{"id":7,"type":"unsubscribe_events","subscription":18}`},
		{"tibber-live", `{"id":"s7","type":"subscribe","payload":{"query":"subscription($h: ID!) { liveMeasurement(homeId: $h) { timestamp power } }","variables":{"h":"the-TIBBER_HOME"}}}`,
			`{"type":"complete","id":"s18"}`},
		{"mastodon", `{"type":"subscribe","stream":"public"}`, `{"type":"unsubscribe","stream":"public"}`},
		{"eth-new-heads", `{"jsonrpc":"2.0","id":7,"method":"eth_subscribe","params":["newHeads"]}`,
			`{"jsonrpc":"2.0","id":7,"method":"eth_unsubscribe","params":["0xcd0c"]}`},
	}
	asking := 0
	for _, p := range presets {
		if p.Subscribe != nil {
			asking++
		}
	}
	if asking != len(tests) {
		t.Errorf("%d presets subscribe, and %d are tested", asking, len(tests))
	}
	for _, test := range tests {
		p, ok := presets.Find(test.name)
		if !ok {
			t.Errorf("there is no preset %s", test.name)
			continue
		}
		b, err := p.Bind(shippedEnv, nil)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for _, way := range []struct {
			send lang.Template
			want string
		}{{p.Subscribe.Send, test.subscribe}, {p.Unsubscribe.Send, test.unsubscribe}} {
			if got := request(t, b, way.send); got != way.want {
				t.Errorf("%s sends\n%s\nwant\n%s", test.name, got, way.want)
			}
		}
	}
}

// request renders the messages of a request.
func request(t *testing.T, b *Bound, send lang.Template) string {
	t.Helper()
	names := scope{
		"symbol": lang.TextValue(b.Symbols[0]), "id": lang.NumberValue(7), "sub.id": lang.NumberValue(18), "chan": lang.NumberValue(92753), "sid": lang.TextValue("0xcd0c"),
	}
	var symbols, items []lang.Value
	for _, symbol := range b.Symbols {
		symbols = append(symbols, lang.TextValue(symbol))
		if b.Subscribe.Item != nil {
			item, err := b.Subscribe.Item.Eval(scope{"symbol": lang.TextValue(symbol)}.over(b))
			if err != nil {
				t.Error(err)
			}
			items = append(items, item)
		}
	}
	names["symbols"], names["items"] = lang.ListValue(symbols...), lang.ListValue(items...)
	var frames []string
	for _, m := range send.Messages() {
		frame, err := m.AppendFrame(nil, names.over(b))
		if err != nil {
			t.Error(err)
		}
		frames = append(frames, string(frame))
	}
	return strings.Join(frames, " ")
}
