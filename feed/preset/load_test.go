package preset

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
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

// load reads a configuration on its own, which must be right.
func load(t testing.TB, text string) *Config {
	t.Helper()
	c, err := Load([]byte(text), "", nil)
	if err != nil {
		t.Fatalf("the configuration is refused:\n%v", err)
	}
	return c
}

// one reads a preset named `x` from the lines of its entry.
func one(t testing.TB, lines string) *Preset {
	t.Helper()
	p, ok := load(t, entryText(lines)).Preset("x")
	if !ok {
		t.Fatal("the preset is not there")
	}
	return p
}

func entryText(lines string) string {
	return "presets:\n  x:\n    " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ") + "\n"
}

func TestShippedConfiguration(t *testing.T) {
	c, err := Load(shipped(t), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range c.Presets {
		names = append(names, p.Name)
		if p.Description == "" || p.Silence == 0 || len(p.Events) == 0 || p.Position.Line == 0 {
			t.Errorf("%s has no description, silence, events or position: %+v", p.Name, p)
		}
	}
	want := []string{
		"demo", "kraken", "kraken-ticker", "kraken-trade", "kraken-v2", "kraken-v2-ohlc", "kraken-v2-trade", "coinbase", "coinbase-advanced",
		"binance-trade", "binance-kline", "bitstamp", "bitfinex-ticker", "okx-ticker", "bitmex", "htx", "polygon", "finnhub", "home-assistant",
		"tibber-live", "socketio", "mastodon", "eth-new-heads",
	}
	if !slices.Equal(names, want) {
		t.Errorf("presets %q, want %q", names, want)
	}
	if c.Source != BuiltIn || !slices.Equal(c.Open, []string{"demo"}) || !reflect.DeepEqual(c.UI, UI{Theme: "auto", Glyphs: "auto", History: 64 << 20}) {
		t.Errorf("settings %q %q %+v", c.Source, c.Open, c.UI)
	}

	p, _ := c.Preset("kraken")
	e := p.Events[0]
	if !e.Match[0].Conds[0].Want.Matches([]byte("ohlc-5"), lang.Scalar, nil) || e.Match[0].Conds[0].Path.String() != "-2" {
		t.Errorf("kraken's match does not take ohlc-5: %+v", e.Match)
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
	for _, p := range load(t, string(shipped(t))).Presets {
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

// TestShippedRequests renders what the shipped presets send when all of their symbols, or the first one
// where it is one a request, are wanted, and are given up again.
func TestShippedRequests(t *testing.T) {
	c := load(t, string(shipped(t)))
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
	for _, p := range c.Presets {
		if p.Subscribe != nil {
			asking++
		}
	}
	if asking != len(tests) {
		t.Errorf("%d presets subscribe, and %d are tested", asking, len(tests))
	}
	for _, test := range tests {
		p, ok := c.Preset(test.name)
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

func TestLayers(t *testing.T) {
	base := "open: [a]\nui: {fps: 20, time: utc}\npresets:\n  a: {url: ws://a}\n  b: {url: ws://b}\n"
	file := "ui: {history: 1MiB, time: local}\npresets:\n  c: {url: ws://c}\n  a: {url: ws://new}\n"
	c, err := Load([]byte(base), "my.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if c.Source != "my.yaml" || !slices.Equal(c.Open, []string{"a"}) {
		t.Errorf("source %q, open %q", c.Source, c.Open)
	}
	if want := (UI{Theme: "auto", Glyphs: "auto", FPS: 20, History: 1 << 20}); !reflect.DeepEqual(c.UI, want) {
		t.Errorf("ui %+v, want %+v", c.UI, want)
	}
	var got []string
	for _, p := range c.Presets {
		url, _ := p.URL.Text(nil)
		got = append(got, p.Name+" "+url+" "+p.Position.String())
	}
	want := []string{"a ws://new my.yaml:4:3", "b ws://b built-in:5:3", "c ws://c my.yaml:3:3"}
	if !slices.Equal(got, want) {
		t.Errorf("presets %q\nwant %q", got, want)
	}
	if c, err = Load([]byte(base), "my.yaml", []byte("open: [b]\n")); err != nil || !slices.Equal(c.Open, []string{"b"}) {
		t.Errorf("open is not replaced: %+v, %v", c, err)
	}
}

func TestYAMLReadsBackTheSame(t *testing.T) {
	tests := map[string]struct{ base, file string }{
		"shipped": {string(shipped(t)), ""},
		"replaced": {string(shipped(t)), `
presets:
     # mine
     kraken:
          url: wss://example.org   # here
          # inside
          description: |
            two
             lines
          events: [{match: {a: [1.10, "2"]},
             value: b}]

     # the next one
     other: {url: ws://o}
# about nothing
ui:
  time: utc
`},
		"brackets": {"presets: {a: {url: ws://a, params: {n: 0x1F, s: '1'}}, 'true': {url: ws://b}}\nopen: ['true']", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var file []byte
			if test.file != "" {
				file = []byte(test.file)
			}
			c, err := Load([]byte(test.base), "my.yaml", file)
			if err != nil {
				t.Fatal(err)
			}
			text := c.YAML()
			again, err := Load([]byte(text), "", nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if !reflect.DeepEqual(again.Open, c.Open) || !reflect.DeepEqual(again.UI, c.UI) {
				t.Errorf("settings changed: %+v %+v\n%s", again.Open, again.UI, text)
			}
			if len(again.Presets) != len(c.Presets) {
				t.Fatalf("%d presets became %d\n%s", len(c.Presets), len(again.Presets), text)
			}
			for i := range c.Presets {
				if got, want := stripped(again.Presets[i]), stripped(c.Presets[i]); !reflect.DeepEqual(got, want) {
					t.Errorf("%s changed:\n%+v\n%+v\n%s", want.Name, got, want, text)
				}
			}
			if test.file != "" && !strings.Contains(text, "  # my.yaml\n  # mine\n  kraken:\n       url: wss://example.org   # here\n") {
				t.Errorf("the entry is not as written, or does not say where it comes from:\n%s", text)
			}
		})
	}
}

// itself is a Scope in which every placeholder stands for its own name.
type itself struct{}

func (itself) Lookup(name string) (lang.Value, bool) { return lang.TextValue("${" + name + "}"), true }

// stripped returns a preset without what says where it stands, and with numbers in the one spelling that
// JSON has.
func stripped(p *Preset) Preset {
	q := *p
	q.Position, q.text, q.src, q.urlLine, q.urlColumn, q.proxyLine, q.proxyColumn, q.refs = yamldoc.Position{}, "", nil, 0, 0, 0, 0, nil
	q.Headers = slices.Clone(p.Headers)
	for i := range q.Headers {
		q.Headers[i].line, q.Headers[i].column = 0, 0
	}
	q.Params = slices.Clone(p.Params)
	for i, param := range q.Params {
		v, _ := param.Value.Eval(itself{})
		q.Params[i] = Param{Name: param.Name + "=" + string(v.AppendJSON(nil))}
	}
	return q
}

func TestProblemsAreSortedAndOneReportHoldsThemAll(t *testing.T) {
	_, err := Load([]byte("ui: {fps: 0}\n"), "b.yaml", []byte("open: [x]\nui: {fps: 99}\n"))
	var problems yamldoc.Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Fatalf("%v", err)
	}
	if problems[0].File != "b.yaml" || problems[0].Line != 1 || problems[1].Line != 2 || problems[2].File != BuiltIn {
		t.Errorf("not sorted:\n%v", err)
	}
}

func TestCommandsAreNoPresets(t *testing.T) {
	for _, name := range []string{"config", "check", "presets", "exchange", "tail", "probe", "export", "replay", "convert", "serve", "attach", "new", "schema", "man", "help", "completion"} {
		_, err := Load([]byte("presets: {"+name+": {url: ws://h}}"), "", nil)
		if err == nil || !strings.Contains(err.Error(), "1:11: `"+name+"` cannot be the name of a preset: it is a word of the command line") ||
			!strings.Contains(err.Error(), "^ take another name, such as `my-"+name+"`") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Config", "checks", "my-help", "demo"} {
		load(t, "presets: {"+name+": {url: ws://h}}")
	}
}
