package yamldoc

import (
	"slices"
	"testing"
)

func TestAMapIsCutIntoItsPairs(t *testing.T) {
	text := "ui: {time: utc}\npresets:\n\n  # about a\n  a: {url: ws://a}\n\n  # about b\n  # too\n  b:\n    # alerts\n    text: |\n      c: d\n  # the end\n"
	rest, parts, ok := NewSource("f", []byte(text)).Cut("presets")
	if !ok || rest.text() != "ui: {time: utc}\npresets: {}" {
		t.Fatalf("the rest is %q", rest.text())
	}
	var got []string
	for _, p := range parts {
		got = append(got, p.Name+" "+p.Source().text())
	}
	want := []string{"a \n\n\n  # about a\n  a: {url: ws://a}\n", "b \n\n\n\n\n\n  # about b\n  # too\n  b:\n    # alerts\n    text: |\n      c: d\n  # the end\n"}
	if !slices.Equal(got, want) {
		t.Errorf("the parts are %q\nwant %q", got, want)
	}
	if b := parts[1]; b.Mentions("alerts") || !b.Mentions("text") {
		t.Error("what a comment mentions is none of the text")
	}
}

func TestAMapInAnotherFormIsNotCut(t *testing.T) {
	for _, text := range []string{"", "presets: {a: {url: ws://a}}", "presets:\n a:\n  b: c\n", "presets:\n  a:\n    b: c\nui: {}\n", "presets:\n  a\n", "presets:\n- a\n"} {
		if _, parts, ok := NewSource("f", []byte(text)).Cut("presets"); ok {
			t.Errorf("%q is cut into %d parts", text, len(parts))
		}
	}
}
