package preset

import (
	"regexp"
	"slices"
	"testing"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// wanted returns what a match with one entry expects.
func wanted(t testing.TB, yaml string) lang.Expect {
	t.Helper()
	p := one(t, "url: ws://h\nparams: {symbols: []}\nsubscribe: {send: hi, ack: {k: "+yaml+"}}")
	return p.Subscribe.Ack[0].Conds[0].Want
}

func TestAnExpectedValueIsATextAListOrAPattern(t *testing.T) {
	s := scope{"symbol": lang.TextValue("XBT/USD"), "id": lang.NumberValue(7), "symbols": lang.ListValue(lang.TextValue("A"), lang.TextValue("B"))}
	tests := []struct {
		yaml  string
		text  string
		found lang.Found
		want  bool
	}{
		{`64008`, "64008", lang.Scalar, true}, {`"64008"`, "64008", lang.Scalar, true}, {`1.10`, "1.1", lang.Scalar, false}, {`x`, "", lang.Absent, false},
		{`true`, "true", lang.Scalar, true}, {`True`, "true", lang.Scalar, true}, {`""`, "", lang.Scalar, true}, {`""`, "", lang.Absent, false}, {`a`, "a", lang.Container, false},
		{`[a, 5]`, "5", lang.Scalar, true}, {`[a, 5]`, "b", lang.Scalar, false}, {`[a, null]`, "", lang.Absent, true}, {`[/^x/, "*"]`, "", lang.Container, true},
		{`"*"`, "", lang.Scalar, true}, {`"*"`, "", lang.Container, true}, {`"*"`, "", lang.Absent, false},
		{`null`, "", lang.Absent, true}, {`~`, "null", lang.Scalar, false}, {`null`, "", lang.Container, false}, {`"null"`, "null", lang.Scalar, true},
		{`/^ohlc-/`, "ohlc-5", lang.Scalar, true}, {`/^ohlc-/`, "xohlc-5", lang.Scalar, false}, {`/^ohlc-/`, "ohlc", lang.Scalar, false}, {`/^ohlc-/`, "ohlc-5", lang.Container, false},
		{`/^ping$/`, "ping", lang.Scalar, true}, {`/^ping$/`, "pings", lang.Scalar, false}, {`/b+c/`, "abbc", lang.Scalar, true}, {`/(?i)^ab/`, "ABc", lang.Scalar, true},
		{`/é/`, "né", lang.Scalar, true}, {`/`, "/", lang.Scalar, true},
		{`"${symbol}"`, "XBT/USD", lang.Scalar, true}, {`"${symbol}"`, "ETH/USD", lang.Scalar, false}, {`"s${id}"`, "s7", lang.Scalar, true}, {`"${id}"`, "7", lang.Scalar, true},
		{`"${symbols}"`, "B", lang.Scalar, true}, {`"${symbols}"`, "C", lang.Scalar, false}, {`[x, "${symbol}"]`, "x", lang.Scalar, true}, {`"${symbol}"`, "", lang.Absent, false},
	}
	for _, test := range tests {
		e := wanted(t, test.yaml)
		if got := e.Matches([]byte(test.text), test.found, s); got != test.want {
			t.Errorf("%s against %q (%d) is %v", test.yaml, test.text, test.found, got)
		}
	}
}

func TestTextFromOutsideIsNoRegexp(t *testing.T) {
	e := wanted(t, `"${symbol}"`)
	if e.Matches([]byte("abc"), lang.Scalar, scope{"symbol": lang.TextValue("/.*/")}) || e.Matches([]byte("abc"), lang.Scalar, scope{"symbol": lang.TextValue("*")}) {
		t.Error("the value of a placeholder is read as more than a text")
	}
	if e.Matches([]byte("abc"), lang.Scalar, scope{}) || e.Matches([]byte("abc"), lang.Scalar, nil) {
		t.Error("a placeholder without a value matches")
	}
}

func TestAMatchHoldsIfOneOfItsPatternsDoes(t *testing.T) {
	p := one(t, `
url: ws://h
params: {symbols: []}
heartbeat: [pong, "2", "/^{}$/", {a.b: 1, $.c: [2, 3]}]
status: {x: y}
subscribe: {send: "${symbol}", ack: [{a: b}, {k: [c, "${symbol|str}"]}], fail: "no ${id}"}
`)
	if len(p.Heartbeat) != 4 || p.Heartbeat[0].Raw == nil || !p.Heartbeat[1].Raw.Matches([]byte("2"), lang.Scalar, nil) ||
		!p.Heartbeat[2].Raw.Matches([]byte("{}"), lang.Scalar, nil) {
		t.Errorf("raw patterns: %+v", p.Heartbeat)
	}
	if c := p.Heartbeat[3].Conds; len(c) != 2 || c[0].Path.String() != "a.b" || !c[1].Path.Root || p.Heartbeat[3].Raw != nil {
		t.Errorf("conditions: %+v", c)
	}
	if len(p.Status) != 1 || p.Status.Uses("symbol") || p.Status[0].Conds[0].Want.Dynamic() {
		t.Errorf("status: %+v", p.Status)
	}
	sub := p.Subscribe
	if !sub.Ack.Uses("symbol") || sub.Ack.Uses("id") || !sub.Fail.Uses("symbol", "id") || !sub.Ack[1].Conds[0].Want.Dynamic() || !sub.Fail[0].Raw.Dynamic() {
		t.Error("Uses or Dynamic is wrong")
	}
	var none lang.Match
	if none.Uses("id") {
		t.Error("the empty match uses a name")
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	text := []byte("ohlc-5")
	for _, yaml := range []string{`/^ohlc-/`, `ohlc-5`, `[a, ohlc-5]`, `/o.*5/`, `"*"`} {
		e := wanted(t, yaml)
		allocations := func() float64 { return testing.AllocsPerRun(100, func() { e.Matches(text, lang.Scalar, nil) }) }
		// With the race detector, sync.Pool loses by chance what regexp has put into it: the fewest of some tries are those of a match.
		n := allocations()
		for range 9 {
			n = min(n, allocations())
		}
		if n != 0 {
			t.Errorf("%s costs %v allocations", yaml, n)
		}
	}
}

func BenchmarkMatches(b *testing.B) {
	text := []byte("ohlc-5")
	for _, yaml := range []string{`/^ohlc-/`, `/ohlc-./`, `[heartbeat, pong]`} {
		b.Run(yaml, func(b *testing.B) {
			e := wanted(b, yaml)
			b.ReportAllocs()
			for b.Loop() {
				e.Matches(text, lang.Scalar, nil)
			}
		})
	}
}

// FuzzMatch reads a match as the file has it, and compares its expectations with a text.
func FuzzMatch(f *testing.F) {
	for _, seed := range []struct{ yaml, text string }{
		{`pong`, "pong"}, {`"/^(ping|pong)$/"`, "ping"}, {`[{a.b: 1, $.c: [2, 3]}, "2"]`, "2"}, {`{k: "*", l: null}`, ""}, {`{k: /^ohlc-/}`, "ohlc-5"},
		{`{k: "${symbol}"}`, "XBT/USD"}, {`{k: ["s${id|str}", /b+c/]}`, "s7"}, {`"no ${id}"`, "no 7"}, {`{k: "/${id}/"}`, "7"}, {`{k: /(/}`, "("},
		{`{event: [pusher:ping]}`, "pusher:ping"}, {`{k: /^é$/}`, "é"}, {`{k: /(?i)^ab/}`, "AB"}, {`'/^\x{fffd}/'`, "\xff"}, {`{a..b: {c: []}}`, "c"},
		{`'/^\Q.\E$/'`, "."}, {`{k: "${symbols}"}`, "B"}, {`{k: "${none}"}`, ""}, {`'/(?m)^a$/'`, "b\na"},
	} {
		f.Add(seed.yaml, []byte(seed.text))
	}
	s := scope{"symbol": lang.TextValue("XBT/USD"), "id": lang.NumberValue(7), "symbols": lang.ListValue(lang.TextValue("A"), lang.Value{}), "none": {}}
	f.Fuzz(func(t *testing.T, yaml string, text []byte) {
		src := yamldoc.NewSource("", []byte(yaml))
		n := src.Parse()
		if n == nil {
			return
		}
		r := &texts{src: src, params: []string{"symbols", "none"}}
		m := r.match(src.Fields(&yamldoc.Node{Kind: lang.Map, Keys: []yamldoc.Key{{Name: "match"}}, Items: []*yamldoc.Node{n}}, "preset"), "match", atAnswer)
		if len(src.Problems) > 0 {
			if src.Problems.Error() == "" {
				t.Fatal("an empty report")
			}
			return
		}
		if len(m) == 0 {
			t.Fatalf("%s matches nothing, and is accepted", yaml)
		}
		var wants []lang.Expect
		for _, p := range m {
			if (p.Raw == nil) == (len(p.Conds) == 0) {
				t.Fatalf("%s is both raw text and conditions, or neither", yaml)
			}
			if p.Raw != nil {
				wants = append(wants, *p.Raw)
			}
			for _, c := range p.Conds {
				wants = append(wants, c.Want)
			}
		}
		names := []string{"symbol", "id", "symbols", "none"}
		if uses := slices.ContainsFunc(wants, func(e lang.Expect) bool { return e.Uses(names...) }); m.Uses(names...) != uses {
			t.Errorf("%s uses a name: %v, its parts: %v", yaml, !uses, uses)
		}
		for _, e := range wants {
			for _, found := range []lang.Found{lang.Absent, lang.Scalar, lang.Container} {
				with, without := e.Matches(text, found, s), e.Matches(text, found, nil)
				if with != without && !e.Dynamic() {
					t.Errorf("%s needs a scope without saying so", yaml)
				}
				if without && !with {
					t.Errorf("%s matches %q only without a scope", yaml, text)
				}
			}
		}
		if n.Kind == lang.String {
			if expr, ok := lang.AsRegexp(n.Text); ok && m[0].Raw.Matches(text, lang.Scalar, nil) != regexp.MustCompile(expr).Match(text) {
				t.Errorf("%s against %q is not what the regular expression says", yaml, text)
			}
		}
	})
}
