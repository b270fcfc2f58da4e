package config

import (
	"slices"
	"strings"
	"testing"
)

func TestSettingsAreReadAndPrinted(t *testing.T) {
	c, err := parse(shipped(t), "f", []byte(`ui: {theme: deuteranopia, glyphs: ascii, up: red, time: utc, fps: 5, link: 2KiB/s, keys: {freeze: [p, ctrl+f, p], mark: M, sort: []}}`))
	if err != nil {
		t.Fatal(err)
	}
	if ui := c.UI; ui.Theme != "deuteranopia" || ui.Glyphs != "ascii" || !ui.RedUp || !ui.UTC || ui.FPS != 5 || ui.Link != 2048 {
		t.Errorf("%+v", ui)
	}
	want := []KeySetting{{Action: "freeze", Keys: []string{"p", "ctrl+f"}}, {Action: "mark", Keys: []string{"M"}}, {Action: "sort"}}
	if !slices.EqualFunc(c.UI.Keys, want, func(a, b KeySetting) bool { return a.Action == b.Action && slices.Equal(a.Keys, b.Keys) }) {
		t.Errorf("%+v", c.UI.Keys)
	}
	p := c.UI.Keys[1].Problem("no such action", "try another")
	if got := p.String(); !strings.HasPrefix(got, "f:1:115: no such action\n") || !strings.HasSuffix(got, "^ try another") {
		t.Errorf("a problem with a key is reported as\n%s", got)
	}
	again, err := parse(shipped(t), "again", []byte(c.YAML()))
	if err != nil || len(again.UI.Keys) != 3 || again.UI.Theme != "deuteranopia" || !again.UI.RedUp {
		t.Errorf("the configuration that is printed is read as %+v, %v", again, err)
	}
}

func TestWrongSettingsAreReported(t *testing.T) {
	for text, want := range map[string]string{
		"ui: {theme: drak}":                  "`theme` must be one of `auto`, `dark`, `light`, `ansi`, `deuteranopia`, `mono`",
		"ui: {theme: Dark}":                  "^ did you mean `dark`?",
		"ui: {glyphs: unicode}":              "`glyphs` must be one of",
		"ui: {up: blue}":                     "`up` must be one of `green`, `red`",
		"ui: {link: 5/s}":                    "`link`: this is no rate of a link: write `auto`, or bytes a second like `1KiB/s`, 100B/s at least",
		"ui: {time: mars}":                   "`time` must be one of `local`, `utc`",
		"ui: {keys: [p]}":                    "`keys` must be a map of actions and their keys, and this is a list",
		"ui: {keys: {freeze: {a: b}}}":       "a key of `freeze` must be a text, and this is a map",
		"ui: {keys: {freeze: [p, [x]]}}":     "a key of `freeze` must be a text, and this is a list",
		"ui: {keys: {freeze: p, freeze: q}}": "freeze",
	} {
		_, err := parse(shipped(t), "f", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
