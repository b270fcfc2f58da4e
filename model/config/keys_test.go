package config

import (
	"slices"
	"strings"
	"testing"
)

func TestKeysHaveTheNamesOfBubbleTea(t *testing.T) {
	c, err := parse("ui: {}", "f", []byte(`ui: {keys: {a: [ctrl+f, ö, CTRL+F], b: F3, c: Alt+Ctrl+Z, d: "*", e: "+", f: ctrl++, g: PgDown, h: shift+tab}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"ctrl+f ö", "f3", "ctrl+alt+z", "*", "+", "ctrl++", "pgdown", "shift+tab"}
	for i, k := range c.UI.Keys {
		if got := strings.Join(k.Keys, " "); got != want[i] {
			t.Errorf("`%s` has the keys %q, want %q", k.Action, got, want[i])
		}
	}
}

func TestWhatIsNoKeyIsReported(t *testing.T) {
	for text, want := range map[string][]string{
		`{a: ctlr+p}`:       {"f:1:13: `ctlr+p` is no key", "did you mean `ctrl`?"},
		`{a: shift+a}`:      {"`shift+a` is no key", "write `A`, say"},
		`{a: pagedown}`:     {"did you mean `pgdown`?"},
		`{a: " "}`:          {"the space bar is `space`"},
		`{a: ""}`:           {"`` is no key"},
		`{a: [x, Space+P]}`: {"`Space+P` is no key", "what can be held is ctrl, alt and shift"},
	} {
		_, err := parse("ui: {}", "f", []byte("ui: {keys: "+text+"}"))
		if err == nil || slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(err.Error(), w) }) {
			t.Errorf("%s: %v\nwant %s", text, err, want)
		}
	}
}
