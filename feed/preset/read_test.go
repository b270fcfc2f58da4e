package preset

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

func TestAPresetIsFoundByItsName(t *testing.T) {
	all := load(t, "presets: {a: {url: ws://a}, b: {url: ws://b}}")
	if p, ok := all.Find("b"); !ok || p != all[1] {
		t.Error("b is not found")
	}
	if _, ok := all.Find("d"); ok {
		t.Error("d is found")
	}
}

// TestAPresetThatIsReadAloneIsTheSame as one that is read with all others, its place and its text included.
func TestAPresetThatIsReadAloneIsTheSame(t *testing.T) {
	together := load(t, string(shipped(t)))
	_, parts, ok := Cut(yamldoc.NewSource("test.yaml", shipped(t)), []string{"tail"})
	if !ok || len(parts) != len(together) {
		t.Fatalf("the shipped configuration is cut into %d presets of %d", len(parts), len(together))
	}
	for i, part := range parts {
		p, err := ReadPart(part)
		if err != nil {
			t.Fatal(err)
		}
		p.src = together[i].src // which has the lines of the others too
		if !reflect.DeepEqual(p, together[i]) {
			t.Errorf("%s is\n%+v\nand with the others\n%+v", part.Name, p, together[i])
		}
	}
	for _, wrong := range []string{"presets:\n  tail:\n    url: ws://h\n", "presets:\n  a b:\n    url: ws://h\n", "presets:\n  a: {url: ws://h}\n  a: {url: ws://h}\n"} {
		if _, _, ok := Cut(yamldoc.NewSource("test.yaml", []byte(wrong)), []string{"tail"}); ok {
			t.Errorf("the names are not read of\n%s", wrong)
		}
	}
}

func TestParseReadsNothingButPresets(t *testing.T) {
	presets := load(t, "open: [none]\nui: {no: setting}\npresets: {a: {url: ws://a}}\n")
	if !slices.Equal(presets.Names(), []string{"a"}) {
		t.Errorf("%q", presets.Names())
	}
	for _, text := range []string{"", "[a]", "ui: {}"} {
		if presets, err := Parse("f", []byte(text)); err != nil || len(presets) != 0 {
			t.Errorf("%q is read as %q, %v", text, presets.Names(), err)
		}
	}
	var problems yamldoc.Problems
	if _, err := Parse("f", []byte("presets: {a: {url: ws://a, silense: 1s}, 'b c': {url: ws://b}}")); !errors.As(err, &problems) || len(problems) != 2 {
		t.Errorf("%v", err)
	}
}

func TestThePlaceOfAWrongAlertIsItsCommand(t *testing.T) {
	p := one(t, "url: ws://h\nalerts: [gap, A > 5 run page]\n")
	if got := p.AlertProblem(1, "no such command", "add it").String(); !strings.HasPrefix(got, "test.yaml:4:25: no such command\n") || !strings.HasSuffix(got, "^ add it") {
		t.Error(got)
	}
}

func TestYAMLReadsBackTheSame(t *testing.T) {
	for name, text := range map[string]string{
		"shipped": string(shipped(t)),
		"a block": `
presets:
     # mine
     kraken:
          url: wss://example.org   # here
          # inside
          description: |
            two
             lines
          events: [{match: {a: [1.10, "2"]},
             value: b}]

     # the next one
     other: {url: ws://o}
# about nothing
ui:
  time: utc
`,
		"brackets": "presets: {a: {url: ws://a, params: {n: 0x1F, s: '1'}}, 'true': {url: ws://b}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			presets := load(t, text)
			var yaml strings.Builder
			for _, p := range presets {
				yaml.WriteString(p.YAML())
			}
			again := load(t, "presets:\n"+yaml.String())
			if !slices.Equal(again.Names(), presets.Names()) {
				t.Fatalf("%q became %q\n%s", presets.Names(), again.Names(), yaml.String())
			}
			for i := range presets {
				if got, want := stripped(again[i]), stripped(presets[i]); !reflect.DeepEqual(got, want) {
					t.Errorf("%s changed:\n%+v\n%+v\n%s", want.Name, got, want, yaml.String())
				}
			}
			if name == "a block" && !strings.HasPrefix(yaml.String(), "  # mine\n  kraken:\n       url: wss://example.org   # here\n") {
				t.Errorf("the entry is not as written:\n%s", yaml.String())
			}
		})
	}
}

// itself is a Scope in which every placeholder stands for its own name.
type itself struct{}

func (itself) Lookup(name string) (lang.Value, bool) { return lang.TextValue("${" + name + "}"), true }

// stripped returns a preset without what says where it stands, and with numbers in the one spelling that
// JSON has.
func stripped(p *Preset) Preset {
	q := *p
	q.Position, q.text, q.src, q.urlLine, q.urlColumn, q.proxyLine, q.proxyColumn, q.refs = yamldoc.Position{}, "", nil, 0, 0, 0, 0, nil
	q.Headers = slices.Clone(p.Headers)
	for i := range q.Headers {
		q.Headers[i].line, q.Headers[i].column = 0, 0
	}
	q.Params = slices.Clone(p.Params)
	for i, param := range q.Params {
		v, _ := param.Value.Eval(itself{})
		q.Params[i] = Param{Name: param.Name + "=" + string(v.AppendJSON(nil))}
	}
	return q
}
