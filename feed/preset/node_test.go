package preset

import (
	"testing"

	"sockeye/feed/preset/lang"
)

// TestColonsInPlainTexts reads texts without quotes that hold a colon with nothing blank after it (YAML 1.2, section
// 7.3.3), in blocks and brackets.
func TestColonsInPlainTexts(t *testing.T) {
	for list, want := range map[string]string{
		`[BINANCE:BTCUSDT]`:     `["BINANCE:BTCUSDT"]`,
		`[room:lobby, b, c:d]`:  `["room:lobby","b","c:d"]`,
		`[a:b:c, e::f]`:         `["a:b:c","e::f"]`,
		`[x:1, 12:30, 1:2:3]`:   `["x:1","12:30","1:2:3"]`,
		`[true:a, null:b, ~:c]`: `["true:a","null:b","~:c"]`,
		`[a:true, a:null, a:~]`: `["a:true","a:null","a:~"]`,
		`[a b:c d, a :b]`:       `["a b:c d","a :b"]`,
		`[http://x/y:1]`:        `["http://x/y:1"]`,
		`[é:ü b:c]`:             `["é:ü b:c"]`,
		`[[a:b], [c, d:e]]`:     `[["a:b"],["c","d:e"]]`,
		"[a:b # c\n    , d:e]":  `["a:b","d:e"]`,
		`[a: b, c: 1, "d": e]`:  `[{"a":"b"},{"c":1},{"d":"e"}]`,
		`[{a: b}, {c: d:e}]`:    `[{"a":"b"},{"c":"d:e"}]`,
	} {
		for _, yaml := range []string{"{k: " + list + "}", "{x: {k: " + list + ", y: f:g}}", "[{k: " + list + "}]", "k: " + list} {
			src := newSource("", []byte(yaml))
			n := src.parse()
			if err := src.problems.err(); err != nil {
				t.Errorf("%s: %v", yaml, err)
				continue
			}
			for n.child("k") == nil {
				n = n.items[0]
			}
			if got := string(n.child("k").value().AppendJSON(nil)); got != want {
				t.Errorf("%s is %s, want %s", yaml, got, want)
			}
		}
	}
}

func TestNamesWithColonsNeedNoQuotes(t *testing.T) {
	p := one(t, "url: ws://h\nparams: {symbols: [BINANCE:BTCUSDT, room:lobby]}\nheartbeat: {event: [pusher:ping, /^a:b/]}")
	b, err := p.Bind(Env{}, nil)
	if err != nil || len(b.Symbols) != 2 || b.Symbols[0] != "BINANCE:BTCUSDT" || b.Symbols[1] != "room:lobby" {
		t.Errorf("symbols %q, %v", b.Symbols, err)
	}
	want := p.Heartbeat[0].Conds[0].Want
	if !want.Matches([]byte("pusher:ping"), lang.Scalar, nil) || !want.Matches([]byte("a:bc"), lang.Scalar, nil) || want.Matches([]byte("ping"), lang.Scalar, nil) {
		t.Errorf("heartbeat: %+v", want)
	}
}
