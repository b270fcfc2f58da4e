package preset

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestPresetTakesWhatItWaitsFor(t *testing.T) {
	p := one(t, `
url: wss://h/x
params: {symbols: [A]}
hello:
  - wait: {type: hi}
    save: {token: auth.token, lag: "0"}
    fail: [{type: no}, bye]
  - send: {auth: "${token}", id: "${id}", t: "${now.ms}"}
  - wait: {type: ok, token: "${token}"}
    save: {session: sid}
subscribe:
  item: "${session}/${symbol}"
  send: ["${items}", "${session}"]
  ack: {s: "${symbol}", x: "${session}"}
  save: {chan: result.chan, n: -1}
  fail: {n: "${n}"}
  ended: ["end ${chan}"]
unsubscribe: {send: {c: "${chan}", s: "${session}"}, ack: {c: "${chan}", i: "${id}"}}
keepalive: {send: "${token}", every: 1s}
reply: [{match: {p: "${session}"}, send: "${session}"}]
heartbeat: {t: "${token}"}
events:
  - sub: {0: "${chan}", a.b: "s${id}", c: 5}
    where: [{a: 1}, {$.b: "*"}]
    keep: [sensor.*, 5]
    label: "${symbol} ${chan}"
    text: "${n} ${session}"
    value: v
`)
	if len(p.Hello) != 3 {
		t.Fatalf("%d steps", len(p.Hello))
	}
	first := p.Hello[0]
	if first.Send != nil || len(first.Wait) != 1 || len(first.Fail) != 2 || len(first.Save) != 2 || first.Save[0].Name != "token" ||
		first.Save[0].Path.String() != "auth.token" || first.Save[1].Name != "lag" {
		t.Errorf("first step: %+v", first)
	}
	if s := p.Hello[1]; !s.Send.Uses("token") || s.Wait != nil || s.Save != nil || s.Fail != nil {
		t.Errorf("second step: %+v", s)
	}
	if s := p.Hello[2]; !s.Wait.Uses("token") || !s.Wait[0].Conds[1].Want.Dynamic() || s.Save[0].Name != "session" {
		t.Errorf("third step: %+v", s)
	}
	if s := p.Subscribe; len(s.Save) != 2 || s.Save[1].Path.Steps[0].Index != -1 || !s.Ended.Uses("chan") || !s.Fail.Uses("n") {
		t.Errorf("subscribe: %+v", s)
	}
	e := p.Events[0]
	if e.Match != nil || len(e.Sub) != 3 || !e.Sub[0].Key.Uses("chan") || e.Sub[1].Path.String() != "a.b" || len(e.Where) != 2 {
		t.Errorf("event: %+v", e)
	}
	if key, err := e.Sub[1].Key.Text(scope{"id": NumberValue(7)}); err != nil || key != "s7" {
		t.Errorf("key %s, %v", key, err)
	}
	if key, err := e.Sub[2].Key.Text(nil); err != nil || key != "5" {
		t.Errorf("key %s, %v", key, err)
	}
	if !reflect.DeepEqual(e.Keep, []string{"sensor.*", "5"}) {
		t.Errorf("keep: %q", e.Keep)
	}
}

func TestSavedNamesHaveAPlace(t *testing.T) {
	const subscribe = "subscribe: {send: hi, ack: {a: b}, save: {chan: c}}\n"
	const hello = "hello: [{wait: a, save: {token: t}}]\n"
	tests := []struct{ lines, want string }{
		{hello + `headers: {A: "${token}"}`, "`${token}` has no value in `headers`"},
		{hello + `params: {a: "${token}"}`, "`${token}` has no value in `params`"},
		{hello + `proxy: "http://${token}"`, "`hello` saves it only later"},
		{`hello: [{send: "${token}"}, {wait: a, save: {token: t}}]`, "`hello` saves it only later"},
		{`hello: [{wait: "${token}", save: {token: t}}]`, "`${token}` has no value in a match of `hello`"},
		{`hello: [{send: "${msg.a}"}]`, "there is no message yet"},
		{`hello: [{send: "${symbol}"}]`, "`${symbol}` has no value in `hello`"},
		{subscribe + `keepalive: {send: "${chan}", every: 1s}`, "`subscribe` saves it for one subscription, when its ack is there"},
		{subscribe + `events: [{match: {a: "${chan}"}}]`, "`${chan}` has no value in a match"},
		{subscribe + `unsubscribe: {send: "${chn}"}`, "did you mean `${chan}`?"},
		{`subscribe: {send: "${chan}", ack: {a: b}, save: {chan: c}}`, "`${chan}` has no value in `subscribe.send`"},
		{`subscribe: {send: hi, ack: {a: "${chan}"}, save: {chan: c}}`, "`${chan}` has no value in `subscribe.ack`"},
		{`subscribe: {send: hi, ack: {a: b}, save: {symbol: c}}`, "`${symbol}` already means something else"},
		{"params: {chan: 1}\n" + subscribe, "`${chan}` already is a param"},
		{hello + `subscribe: {send: hi, ack: {a: b}, save: {token: c}}`, "`${token}` is saved by hello already"},
		{`hello: [{wait: a, save: {t: t}}, {wait: b, save: {t: t}}]`, "`${t}` is saved by hello already"},
	}
	for _, test := range tests {
		_, err := Load([]byte(entryText("url: ws://h\n"+test.lines)), "", nil)
		if err == nil || strings.Count(err.Error(), "built-in:") != 1 || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\n%v\nwant only %s", test.lines, err, test.want)
		}
	}
}

