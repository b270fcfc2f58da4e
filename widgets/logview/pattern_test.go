package logview

import (
	"reflect"
	"strings"
	"testing"
)

func textLine(text string) *line {
	l := new(line)
	l.set(Entry{Text: []byte(text)})
	return l
}

func TestSmartCase(t *testing.T) {
	for _, test := range []struct {
		expression, text string
		want             bool
	}{
		{"btc", "BTC/USD", true}, {"BTC", "btc/usd", false}, {"BTC", "BTC/USD", true},
		{"btc|eth", "ETH/USD", true}, {"(btc|eth)", "Eth", true}, {"BTC|ETH", "eth", false},
		{`\S+usd`, "BTCUSD", true}, {`\p{Lu}x`, "ax", true}, {`\pLX`, "ax", false}, {`\x{42}c`, "bC", true}, {`\x{42}C`, "bC", false},
		{`\\X`, `\x`, false}, {`\\x`, `\X`, true},
		{"é", "É", true}, {"É", "é", false},
		{"k", "\u212a", true}, {"kelvin", "\u212aELVIN", true}, {"s", "ſ", true},
		{"^a.c$", "ABC", true}, {`\d+\.5`, "61.5", true}, {`price":1`, `{"price":1}`, true},
		{"␛", "\x1b[31m", true}, {"\x1b", "\x1b[31m", false},
	} {
		p, err := compile(test.expression)
		if err != nil {
			t.Errorf("%s: %v", test.expression, err)
			continue
		}
		if got, _ := p.match(textLine(test.text)); got != test.want {
			t.Errorf("%s in %s: %v", test.expression, test.text, got)
		}
	}
}

func TestBadExpression(t *testing.T) {
	for expression, want := range map[string]string{
		"":         "type one",
		"BTC(":     "missing closing )",
		"a**":      "invalid nested repetition",
		`x\`:       "trailing backslash",
		`\p{`:      "invalid character class range",
		"[\x1b[2J": "␛[2J",
		`\x{`:      "invalid escape",

		`(.{1,100}){1,10}z`: "2022 steps, 400 at most",
	} {
		_, err := compile(expression)
		if err == nil {
			t.Errorf("%q: no error", expression)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v, want %s", expression, err, want)
		}
	}
}

// What is searched for as a plain text is what the expression would have found.
func FuzzPattern(f *testing.F) {
	f.Add("btc|eth", "BTC/USD [1]")
	f.Add("k", "\u212a")
	f.Add("(SOL)", "sol SOL")
	f.Add(`a\.b`, "A.B")
	f.Add("|a", "b")
	f.Add("aa|a|ab", "aaab aba")
	f.Fuzz(func(t *testing.T, expression, text string) {
		p, err := compile(expression)
		if err != nil {
			return
		}
		l := textLine(text)
		if got, _ := p.match(l); got != p.re.Match(l.text) {
			t.Errorf("%q in %q: %v, want %v", expression, l.text, got, !got)
		}
		var got, want [][]int
		p.each(l, false, false, func(from, to int) { got = append(got, []int{from, to}) })
		for _, at := range p.re.FindAllIndex(l.text, -1) {
			if at[0] < at[1] {
				want = append(want, at)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: at %v, want %v", expression, l.text, got, want)
		}
	})
}
