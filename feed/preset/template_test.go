package preset

import (
	"strings"
	"testing"

	"sockeye/feed/preset/lang"
)

// scope is a Scope for tests.
type scope map[string]lang.Value

func (s scope) Lookup(name string) (lang.Value, bool) {
	v, ok := s[name]
	return v, ok
}

// over returns a scope in which s covers below.
func (s scope) over(below lang.Scope) lang.Scope { return layered{s, below} }

type layered struct{ top, below lang.Scope }

func (l layered) Lookup(name string) (lang.Value, bool) {
	if v, ok := l.top.Lookup(name); ok {
		return v, true
	}
	return l.below.Lookup(name)
}

// sending returns the template of a keepalive, in which ${id} has a value, and the params a and list.
func sending(t testing.TB, yaml string) lang.Template {
	t.Helper()
	p := one(t, "url: ws://h\nparams: {a: 1, list: [x], symbols: [], none: null}\nkeepalive:\n  every: 1s\n  send: "+yaml)
	return *p.Keepalive.Send
}

func TestAFrameIsItsTemplateFilledIn(t *testing.T) {
	s := scope{
		"id": lang.NumberValue(7), "a": lang.TextValue(`q"<>&`), "symbols": lang.ListValue(lang.TextValue("A"), lang.TextValue("B")),
		"list": lang.ListValue(lang.NumberValue(1), lang.ListValue(lang.TextValue("z"))), "none": {},
	}
	tests := []struct{ yaml, want string }{
		{`ping`, `ping`},
		{`""`, ``},
		{`40`, `40`},
		{`"40"`, `40`},
		{`"${id}"`, `7`},
		{`"${id|str}"`, `7`},
		{`{id: "${id}", s: "${id|str}", t: "s${id}"}`, `{"id":7,"s":"7","t":"s7"}`},
		{`{z: 1, a: 2, b: {y: [], x: {}}}`, `{"z":1,"a":2,"b":{"y":[],"x":{}}}`},
		{`["${symbols}", "x${symbols}", "${symbols|str}"]`, `[["A","B"],"xA,B","A,B"]`},
		{`["${list}", "<${list}>"]`, `[[1,["z"]],"<1,z>"]`},
		{`["${a}", "${none}", "-${none}-"]`, `["q\"<>&",null,"--"]`},
		{`[1.10, 0x1F, .5, +5, 1_000, -.5, 5., 007, 1e5, 0o17, 0b11, 123456789012345678901234567890]`,
			`[1.10,31,0.5,5,1000,-0.5,5,7,1e5,15,3,123456789012345678901234567890]`},
		{`[true, False, on, yes, ~, null, "5", .inf, "true"]`, `[true,false,"on","yes",null,null,"5",".inf","true"]`},
		{`{q: "$h: ID!", r: "{}}"}`, `{"q":"$h: ID!","r":"{}}"}`},
		{`["a\n\t\x01é\u2028\\"]`, `["a\n\t\u0001é` + "\u2028" + `\\"]`},
	}
	for _, test := range tests {
		got, err := sending(t, test.yaml).AppendFrame([]byte(">"), s)
		if err != nil || string(got) != ">"+test.want {
			t.Errorf("%s gives %s, %v; want >%s", test.yaml, got, err, test.want)
		}
	}
}

func TestEvalNamesWhatIsMissing(t *testing.T) {
	dst, err := sending(t, `{a: ["${a}", "x${id}"]}`).AppendFrame([]byte("kept"), scope{"a": {}})
	if err == nil || !strings.Contains(err.Error(), "`${id}`") || string(dst) != "kept" {
		t.Errorf("got %s, %v", dst, err)
	}
}

func TestUsesReportsThePlaceholdersOfATemplate(t *testing.T) {
	tmpl := sending(t, `{a: [{b: "x${id|str}"}]}`)
	if !tmpl.Uses("id") || !tmpl.Uses("symbols", "id") || tmpl.Uses("a") || tmpl.Uses("") || tmpl.Uses() {
		t.Error("Uses finds the wrong names")
	}
	var zero lang.Template
	if zero.Uses("id") || !zero.IsZero() || tmpl.IsZero() || tmpl == zero || zero.Messages() != nil {
		t.Error("the zero template is not none")
	}
}

func TestATemplateMayBeSeveralMessages(t *testing.T) {
	tests := []struct {
		yaml string
		want []string
	}{
		{`ping`, []string{`ping`}},
		{`{a: 1}`, []string{`{"a":1}`}},
		{`[{a: 1}, {b: 2}]`, []string{`{"a":1}`, `{"b":2}`}},
		{`[[1], [2]]`, []string{`[1]`, `[2]`}},
		{`[{a: 1}, [2]]`, []string{`[{"a":1},[2]]`}},
		{`[1, 2]`, []string{`[1,2]`}},
		{`[]`, []string{`[]`}},
		{`["${list}"]`, []string{`[["x"]]`}},
	}
	for _, test := range tests {
		var got []string
		for _, m := range sending(t, test.yaml).Messages() {
			frame, err := m.AppendFrame(nil, scope{"list": lang.ListValue(lang.TextValue("x"))})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(frame))
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s is %q, want %q", test.yaml, got, test.want)
		}
	}
}
