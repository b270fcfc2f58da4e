package config

import (
	"flag"
	"os"
	"strings"
	"testing"

	"sockeye/feed/preset"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestAReportHasEverythingThatIsWrong compares the whole report on a file in which everything is wrong.
func TestAReportHasEverythingThatIsWrong(t *testing.T) {
	text, err := os.ReadFile("testdata/wrong.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = parse(shipped(t), "wrong.yaml", text)
	if err == nil {
		t.Fatal("the file is accepted")
	}
	got := err.Error() + "\n"
	const golden = "testdata/wrong.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the report has changed; run with -update if that is meant\n%s", got)
	}
}

// limits is a configuration with one preset that has these limits.
func limits(yaml string) string { return "presets: {x: {url: ws://h, limits: " + yaml + "}}" }

// TestAFileOfWhichNothingCanBeReadIsRefused reports on files of which nothing can be read.
func TestAFileOfWhichNothingCanBeReadIsRefused(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "f:1:1: this configuration is empty"},
		{"comments", "# nothing\n", "f:1:1: this configuration is empty"},
		{"list", "- a\n", "f:1:1: a configuration is a map with `open`, `ui`, `quiet`, `record`, `serve` and `presets`, and this is a list"},
		{"text", "hello", "and this is a text"},
		{"tab", "ui:\n\tfps: 5\n", "f:2:1: this is not YAML: found character"},
		{"tab hint", "ui:\n\tfps: 5\n", "^ indent with spaces"},
		{"bracket", "open: [a\nui: {}\n", "f:2:1: this is not YAML"},
		{"quote", "open: \"a\n", "f:1:7: this is not YAML"},
		{"colon", "presets:\n  x:\n    description: a: b\n", "does a text with `: ` in it need quotes?"},
		{"comma", "presets: {x: {url: ws://h silence: 5s}}\n", "f:1:20: a text without quotes cannot hold `: `"},
		{"placeholder", "presets: {x: {url: ws://h, keepalive: {send: ${id}}}}", `^ inside brackets a placeholder needs quotes: "${symbol}"`},
		{"star", "presets: {x: {url: ws://h, heartbeat: {a: *}}}", "this is not YAML"},
		{"star in a block", "a: *\n", "a `*` needs quotes"},
		{"two documents", "open: [a]\n---\nopen: [b]\n", "f:2:1: a configuration is one document"},
		{"not UTF-8", "open: [a]\nui: \xff\n", "f:2:5: this byte is not UTF-8"},
		{"control", "open: \"\x1b[2J\"\n", "f:1:8: a control character (U+001B) cannot stand in YAML"},
		{"control shown", "open: \"\x1b[2J\"\n", "\n    open: \"␛[2J\"\n           ^"},
		{"too large", strings.Repeat("# c\n", 256<<10/4+1), "256 KiB at most"},
		{"brackets", strings.Repeat("[", 1000), "nested too deep"},
		{"dashes", strings.Repeat("- ", 1000), "nested too deep"},
		{"empty entry", "open:\n-\nui: {}\n", "f:3:1: the list entry above this line is empty"},
		{"empty open", "open: []", "`open` is empty"},
		{"null open", "open:", "`open` has no value, and must be a list of presets"},
		{"pair in a list", "presets: {x: {url: ws://h, params: {symbols: [BINANCE: BTCUSDT]}}}", "a symbol must be a text, and this is a map"},
		{"quoted pair in a list", "presets: {x: {url: ws://h, params: {symbols: ['BINANCE':BTCUSDT]}}}", "a symbol must be a text, and this is a map"},
		{"two colons", "presets: {x: {url: ws://h, params: {symbols: [a:b: c]}}}", "f:1:47: a text without quotes cannot hold `: `"},
		{"series", limits("{series: 4097}"), "`series`: this must be a whole number from 1 to 4096"},
		{"labels", limits("{labels: 100001}"), "`labels`: this must be a whole number from 1 to 100000"},
		{"no labels", limits("{labels: 0}"), "`labels`: this must be a whole number from 1 to 100000"},
		{"frame", "presets:\n  x:\n    url: ws://h\n    max_frame: 1025MiB\n", "f:4:16: `max_frame`: this must be from 1KiB to 1GiB"},
		{"merge", "<<: {a: b}\n", "f:1:1: anchors, aliases, merge keys and tags are not part of the preset language"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse("ui: {}", "f", []byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v\nwant %s", err, test.want)
			}
		})
	}
}

func TestByteOrderMarksAndCarriageReturnsAreLeftOut(t *testing.T) {
	c := load(t, "\ufeffpresets:\r\n  x:\r\n    url: ws://h\r\n    description: \"a\"\r\n")
	if p, ok := c.Presets.Find("x"); !ok || p.Description != "a" || strings.Contains(c.YAML(), "\r") {
		t.Errorf("%q", c.YAML())
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(shipped(f)))
	wrong, err := os.ReadFile("testdata/wrong.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(wrong)
	for _, s := range []string{"", "a", "- -", "{a: [", "a: |\n  b", "? a", "&a *a", "<<: {a: b}", "presets: {x: {url: ws://h}}", "\ufeff\r\n", "a:\n-\nb: c",
		"presets: {x: {url: 'ws://h', hello: [{wait: a, save: {t: b}}, {send: '${t}'}], proxy: 'http://${env:P}'}}",
		"presets: {x: {url: 'wss://h', frames: {prefix: '^(\\d)', split: \"\\0\"}, seq: {at: 0}, tls: {ca: f}, events: [{sub: {a: '${symbol}'}, keep: ['*'], where: {b: c}}]}}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parse("presets: {demo: {url: 'ws://h'}}", "f", text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an empty report")
			}
			return
		}
		again, err := parse(c.YAML(), "", nil)
		if err != nil {
			t.Fatalf("what is in force is refused: %v\n%s", err, c.YAML())
		}
		again.Presets.All() // read now, which panics if one is refused
		for _, p := range c.Presets.All() {
			p.Warnings(preset.Env{})
			p.Bind(preset.Env{}, nil)
		}
	})
}
