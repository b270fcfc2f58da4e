package config

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"
)

// shipped returns the text of the configuration that is part of the program.
func shipped(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parse reads a configuration on top of another one.
func parse(builtIn, file string, text []byte) (*Config, error) {
	return (&Loader{BuiltIn: []byte(builtIn), Reserved: []string{"check", "tail"}}).Parse(file, text)
}

// load reads a configuration on its own, which must be right.
func load(t testing.TB, text string) *Config {
	t.Helper()
	c, err := parse(text, "", nil)
	if err != nil {
		t.Fatalf("the configuration is refused:\n%v", err)
	}
	return c
}

func TestTheShippedConfigurationOpensTheDemo(t *testing.T) {
	c := load(t, shipped(t))
	if want := (UI{Theme: "auto", Glyphs: "auto", History: 64 << 20}); c.Source != yamldoc.BuiltIn || !slices.Equal(c.Open, []string{"demo"}) || !reflect.DeepEqual(c.UI, want) {
		t.Errorf("settings %q %q %+v", c.Source, c.Open, c.UI)
	}
}

func TestAFileIsReadOnTopOfTheShippedConfiguration(t *testing.T) {
	base := "open: [a]\nui: {fps: 20, time: utc}\npresets:\n  a: {url: ws://a}\n  b: {url: ws://b}\n"
	file := "ui: {history: 1MiB, time: local}\npresets:\n  c: {url: ws://c}\n  a: {url: ws://new}\n"
	c, err := parse(base, "my.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if c.Source != "my.yaml" || !slices.Equal(c.Open, []string{"a"}) {
		t.Errorf("source %q, open %q", c.Source, c.Open)
	}
	if want := (UI{Theme: "auto", Glyphs: "auto", FPS: 20, History: 1 << 20}); !reflect.DeepEqual(c.UI, want) {
		t.Errorf("ui %+v, want %+v", c.UI, want)
	}
	var got []string
	for _, p := range c.Presets.All() {
		url, _ := p.URL.Text(nil)
		got = append(got, p.Name+" "+url+" "+p.Position.String())
	}
	want := []string{"a ws://new my.yaml:4:3", "b ws://b built-in:5:3", "c ws://c my.yaml:3:3"}
	if !slices.Equal(got, want) {
		t.Errorf("presets %q\nwant %q", got, want)
	}
	if c, err = parse(base, "my.yaml", []byte("open: [b]\n")); err != nil || !slices.Equal(c.Open, []string{"b"}) {
		t.Errorf("open is not replaced: %+v, %v", c, err)
	}
}

func TestYAMLReadsBackTheSame(t *testing.T) {
	mine := "presets:\n  # a comment\n  kraken: {url: wss://example.org}\nui:\n  time: utc\n"
	for name, test := range map[string]struct{ base, file string }{
		"shipped":  {shipped(t), ""},
		"replaced": {shipped(t), mine},
		"brackets": {"presets: {'true': {url: ws://b}}\nopen: ['true']", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var file []byte
			if test.file != "" {
				file = []byte(test.file)
			}
			c, err := parse(test.base, "my.yaml", file)
			if err != nil {
				t.Fatal(err)
			}
			text := c.YAML()
			again := load(t, text)
			if !reflect.DeepEqual(again.Open, c.Open) || !reflect.DeepEqual(again.UI, c.UI) {
				t.Errorf("settings changed: %+v %+v\n%s", again.Open, again.UI, text)
			}
			entries := func(presets preset.List) (all []string) {
				for _, p := range presets {
					all = append(all, p.YAML())
				}
				return all
			}
			for i, entry := range entries(again.Presets.All()) { // the origin stands above it, as a comment
				if want := entries(c.Presets.All())[i]; !strings.HasSuffix(entry, want) {
					t.Errorf("an entry changed:\n%s\n%s", want, entry)
				}
			}
			if !slices.Equal(again.Presets.Names(), c.Presets.Names()) {
				t.Errorf("%q became %q", c.Presets.Names(), again.Presets.Names())
			}
			if test.file != "" && !strings.Contains(text, "  # my.yaml\n  # a comment\n  kraken:") {
				t.Errorf("the entry does not say where it comes from:\n%s", text)
			}
		})
	}
}

func TestProblemsAreSortedAndOneReportHoldsThemAll(t *testing.T) {
	_, err := parse("ui: {fps: 0}\n", "b.yaml", []byte("open: [x]\nui: {fps: 99}\n"))
	var problems yamldoc.Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Fatalf("%v", err)
	}
	if problems[0].File != "b.yaml" || problems[0].Line != 1 || problems[1].Line != 2 || problems[2].File != yamldoc.BuiltIn {
		t.Errorf("not sorted:\n%v", err)
	}
}

func TestWordsOfTheCommandLineAreNoPresets(t *testing.T) {
	for _, name := range []string{"check", "tail"} {
		_, err := parse("presets: {"+name+": {url: ws://h}}", "", nil)
		if err == nil || !strings.Contains(err.Error(), "1:11: `"+name+"` cannot be the name of a preset: it is a word of the command line") ||
			!strings.Contains(err.Error(), "^ choose another name, such as `my-"+name+"`") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Check", "checks", "my-tail", "demo"} {
		load(t, "presets: {"+name+": {url: ws://h}}")
	}
}
