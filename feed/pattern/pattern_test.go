package pattern

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func textOf(s string) *Text {
	t := new(Text)
	t.Set([]byte(s))
	return t
}

func TestLowerCaseFindsUpperCase(t *testing.T) {
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
	} {
		p, err := Compile(test.expression)
		if err != nil {
			t.Errorf("%s: %v", test.expression, err)
			continue
		}
		if got, _ := p.Match(textOf(test.text)); got != test.want {
			t.Errorf("%s in %s: %v", test.expression, test.text, got)
		}
	}
}

func TestCaseCountsWithAnUpperCaseLetter(t *testing.T) {
	for expr, want := range map[string]bool{
		"error": false, "Error": true, `\S+`: false, `\pL`: false, `\p{Greek}`: false, `\x{2F}`: false, `\p{Greek}E`: true, `\`: false, `\p`: false, `É`: true,
	} {
		if got := SmartCase(expr) == expr; got != want {
			t.Errorf("%s distinguishes case: %v", expr, got)
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
		p, err := Compile(expression)
		if err != nil {
			return
		}
		l := textOf(text)
		if got, _ := p.Match(l); got != p.re.Match(l.bytes) {
			t.Errorf("%q in %q: %v, want %v", expression, l.bytes, got, !got)
		}
		var got, want [][]int
		p.Each(l, false, false, func(from, to int) { got = append(got, []int{from, to}) })
		for _, at := range p.re.FindAllIndex(l.bytes, -1) {
			if at[0] < at[1] {
				want = append(want, at)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: at %v, want %v", expression, l.bytes, got, want)
		}
	})
}

// BenchmarkWorstPattern matches expressions of which no byte decides, by their size.
func BenchmarkWorstPattern(b *testing.B) {
	text := textOf(strings.Repeat("x", 64<<10))
	for _, repeat := range []int{4, 40} {
		p, err := Compile(fmt.Sprintf("x{%d}y|(x|xx){%d}z", repeat, repeat/2))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(p.steps), func(b *testing.B) {
			for b.Loop() {
				p.Match(text)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(min(len(text.bytes), p.Limit())), "ns/byte")
		})
	}
}
