package preset

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
)

// UI holds the settings of the screen.
type UI struct {
	Theme   string       // auto, dark, light, ansi, deuteranopia or mono
	Glyphs  string       // auto, braille, blocks or ascii
	FPS     int          // pace of the data in batches a second; 0 is auto
	Link    int          // bytes a second that the link to the terminal carries; 0 is auto: it is measured
	UTC     bool         // times are shown in UTC, not in local time
	History int64        // bytes that all feeds together may keep of log, charts and what waits; 64 MiB by default
	RedUp   bool         // rise is red and fall is green
	Keys    []KeySetting // in the order written; the screen knows the actions, and checks them

	Commands []Command // what alerts can run, in the order written
}

// The words of `theme` and `glyphs`.
var (
	themes = []string{"auto", "dark", "light", "ansi", "deuteranopia", "mono"}
	glyphs = []string{"auto", "braille", "blocks", "ascii"}
)

const defaultHistory = 64 << 20

// MaxFPS is the most that UI.FPS can be.
const MaxFPS = 60

// setting is one key of a configuration that is no preset: what it does, and what `sockeye config` shows.
type setting struct {
	name  string // `open`, or a key of `ui`
	text  string // as YAML
	from  string // the file that says it
	apply func(*UI)
}

// settings reads `ui`. Only what the file says is in the result.
func (s *source) settings(n *node) []setting {
	var out []setting
	f := s.fields(n, "ui")
	add := func(name string, apply func(*UI)) {
		out = append(out, setting{name: name, text: f.take(name).text, from: s.name, apply: apply})
	}
	// oneOf reads a key that has one of some words.
	oneOf := func(name string, words []string, apply func(ui *UI, word string)) {
		n := f.take(name)
		switch {
		case n == nil:
		case slices.Contains(words, n.text):
			add(name, func(ui *UI) { apply(ui, n.text) })
		default:
			hint := ""
			if word, ok := Nearest(n.text, words); ok {
				hint = "did you mean `" + word + "`?"
			}
			s.report(n.line, n.column, hint, "`%s` wants one of %s", name, quoteAll(words))
		}
	}
	oneOf("theme", themes, func(ui *UI, word string) { ui.Theme = word })
	oneOf("glyphs", glyphs, func(ui *UI, word string) { ui.Glyphs = word })
	oneOf("up", []string{"green", "red"}, func(ui *UI, word string) { ui.RedUp = word == "red" })
	oneOf("time", []string{"local", "utc"}, func(ui *UI, word string) { ui.UTC = word == "utc" })
	if n := f.take("fps"); n != nil {
		fps, ok := lang.ParseIndex(n.text)
		switch {
		case n.text == "auto":
			add("fps", func(ui *UI) { ui.FPS = 0 })
		case n.kind == lang.Number && ok && 1 <= fps && fps <= MaxFPS:
			add("fps", func(ui *UI) { ui.FPS = fps })
		default:
			s.report(n.line, n.column, "", "`fps` wants `auto`, or a whole number from 1 to %d", MaxFPS)
		}
	}
	if n := f.take("link"); n != nil {
		rate, err := ParseLink(n.text)
		if err != nil {
			s.report(n.line, n.column, "", "`link`: %v", err)
		} else {
			add("link", func(ui *UI) { ui.Link = rate })
		}
	}
	history := int64(0)
	if f.size("history", &history); history > 0 {
		add("history", func(ui *UI) { ui.History = history })
	}
	if n := f.take("keys"); n != nil {
		keys := s.keySettings(n)
		out = append(out, setting{name: "keys", text: string(n.value().AppendJSON(nil)), from: s.name, apply: func(ui *UI) { ui.Keys = keys }})
	}
	if n := f.take("commands"); n != nil {
		commands := s.commands(n)
		out = append(out, setting{name: "commands", text: string(n.value().AppendJSON(nil)), from: s.name, apply: func(ui *UI) { ui.Commands = commands }})
	}
	f.done()
	return out
}

// leastLink is the least that a link may carry, in bytes a second: a screen needs some hundreds for each change.
const leastLink = 100

// ParseLink reads what a link to a terminal carries, in bytes a second: `1KiB/s`; 0 is `auto`.
func ParseLink(text string) (bytes int, err error) {
	if text == "auto" {
		return 0, nil
	}
	size, found := strings.CutSuffix(text, "/s")
	if n, err := lang.ParseSize(size); found && err == nil && leastLink <= n && n <= math.MaxInt32 {
		return int(n), nil
	}
	return 0, fmt.Errorf("this says not what a link carries: write `auto`, or bytes a second like `1KiB/s`, %dB/s at least", leastLink)
}
