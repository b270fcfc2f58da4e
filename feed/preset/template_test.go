package preset

import (
	"strings"
	"testing"
)

// scope is a Scope for tests.
type scope map[string]Value

func (s scope) Lookup(name string) (Value, bool) {
	v, ok := s[name]
	return v, ok
}

// over returns a scope in which s covers below.
func (s scope) over(below Scope) Scope { return layered{s, below} }

type layered struct{ top, below Scope }

func (l layered) Lookup(name string) (Value, bool) {
	if v, ok := l.top.Lookup(name); ok {
		return v, true
	}
	return l.below.Lookup(name)
}

// sending returns the template of a keepalive, in which ${id} has a value, and the params a and list.
func sending(t testing.TB, yaml string) Template {
	t.Helper()
	p := one(t, "url: ws://h\nparams: {a: 1, list: [x], symbols: [], none: null}\nkeepalive:\n  every: 1s\n  send: "+yaml)
	return *p.Keepalive.Send
}

func TestAppendFrame(t *testing.T) {
	s := scope{
		"id": NumberValue(7), "a": TextValue(`q"<>&`), "symbols": ListValue(TextValue("A"), TextValue("B")),
		"list": ListValue(NumberValue(1), ListValue(TextValue("z"))), "none": {},
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

func TestTemplateUses(t *testing.T) {
	tmpl := sending(t, `{a: [{b: "x${id|str}"}]}`)
	if !tmpl.Uses("id") || !tmpl.Uses("symbols", "id") || tmpl.Uses("a") || tmpl.Uses("") || tmpl.Uses() {
		t.Error("Uses finds the wrong names")
	}
	var zero Template
	if zero.Uses("id") || !zero.IsZero() || tmpl.IsZero() || tmpl == zero || zero.Messages() != nil {
		t.Error("the zero template is not none")
	}
}

func TestMessages(t *testing.T) {
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
			frame, err := m.AppendFrame(nil, scope{"list": ListValue(TextValue("x"))})
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

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"", "${id}", "a${b|str}c", "${", "${}", "${|str}", "${a|b}", "$${x}}", "${secret:@/a|b|str}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pieces, err := parsePieces(text)
		if err != nil || pieces == nil {
			if err == nil && strings.Contains(text, "${") {
				t.Errorf("%q has a placeholder that was not seen", text)
			}
			return
		}
		var back strings.Builder
		for _, p := range pieces {
			back.WriteString(p.text)
			if p.name != "" {
				back.WriteString("${" + p.name)
				if p.str {
					back.WriteString("|str")
				}
				back.WriteString("}")
			}
		}
		if back.String() != text {
			t.Errorf("%q became %q", text, back.String())
		}
	})
}
