package config

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// UI holds the settings of the screen.
type UI struct {
	Theme   string       // one of theme.Names
	Glyphs  string       // auto or one of text.GlyphNames, see [Glyphs]
	FPS     int          // pace of the data in batches a second; 0 is auto
	Link    int          // bytes a second that the link to the terminal carries; 0 is auto: it is measured
	UTC     bool         // times are shown in UTC, not in local time
	History int64        // bytes that all feeds together may keep of log, charts and what waits; 64 MiB by default
	RedUp   bool         // rise is red and fall is green
	Keys    []KeySetting // in the order written; the screen knows the actions, and checks them

	Commands []notify.Command // what alerts can run, in the order written

	webhooks []*preset.Webhook // those of Commands
}

const defaultHistory = 64 << 20

// MaxFPS is the most that UI.FPS can be.
const MaxFPS = 60

// setting is one key of a configuration that is no preset: what it does, and what `sockeye config` shows.
type setting struct {
	section string // `ui`, `record`, `serve`, or "" for `open` and `quiet`
	name    string // a key of the section
	text    string // as YAML
	from    string // the file that says it
	apply   func(*Config)
}

// readSettings reads `ui`. Only what the file says is in the result.
func readSettings(s *yamldoc.Source, n *yamldoc.Node, env preset.Env) []setting {
	var out []setting
	f := s.Fields(n, "ui")
	set := func(name, text string, apply func(*UI)) {
		out = append(out, setting{section: "ui", name: name, text: text, from: s.Name, apply: func(c *Config) { apply(&c.UI) }})
	}
	add := func(name string, apply func(*UI)) { set(name, f.Get(name).Text, apply) }
	// oneOf reads a key that has one of some words.
	oneOf := func(name string, words []string, apply func(ui *UI, word string)) {
		n := f.Get(name)
		switch {
		case n == nil:
		case slices.Contains(words, n.Text):
			add(name, func(ui *UI) { apply(ui, n.Text) })
		default:
			s.Report(n.Line, n.Column, yamldoc.Hint(n.Text, words, ""), "`%s` must be one of %s", name, yamldoc.QuoteAll(words))
		}
	}
	oneOf("theme", theme.Names(), func(ui *UI, word string) { ui.Theme = word })
	oneOf("glyphs", append([]string{"auto"}, text.GlyphNames()...), func(ui *UI, word string) { ui.Glyphs = word })
	oneOf("up", []string{"green", "red"}, func(ui *UI, word string) { ui.RedUp = word == "red" })
	oneOf("time", []string{"local", "utc"}, func(ui *UI, word string) { ui.UTC = word == "utc" })
	if n := f.Get("fps"); n != nil {
		fps, ok := lang.ParseIndex(n.Text)
		switch {
		case n.Text == "auto":
			add("fps", func(ui *UI) { ui.FPS = 0 })
		case n.Kind == lang.Number && ok && 1 <= fps && fps <= MaxFPS:
			add("fps", func(ui *UI) { ui.FPS = fps })
		default:
			s.Report(n.Line, n.Column, "", "`fps` must be `auto`, or a whole number from 1 to %d", MaxFPS)
		}
	}
	if n := f.Get("link"); n != nil {
		rate, err := ParseLink(n.Text)
		if err != nil {
			s.Report(n.Line, n.Column, "", "`link`: %v", err)
		} else {
			add("link", func(ui *UI) { ui.Link = rate })
		}
	}
	history := int64(0)
	if f.Size("history", &history); history > 0 {
		add("history", func(ui *UI) { ui.History = history })
	}
	if n := f.Get("keys"); n != nil {
		keys := readKeys(s, n)
		set("keys", string(n.Value().AppendJSON(nil)), func(ui *UI) { ui.Keys = keys })
	}
	if n := f.Get("commands"); n != nil {
		commands, webhooks := readCommands(s, n, env)
		set("commands", string(n.Value().AppendJSON(nil)), func(ui *UI) { ui.Commands, ui.webhooks = commands, webhooks })
	}
	f.Done()
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
	return 0, fmt.Errorf("this is no rate of a link: write `auto`, or bytes a second like `1KiB/s`, %dB/s at least", leastLink)
}
