package config

import (
	"fmt"
	"strings"

	"sockeye/feed/preset/reference"
)

// Keys documents the keys of a configuration file: the settings here, and those of presets as package reference has them.
func Keys() []reference.Key {
	return []reference.Key{
		{Name: "open", Kind: reference.Texts, Doc: "What `sockeye` opens when no preset is named.", Example: `open: [demo]`},
		{Name: "ui", Kind: reference.Map, Doc: "The settings of the screen.", Example: `ui: {theme: dark}`, Keys: screenKeys()},
		{
			Name: "quiet", Kind: reference.MapOrMs, Keys: reference.Hours("quiet"),
			Doc:     "When alerts of all feeds are held back, of every week; a preset may have the same.",
			Example: `quiet: [{days: Sat, from: "22:00", to: "02:00", zone: Europe/Berlin}]`,
		},
		{
			Name: "record", Kind: reference.Map,
			Doc:     "Where feeds are recorded with `:record on`, and what is kept there and in the folder of `--record`.",
			Example: `record: {dir: ~/feeds, keep: 24h, max: 10GiB}`,
			Keys: []reference.Key{
				{Name: "dir", Kind: reference.Text, Doc: "A folder, from `/` or `~/` on; without it, `recordings` of the state directory.", Example: `record: {dir: ~/feeds}`},
				{Name: "keep", Kind: reference.Duration, Default: "24h", Doc: "Recordings that are older are removed.", Example: `record: {keep: 7d}`},
				{Name: "max", Kind: reference.Size, Default: "10GiB", Doc: "What all recordings may have; the oldest are removed first.", Example: `record: {max: 1GiB}`},
			},
		},
		{
			Name: "serve", Kind: reference.Map, Doc: "How `sockeye serve` has screens for others.", Example: `serve: {keys: ~/.ssh/sockeye_keys, idle: 8h}`,
			Keys: []reference.Key{
				{Name: "listen", Kind: reference.Text, Default: defaultListen, Doc: "The address to listen on. Without keys it is one of the loopback interface.", Example: `serve: {listen: ":2323", keys: ~/.ssh/sockeye_keys}`},
				{Name: "keys", Kind: reference.Text, Doc: "Who may log in: a file as `authorized_keys` of OpenSSH, from `/` or `~/` on, with the options `read-only`, `feeds`, `from` and `expiry-time`; without it, `authorized_keys` in the folder of the configuration if it is there.", Example: `serve: {keys: ~/.ssh/sockeye_keys}`},
				{Name: "max_sessions", Kind: reference.Count, Default: "1000", Doc: "How many sessions there may be at a time.", Example: `serve: {max_sessions: 50}`},
				{Name: "idle", Kind: reference.OffOr(reference.Duration), Default: "off", Doc: "A screen ends in which nothing was typed for so long.", Example: `serve: {idle: 8h}`},
				{Name: "allow", Kind: reference.Texts, Doc: "What operators may do on the machine of the server: `write` (`:write`), `run` (alerts that run commands), `open-url` (`:open` with an address), `record`.", Example: `serve: {allow: [record]}`},
			},
		},
		{
			Name: "presets", Kind: reference.MapOf, Keys: reference.Keys(reference.Preset()),
			Doc:     "Feeds by their names. They are added to those that are built in, and one of the same name replaces the built-in one.",
			Example: `presets: {ticker: {url: "wss://example.org/feed"}}`,
		},
	}
}

func screenKeys() []reference.Key {
	return []reference.Key{
		{
			Name: "theme", Kind: reference.OneOf("auto", "dark", "light", "ansi", "deuteranopia", "mono"), Default: "auto",
			Doc:     "`ansi` has the sixteen colours of your terminal, with `deuteranopia` nothing depends on red and green; `auto` asks the terminal for its background. `NO_COLOR` is honoured. A state is always a word or a sign as well as a colour.",
			Example: `ui: {theme: dark}`,
		},
		{
			Name: "glyphs", Kind: reference.OneOf("auto", "braille", "blocks", "ascii"), Default: "auto",
			Doc:     "What charts are drawn with. `auto` is `braille` where the locale (`LC_ALL`, `LC_CTYPE`, `LANG`) is UTF-8, `blocks` on the console of Linux, and else `ascii`; a `TERM` such as `vt100` has `ascii` and no colours.",
			Example: `ui: {glyphs: blocks}`,
		},
		{Name: "up", Kind: reference.OneOf("green", "red"), Default: "green", Doc: "The colour of a rise; `red` where that is the custom.", Example: `ui: {up: red}`},
		{Name: "fps", Kind: reference.AutoOr(reference.Count), Default: "auto", Doc: "How often data is shown: with `auto` 30 times a second, 10 over SSH, and no more than the link bears; 60 at most.", Example: `ui: {fps: 5}`},
		{Name: "link", Kind: reference.AutoOr(reference.Rate), Default: "auto", Doc: "What the link to your terminal carries, such as `1KiB/s`. `auto` measures it, which tmux and mosh prevent.", Example: `ui: {link: 1KiB/s}`},
		{Name: "time", Kind: reference.OneOf("local", "utc"), Default: "local", Doc: "Whose time is shown.", Example: `ui: {time: utc}`},
		{Name: "history", Kind: reference.Size, Default: "64MiB", Doc: "What all feeds together may keep: log, charts, and what waits to be shown. The oldest messages go first.", Example: `ui: {history: 256MiB}`},
		{
			Name: "keys", Kind: reference.KeyNames,
			Doc:     "Other keys for an action; the help (`?`) has the names of the actions, and none is `[]`. Two actions on one key are reported at the start.",
			Example: `ui: {keys: {freeze: [p, ctrl+f]}}`,
		},
		{
			Name: "commands", Kind: reference.MapOf, Doc: "What alerts may run, by name.", Example: `ui: {commands: {page: {run: [notify-send, Sockeye], timeout: 10s}}}`,
			Keys: []reference.Key{
				{Name: "run", Kind: reference.Texts, Doc: "A program and its arguments, without a shell, with the alert as JSON on its standard input. A command has `run` or `webhook`.", Example: `ui: {commands: {page: {run: [notify-send, Sockeye]}}}`},
				{Name: "webhook", Kind: reference.Text, Doc: "An address that gets the JSON by POST.", Example: `ui: {commands: {page: {webhook: "https://hooks.example.org/${secret:HOOK|raw}"}}}`},
				{Name: "timeout", Kind: reference.Duration, Default: "10s", Doc: "How long it may take, 5m at most.", Example: `ui: {commands: {page: {run: [page], timeout: 30s}}}`},
			},
		},
	}
}

// SettingsTable returns the settings of the screen as a table of Markdown.
func SettingsTable() string {
	var b strings.Builder
	b.WriteString("| setting | |\n|---|---|\n")
	for _, k := range screenKeys() {
		_, line, _ := strings.Cut(k.Example, "{")
		fmt.Fprintf(&b, "| `%s` | %s |\n", line[:len(line)-1], k.Facts())
	}
	return b.String()
}

// Schema returns a JSON Schema of configuration files, for editors.
func Schema() []byte { return reference.Schema("A configuration of Sockeye", Keys()) }
