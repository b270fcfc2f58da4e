package preset

import (
	"testing"
)

// wanted returns what a match with one entry expects.
func wanted(t testing.TB, yaml string) Expect {
	t.Helper()
	p := one(t, "url: ws://h\nparams: {symbols: []}\nsubscribe: {send: hi, ack: {k: "+yaml+"}}")
	return p.Subscribe.Ack[0].Conds[0].Want
}

func TestExpect(t *testing.T) {
	s := scope{"symbol": TextValue("XBT/USD"), "id": NumberValue(7), "symbols": ListValue(TextValue("A"), TextValue("B"))}
	tests := []struct {
		yaml  string
		text  string
		found Found
		want  bool
	}{
		{`64008`, "64008", Scalar, true}, {`"64008"`, "64008", Scalar, true}, {`1.10`, "1.1", Scalar, false}, {`x`, "", Absent, false},
		{`true`, "true", Scalar, true}, {`True`, "true", Scalar, true}, {`""`, "", Scalar, true}, {`""`, "", Absent, false}, {`a`, "a", Container, false},
		{`[a, 5]`, "5", Scalar, true}, {`[a, 5]`, "b", Scalar, false}, {`[a, null]`, "", Absent, true}, {`[/^x/, "*"]`, "", Container, true},
		{`"*"`, "", Scalar, true}, {`"*"`, "", Container, true}, {`"*"`, "", Absent, false},
		{`null`, "", Absent, true}, {`~`, "null", Scalar, false}, {`null`, "", Container, false}, {`"null"`, "null", Scalar, true},
		{`/^ohlc-/`, "ohlc-5", Scalar, true}, {`/^ohlc-/`, "xohlc-5", Scalar, false}, {`/^ohlc-/`, "ohlc", Scalar, false}, {`/^ohlc-/`, "ohlc-5", Container, false},
		{`/^ping$/`, "ping", Scalar, true}, {`/^ping$/`, "pings", Scalar, false}, {`/b+c/`, "abbc", Scalar, true}, {`/(?i)^ab/`, "ABc", Scalar, true},
		{`/é/`, "né", Scalar, true}, {`/`, "/", Scalar, true},
		{`"${symbol}"`, "XBT/USD", Scalar, true}, {`"${symbol}"`, "ETH/USD", Scalar, false}, {`"s${id}"`, "s7", Scalar, true}, {`"${id}"`, "7", Scalar, true},
		{`"${symbols}"`, "B", Scalar, true}, {`"${symbols}"`, "C", Scalar, false}, {`[x, "${symbol}"]`, "x", Scalar, true}, {`"${symbol}"`, "", Absent, false},
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
	if e.Matches([]byte("abc"), Scalar, scope{"symbol": TextValue("/.*/")}) || e.Matches([]byte("abc"), Scalar, scope{"symbol": TextValue("*")}) {
		t.Error("the value of a placeholder is taken for more than a text")
	}
	if e.Matches([]byte("abc"), Scalar, scope{}) || e.Matches([]byte("abc"), Scalar, nil) {
		t.Error("a placeholder without a value matches")
	}
}

func TestAnchoredLiteralsNeedNoRegexp(t *testing.T) {
	for yaml, want := range map[string]comparison{
		`/^ohlc-/`: wantPrefix, `/^a\.b/`: wantPrefix, `/^ohlc$/`: wantText, `/ohlc/`: wantRegexp, `/^a|b/`: wantRegexp, `/(?m)^a/`: wantRegexp,
		`/(?i)^a/`: wantRegexp, `/^a+/`: wantRegexp,
	} {
		if got := wanted(t, yaml).how; got != want {
			t.Errorf("%s is compared as %d, want %d", yaml, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	p := one(t, `
url: ws://h
params: {symbols: []}
heartbeat: [pong, "2", "/^{}$/", {a.b: 1, $.c: [2, 3]}]
status: {x: y}
subscribe: {send: "${symbol}", ack: [{a: b}, {k: [c, "${symbol|str}"]}], fail: "no ${id}"}
`)
	if len(p.Heartbeat) != 4 || p.Heartbeat[0].Raw == nil || !p.Heartbeat[1].Raw.Matches([]byte("2"), Scalar, nil) ||
		!p.Heartbeat[2].Raw.Matches([]byte("{}"), Scalar, nil) {
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
	var none Match
	if none.Uses("id") {
		t.Error("the empty match uses a name")
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	text := []byte("ohlc-5")
	for _, yaml := range []string{`/^ohlc-/`, `ohlc-5`, `[a, ohlc-5]`, `/o.*5/`, `"*"`} {
		e := wanted(t, yaml)
		if n := testing.AllocsPerRun(100, func() { e.Matches(text, Scalar, nil) }); n != 0 {
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
				e.Matches(text, Scalar, nil)
			}
		})
	}
}
