// Package config reads the configuration file: the presets in it and the settings of the screen, on top of those that are
// part of the program. It knows where the file is searched for, and binds the presets and addresses that a command line names.
//
// Files are read here and nowhere else between the command line and the screen, by [Files], which does not wait twice for one
// that does not answer. Nothing here draws, or knows a feed that runs.
package config

import (
	"slices"
	"strings"

	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
	"sockeye/feed/recording"
)

// Config is a configuration in force. Nothing here changes it once it is loaded.
type Config struct {
	Source  string           // path of the configuration file, or [yamldoc.BuiltIn]
	Open    []string         // presets to open when none is named; none of them is missing in Presets
	UI      UI               // settings of the screen
	Quiet   []preset.Hours   // when the alerts of all feeds are held back, beside those of each preset
	Record  recording.Folder // where feeds are recorded when nothing else is named, and what is kept there
	Serve   Serve            // how screens are served to others
	Presets Presets          // the shipped ones in their order, then the file's own in theirs

	reserved []string // see [Loader]
	settings []setting
}

// Loader reads configurations.
type Loader struct {
	BuiltIn []byte // the configuration that is part of the program; what is wrong inside of a preset may be found as late as that is used
	// Reserved are the words of the command line: they are run, not opened, and no preset has one as its name. Later ones
	// are words that may become commands, so that a configuration that is right stays so.
	Reserved []string
	Files    *Files // reads what is not built in
}

// Parse reads the configuration that is built in and, unless text is nil, the configuration file of that name and text on
// top of it: presets are added, one of the same name replaces the one that is built in, `ui`, `record` and `serve` count key by key, and
// `open` as a whole. The error is a [yamldoc.Problems] with everything that is wrong in either, but for presets that are built in and
// not used.
func (l *Loader) Parse(file string, text []byte) (*Config, error) {
	c := &Config{Source: yamldoc.BuiltIn, UI: UI{Theme: "auto", Glyphs: "auto", History: defaultHistory}, Record: defaultRecord(), Serve: defaultServe(), reserved: l.Reserved}
	env := l.Environment(nil)
	layers := []*layer{readBuiltIn(l.BuiltIn, l.Reserved, env)}
	if text != nil {
		c.Source = file
		layers = append(layers, readLayer(yamldoc.NewSource(file, text), l.Reserved, env))
	}
	for _, l := range layers {
		c.add(l)
	}
	for _, l := range layers {
		// Last, because a file may open what the other one has.
		c.checkOpen(l)
	}
	problems := c.checkAlerts()
	for _, l := range layers {
		problems = append(problems, l.src.Problems...)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// layer is what one file says.
type layer struct {
	src      *yamldoc.Source
	open     []*yamldoc.Node // nil if the file says nothing
	settings []setting
	presets  Presets
}

// readBuiltIn reads what is part of the program, of which the presets are to be read later.
func readBuiltIn(text []byte, reserved []string, env preset.Env) *layer {
	src := yamldoc.NewSource(yamldoc.BuiltIn, text)
	rest, parts, ok := preset.Cut(src, reserved)
	if !ok {
		return readLayer(src, reserved, env)
	}
	l := readLayer(rest, reserved, env)
	l.presets = presetsLater(parts)
	return l
}

func readLayer(src *yamldoc.Source, reserved []string, env preset.Env) *layer {
	l := &layer{src: src}
	root := l.src.Parse()
	switch {
	case root == nil:
		return l
	case root.Kind == lang.Null:
		l.src.Report(1, 1, "write `open:`, `ui:`, `quiet:`, `record:`, `serve:` or `presets:`, or remove the file", "this configuration is empty")
		return l
	case root.Kind != lang.Map:
		l.src.Report(root.Line, root.Column, "", "a configuration is a map with `open`, `ui`, `quiet`, `record`, `serve` and `presets`, and this is %s", root.Kind)
		return l
	}
	f := l.src.Fields(root, "configuration")
	l.open = f.List("open", "a list of presets")
	if n := f.Get("open"); n != nil && n.Kind == lang.List && len(n.Items) == 0 {
		l.src.Report(n.Line, n.Column, "name a preset, or leave `open` out", "`open` is empty")
	}
	if n := f.Get("ui"); n != nil {
		l.settings = readSettings(l.src, n, env)
	}
	if n := f.Get("quiet"); n != nil {
		quiet := preset.ReadHours(l.src, f, "quiet")
		l.settings = append(l.settings, setting{name: "quiet", text: string(n.Value().AppendJSON(nil)), from: src.Name, apply: func(c *Config) { c.Quiet = quiet }})
	}
	if n := f.Get("record"); n != nil {
		l.settings = append(l.settings, readRecord(l.src, n)...)
	}
	if n := f.Get("serve"); n != nil {
		l.settings = append(l.settings, readServe(l.src, n)...)
	}
	if n := f.Get("presets"); n != nil {
		l.presets = presetsOf(preset.Read(l.src, root, n, reserved))
	}
	f.Done()
	return l
}

// add puts what a file says on top of what is there.
func (c *Config) add(l *layer) {
	if l.open != nil {
		c.Open = nil
		for _, n := range l.open {
			c.Open = append(c.Open, n.Text)
		}
		names := make([]string, len(c.Open))
		for i, name := range c.Open {
			names[i] = yamldoc.QuoteScalar(name)
		}
		c.set(setting{name: "open", text: "[" + strings.Join(names, ", ") + "]", from: l.src.Name})
	}
	for _, s := range l.settings {
		s.apply(c)
		c.set(s)
	}
	c.Presets = c.Presets.with(l.presets)
}

// set keeps a setting in place of an earlier one of the same section and name.
func (c *Config) set(s setting) {
	same := slices.IndexFunc(c.settings, func(old setting) bool { return old.section == s.section && old.name == s.name })
	if same >= 0 {
		c.settings[same] = s
	} else {
		c.settings = append(c.settings, s)
	}
}

// checkOpen reports what a file opens that is no preset.
func (c *Config) checkOpen(l *layer) {
	names := c.Presets.Names()
	for _, n := range l.open {
		if name, ok := l.src.TextOf(n, "`open`"); ok && !slices.Contains(names, name) {
			l.src.Report(n.Line, n.Column, yamldoc.Hint(name, names, "the presets are "+yamldoc.QuoteAll(names)), "there is no preset `%s` to open", name)
		}
	}
}
