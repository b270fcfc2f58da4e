package yamldoc

import (
	"testing"
)

// TestColonsInPlainTextsArePartOfThem reads texts without quotes that hold a colon with nothing blank after it (YAML 1.2, section
// 7.3.3), in blocks and brackets.
func TestColonsInPlainTextsArePartOfThem(t *testing.T) {
	for list, want := range map[string]string{
		`[BINANCE:BTCUSDT]`:     `["BINANCE:BTCUSDT"]`,
		`[rooms:lobby, b, c:d]`: `["rooms:lobby","b","c:d"]`,
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
			src := NewSource("", []byte(yaml))
			n := src.Parse()
			if err := src.Problems.Err(); err != nil {
				t.Errorf("%s: %v", yaml, err)
				continue
			}
			for n.Child("k") == nil {
				n = n.Items[0]
			}
			if got := string(n.Child("k").Value().AppendJSON(nil)); got != want {
				t.Errorf("%s is %s, want %s", yaml, got, want)
			}
		}
	}
}
