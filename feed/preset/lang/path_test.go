package lang

import (
	"reflect"
	"strings"
	"testing"
)

func TestPathsAreParsed(t *testing.T) {
	name := func(s string) Step { return Step{Name: s} }
	index := func(s string, i int) Step { return Step{Name: s, Index: i, IsIndex: true} }
	tests := []struct {
		src  string
		root bool
		want []Step
	}{
		{"a", false, []Step{name("a")}},
		{"result.symbol", false, []Step{name("result"), name("symbol")}},
		{"a.b.0.-1", false, []Step{name("a"), name("b"), index("0", 0), index("-1", -1)}},
		{"-2", false, []Step{index("-2", -2)}},
		{"$", true, nil},
		{"$.-1", true, []Step{index("-1", -1)}},
		{"$prefix", false, []Step{name("$prefix")}},
		{"$body.1.p", false, []Step{name("$body"), index("1", 1), name("p")}},
		{`a\.b.c`, false, []Step{name("a.b"), name("c")}},
		{`a\\b`, false, []Step{name(`a\b`)}},
		{"events.*.tickers", false, []Step{name("events"), {Name: "*", Any: true}, name("tickers")}},
		{"007.-0.99999999999", false, []Step{name("007"), name("-0"), name("99999999999")}},
		{"a b.é", false, []Step{name("a b"), name("é")}},
	}
	for _, test := range tests {
		p, err := ParsePath(test.src)
		if err != nil || p.Root != test.root || !reflect.DeepEqual(p.Steps, test.want) || p.String() != test.src {
			t.Errorf("%q is %+v, %v; want %v %+v", test.src, p, err, test.root, test.want)
		}
	}
	for src, want := range map[string]string{
		"": "leads nowhere", ".": "empty step", "a.": "empty step", ".a": "empty step", "a..b": "empty step", "$.": "empty step",
		`a\`: "escapes nothing", `a\n`: "escapes nothing",
	} {
		if _, err := ParsePath(src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", src, err, want)
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, s := range []string{"", "a.b.0.-1", "$.-1", "$", `a\.b`, `\`, "..", "*.*", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		p, err := ParsePath(src)
		if err != nil {
			return
		}
		// Written out again, the steps are the path.
		var names []string
		if p.Root {
			names = append(names, "$")
		}
		for _, s := range p.Steps {
			if s.Name == "" {
				t.Fatalf("%q has an empty step", src)
			}
			names = append(names, strings.NewReplacer(`\`, `\\`, ".", `\.`).Replace(s.Name))
		}
		if got := strings.Join(names, "."); got != src {
			t.Fatalf("%q became %q", src, got)
		}
	})
}
