package preset

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
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
	if want := []string{"demo", "kraken", "kraken-ticker", "kraken-trade", "kraken-v2"}; !slices.Equal(names, want) {
		t.Errorf("presets %q, want %q", names, want)
	}
	if c.Source != BuiltIn || !slices.Equal(c.Open, []string{"demo"}) || c.UI != (UI{History: 64 << 20}) {
		t.Errorf("settings %q %q %+v", c.Source, c.Open, c.UI)
	}

	p, _ := c.Preset("kraken")
	e := p.Events[0]
	if !e.Match[0].Conds[0].Want.Matches([]byte("ohlc-5"), Scalar, nil) || e.Match[0].Conds[0].Path.String() != "-2" {
		t.Errorf("kraken's match does not take ohlc-5: %+v", e.Match)
	}
	if e.Each.String() != "1" || e.Label.Path.String() != "$.-1" || !e.Label.Path.Root || e.OHLC == nil || e.OHLC.End.String() != "1" {
		t.Errorf("kraken's event: %+v", e)
	}
	if p.ConnectTimeout != 10*time.Second || p.MaxFrame != 16<<20 || p.Limits != (Limits{256, 1024}) ||
		p.Reconnect.Min != 500*time.Millisecond || p.Reconnect.Max != 30*time.Second {
		t.Errorf("defaults: %+v", p)
	}
}

func TestShippedRequests(t *testing.T) {
	c := load(t, string(shipped(t)))
	tests := map[string]string{
		"demo":          `{"event":"subscribe","pair":["XBT/USD","ETH/USD","ADA/USD"],"subscription":{"name":"ohlc","interval":1}}`,
		"kraken":        `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":5}}`,
		"kraken-ticker": `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ticker"}}`,
		"kraken-trade":  `{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"trade"}}`,
		"kraken-v2":     `{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD","ALGO/USD"]},"req_id":7}`,
	}
	for name, want := range tests {
		p, _ := c.Preset(name)
		b, err := p.Bind(Env{Demo: func() (string, error) { return "ws://127.0.0.1:9", nil }}, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := p.Subscribe.Send.AppendFrame(nil, scope{"id": NumberValue(7)}.over(b))
		if err != nil || string(got) != want {
			t.Errorf("%s sends %s, %v\nwant %s", name, got, err, want)
		}
	}
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
	if want := (UI{FPS: 20, History: 1 << 20}); c.UI != want {
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
			if !reflect.DeepEqual(again.Open, c.Open) || again.UI != c.UI {
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

// stripped returns a preset without what says where it stands, and with numbers in the one spelling that
// JSON has.
func stripped(p *Preset) Preset {
	q := *p
	q.Position, q.text, q.src, q.urlLine, q.urlColumn, q.refs = Position{}, "", nil, 0, 0, nil
	q.Params = slices.Clone(p.Params)
	for i, param := range q.Params {
		v, _ := param.Value.Eval(nil)
		q.Params[i] = Param{Name: param.Name + "=" + string(v.AppendJSON(nil))}
	}
	return q
}

func TestProblemsAreSortedAndOneReportHoldsThemAll(t *testing.T) {
	_, err := Load([]byte("ui: {fps: 0}\n"), "b.yaml", []byte("open: [x]\nui: {fps: 99}\n"))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Fatalf("%v", err)
	}
	if problems[0].File != "b.yaml" || problems[0].Line != 1 || problems[1].Line != 2 || problems[2].File != BuiltIn {
		t.Errorf("not sorted:\n%v", err)
	}
}
