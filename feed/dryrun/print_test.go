package dryrun_test

import (
	"strings"
	"testing"

	"sockeye/feed/dryrun"
	"sockeye/feed/preset"
)

// play plays an exchange against a preset in YAML, indented by four, where TOKEN is a secret.
func play(t *testing.T, text, exchange string) string {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n    url: ws://127.0.0.1\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return "token-1234", true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := dryrun.Run(&printed, bound, strings.NewReader(exchange)); err != nil {
		t.Fatal(err)
	}
	return printed.String()
}

const paced = `
    params: {symbols: [A, B, C]}
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {subbed: "${symbol}"}}
    heartbeat: [{pong: "*"}]
    keepalive: {send: {ping: "${id}"}, every: 2s}
    events: [{match: {p: "*"}, label: s, value: p}]
    rate: 1/s
    silence: 1s
    stale: 1s
    reconnect: {max_age: 1s}
`

func TestTimePassesForWhatIsSent(t *testing.T) {
	printed := play(t, paced, `> {"sub":"A","id":1}
> {"sub":"B","id":2}
< {"subbed":"A"}
> {"id":3,"sub":"C"}
< {"s":"A","p":1}
> {"sub":"D","id":4}
> {"ping":4}
< {"pong":4}
> {"ping":6}
> {"ping":5}
< {"s":"A","p":2}
`)
	if n := strings.Count(printed, "would be sent, the same"); n != 5 {
		t.Errorf("%d lines would be sent, want 5", n)
	}
	if n := strings.Count(printed, "would not be sent like this"); n != 2 {
		t.Errorf("%d lines would not be sent, want 2", n)
	}
	if n := strings.Count(printed, "       sends "); n != 5 {
		t.Errorf("sends %d messages, want 5", n)
	}
	for _, never := range []string{"stale", "silence", "max_age", "hangs up", "data again"} {
		if strings.Contains(printed, never) {
			t.Errorf("time brings %q", never)
		}
	}
	if t.Failed() {
		t.Log(printed)
	}
}

func TestSplitFrameIsPrintedOnce(t *testing.T) {
	printed := play(t, `
    frames: {split: "\x1e"}
    events: [{match: {p: "*"}, label: s, value: p}]
`, `<~ {"s":"A","p":1}\x1e{"s":"B","p":2}\x1e
`)
	want := "       event A value=1\n       event B value=2\n"
	if strings.Count(printed, "event") != 2 || !strings.Contains(printed, want) {
		t.Errorf("%s\nlacks\n%s, or has more", printed, want)
	}
	if !strings.Contains(printed, "x is live") || strings.Contains(printed, "ack of") {
		t.Errorf("an ack that was not sent:\n%s", printed)
	}
}

func TestWhatIsPrintedIsSafeToShow(t *testing.T) {
	printed := play(t, `
    headers: {Token: "${secret:TOKEN}"}
    events: [{match: {p: "*"}, label: s, value: p}]
`, "<~ token-1234 \u202e\u200b\u00ad\ue000\u0378\u2028\ufe00\u115f\U000e0041\u0301\x1b[2J\x9b\xff|e\u0301\u0302\u0303|\u0301 ok\u00a0日本\ufffd\n"+
		`< {"s":"tok\u202een-1234","p":1}`+"\n"+`< {"s":"token-1234","p":1}`+"\n")
	if want := "   1 <~ ••• ··········␛[2J\ufffd\ufffd|e\u0301\u0302·|\u0301 ok\u00a0日本\ufffd\n"; !strings.Contains(printed, want) {
		t.Errorf("%q\nlacks\n%q", printed, want)
	}
	if strings.Contains(printed, "token-1234") || strings.Contains(printed, "\u202e") {
		t.Errorf("%q", printed)
	}
}

func TestLabelsThatAreNoSubscriptionsAreFound(t *testing.T) {
	exchange := `< {"s":"BTCUSDT","p":1}
< {"s":"ethusdt","p":1}
< {"s":"ADAUSDT","p":1}
`
	events := "    events: [{match: {p: \"*\"}, label: s, value: p}]\n"
	printed := play(t, "    params: {symbols: [btcusdt, ethusdt]}\n    subscribe: {send: {sub: \"${symbols}\"}}\n"+events, exchange)
	want := "over\n       btcusdt never had an event; labels seen: BTCUSDT, ADAUSDT: give the rule a `label` or `sub` that finds the subscription\n"
	if !strings.HasSuffix(printed, want) || strings.Contains(printed, "ethusdt never") {
		t.Errorf("%s\nlacks\n%s", printed, want)
	}
	if printed := play(t, events, exchange); strings.Contains(printed, "never had") {
		t.Errorf("one subscription to everything:\n%s", printed)
	}
}

// TestWhatGoesOverTheWireIsPrinted, with what ends it, byte for byte, and the place where text is no JSON.
func TestWhatGoesOverTheWireIsPrinted(t *testing.T) {
	printed := play(t, `
    frames: {split: "\x1e", end: "\x1e"}
    hello: [{send: {protocol: json, version: 1}}]
    events: [{match: {p: "*"}, label: s, value: p}]
`, `> {"protocol":"json","version":1}
< {"s":"A","p":1,}
< {"s":"A","p":1}{"s":"A","p":1}
`)
	for _, want := range []string{
		"sends {\"protocol\":\"json\",\"version\":1}\u241e\n", "would be sent, the same",
		"not JSON: unexpected } at byte 16\n", "not JSON: something follows after its end, at byte 16\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("%s\nlacks %s", printed, want)
		}
	}
}