func TestPresetTakesWhatAConnectionNeeds(t *testing.T) {
	p := one(t, `
url: wss://h/x
tls: {ca: /a.pem, cert: c.pem, key: k.pem, server_name: s, insecure: true}
proxy: "socks5://${env:PROXY}"
frames: {split: "\x1e", prefix: '^(\d+)(?:/[^,]*,)?', json_in: [payload, a.0], decompress: zstd}
reconnect: {match: {e: move}, url: to.0, max_age: 23h, resume: {query: since, from: id}}
seq: {at: -2, step: 1, per: label}
`)
	if want := (TLS{CA: "/a.pem", Cert: "c.pem", Key: "k.pem", ServerName: "s", Insecure: true}); p.TLS != want {
		t.Errorf("tls: %+v", p.TLS)
	}
	f := p.Frames
	if f.Split != "\x1e" || len(f.JSONIn) != 2 || f.JSONIn[1].String() != "a.0" || f.Decompress != "zstd" {
		t.Errorf("frames: %+v", f)
	}
	if got := f.Prefix.FindStringSubmatch(`42/admin,["bar"]`); !reflect.DeepEqual(got, []string{"42/admin,", "42"}) {
		t.Errorf("prefix: %q", got)
	}
	r := p.Reconnect
	if len(r.Match) != 1 || r.URL.String() != "to.0" || r.MaxAge != 23*time.Hour || r.Resume.Query != "since" || r.Resume.From.String() != "id" {
		t.Errorf("reconnect: %+v", r)
	}
	if s := p.Sequence; s.At.String() != "-2" || s.Step != 1 || s.Prev != nil || s.From != nil || !s.PerLabel {
		t.Errorf("seq: %+v", s)
	}

	for lines, want := range map[string]Sequence{
		"seq: {at: a}":                            {},
		"seq: {at: a, prev: b, per: connection}":  {Prev: &Path{}},
		"seq: {at: a, from: b, per: \"label\"}":   {From: &Path{}, PerLabel: true},
		"seq: {at: a, step: 5, per: connection }": {Step: 5},
	} {
		s := one(t, "url: ws://h\n"+lines).Sequence
		if s.Step != want.Step || (s.Prev == nil) != (want.Prev == nil) || (s.From == nil) != (want.From == nil) || s.PerLabel != want.PerLabel {
			t.Errorf("%s is %+v", lines, s)
		}
	}
	for yaml, want := range map[string]string{`"\0"`: "\x00", `"\n"`: "\n", `"\r\n"`: "\r\n", `|`: "|", `5`: "5"} {
		if yaml == "|" {
			yaml = "'|'"
		}
		if got := one(t, "url: ws://h\nframes: {split: "+yaml+"}").Frames.Split; got != want {
			t.Errorf("split %s is %q, want %q", yaml, got, want)
		}
	}
	if p := one(t, "url: ws://h"); p.Sequence != nil || p.Hello != nil || !p.Proxy.IsZero() || p.TLS != (TLS{}) || p.Frames.Prefix != nil || p.Reconnect.Resume != nil {
		t.Errorf("out of nothing: %+v", p)
	}
}

func TestPrefixIsAnchored(t *testing.T) {
	for text, ok := range map[string]bool{
		`^(a)`: true, `(^a)`: true, `^(a)|^b`: true, `\A(a)`: true, `^()`: true, `(?:^(a)|(?:^b))`: true, `(?i)^(a)`: true,
		`(a)`: false, `a^(b)`: false, `^(a)|b`: false, `(?m)^(a)`: false, `^a`: false, `^(?:a)`: false, `^(`: false, ``: false, `(^)?(a)`: false,
	} {
		if re, err := parsePrefix(text); (err == nil) != ok || ok && re == nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestKeeps(t *testing.T) {
	tests := []struct {
		keep  []string
		label string
		want  bool
	}{
		{nil, "anything", true}, {nil, "", true},
		{[]string{"sensor.*", "light.*"}, "light.bed", true}, {[]string{"sensor.*", "light.*"}, "switch.bed", false},
		{[]string{"XBT/*"}, "XBT/USD", true}, {[]string{"*USD"}, "XBT/USD", true}, {[]string{"a/*/c"}, "a/b/b/c", true}, {[]string{"*"}, "", true},
		{[]string{"A?C"}, "AéC", true}, {[]string{"A?C"}, "AC", false}, {[]string{`A\*`}, "A*", true}, {[]string{`A\*`}, "AB", false},
		{[]string{"sensor"}, "sensor.a", false}, {[]string{"Sensor.*"}, "sensor.a", false},
		{[]string{"*a*a*a*a*a*a*a*a*b"}, strings.Repeat("a", 1<<16), false},
	}
	for _, test := range tests {
		e := Event{Keep: test.keep}
		if got := e.Keeps(test.label); got != test.want {
			t.Errorf("%q keeps %.20q: %v", test.keep, test.label, got)
		}
	}
}
