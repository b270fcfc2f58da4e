package preset

import (
	"reflect"
	"strings"
	"testing"

	"sockeye/feed/preset/lang"
)

func TestPresetHasWhatItWaitsFor(t *testing.T) {
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
	if key, err := e.Sub[1].Key.Text(scope{"id": lang.NumberValue(7)}); err != nil || key != "s7" {
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
		_, err := Parse("f", []byte(entryText("url: ws://h\n"+test.lines)))
		if err == nil || strings.Count(err.Error(), "f:") != 1 || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\n%v\nwant only %s", test.lines, err, test.want)
		}
	}
}
