package preset

import (
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// BuiltIn is the Source of a configuration, and the File of a [yamldoc.Position], that is part of the program.
const BuiltIn = "built-in"

// Config is a configuration in force. Nothing here changes it once it is loaded.
type Config struct {
	Source  string    // path of the configuration file, or [BuiltIn]
	Open    []string  // presets to open when none is named; none of them is missing in Presets
	UI      UI        // settings of the screen
	Presets []*Preset // the shipped ones in their order, then the file's own in theirs

	settings []setting
}

// Preset returns a preset by its name.
func (c *Config) Preset(name string) (*Preset, bool) {
	for _, p := range c.Presets {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

// Load reads the shipped configuration and, unless text is nil, the configuration file of that name and
// Text on top of it: presets are added, one of the same name replaces the shipped one, `ui` is taken key
// by key, and `open` as a whole. The error is a [yamldoc.Problems] with everything that is wrong in either.
func Load(builtin []byte, file string, text []byte) (*Config, error) {
	c := &Config{Source: BuiltIn, UI: UI{Theme: "auto", Glyphs: "auto", History: defaultHistory}}
	layers := []*layer{readLayer(BuiltIn, builtin)}
	if text != nil {
		c.Source = file
		layers = append(layers, readLayer(file, text))
	}
	for _, l := range layers {
		c.add(l)
	}
	var problems yamldoc.Problems
	for _, l := range layers {
		// Last, because a file may open what the other one has.
		c.checkOpen(l)
	}
	c.checkAlerts()
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
	src     *yamldoc.Source
	open    []*yamldoc.Node // nil if the file says nothing
	ui      []setting
	presets []*Preset
}

func readLayer(name string, text []byte) *layer {
	l := &layer{src: yamldoc.NewSource(name, text)}
	root := l.src.Parse()
	switch {
	case root == nil:
		return l
	case root.Kind == lang.Null:
		l.src.Report(1, 1, "write `open:`, `ui:` or `presets:`, or remove the file", "this configuration is empty")
		return l
	case root.Kind != lang.Map:
		l.src.Report(root.Line, root.Column, "", "a configuration is a map with `open`, `ui` and `presets`, and this is %s", root.Kind)
		return l
	}
	f := l.src.Fields(root, "configuration")
	l.open = f.List("open", "a list of presets")
	if n := f.Get("open"); n != nil && n.Kind == lang.List && len(n.Items) == 0 {
		l.src.Report(n.Line, n.Column, "name a preset, or leave `open` out", "`open` is empty")
	}
	if n := f.Get("ui"); n != nil {
		l.ui = readSettings(l.src, n)
	}
	if n := f.Get("presets"); n != nil {
		l.readPresets(root, n)
	}
	f.Done()
	return l
}

func (l *layer) readPresets(root, n *yamldoc.Node) {
	if n.Kind != lang.Map {
		l.src.WrongKind(n, "`presets`", "a map of presets")
		return
	}
	for i, k := range n.Keys {
		switch {
		case slices.Contains(CommandWords, k.Name):
			l.src.Report(k.Line, k.Column, "take another name, such as `my-"+k.Name+"`", "`%s` cannot be the name of a preset: it is a word of the command line", k.Name)
		case !isPresetName(k.Name):
			l.src.Report(k.Line, k.Column, "", "`%s` cannot be the name of a preset: use letters, digits, `.`, `-` and `_`, a letter or digit first", k.Name)
		}
		p := readPreset(l.src, k, n.Items[i])
		p.text = l.src.PairText(root, n, i, presetIndent)
		l.presets = append(l.presets, p)
	}
}

// isPresetName reports whether s can be typed as a word of a command line.
func isPresetName(s string) bool {
	for i, c := range []byte(s) {
		if !lang.IsDigit(c) && !('a' <= c|0x20 && c|0x20 <= 'z') && (i == 0 || strings.IndexByte("._-", c) < 0) {
			return false
		}
	}
	return s != ""
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
	for _, s := range l.ui {
		s.apply(&c.UI)
		c.set(s)
	}
	for _, p := range l.presets {
		same := slices.IndexFunc(c.Presets, func(old *Preset) bool { return old.Name == p.Name })
		if same >= 0 {
			c.Presets[same] = p
		} else {
			c.Presets = append(c.Presets, p)
		}
	}
}

// set keeps a setting in place of an earlier one of the same name.
func (c *Config) set(s setting) {
	same := slices.IndexFunc(c.settings, func(old setting) bool { return old.name == s.name })
	if same >= 0 {
		c.settings[same] = s
	} else {
		c.settings = append(c.settings, s)
	}
}

// checkOpen reports what a file opens that is no preset.
func (c *Config) checkOpen(l *layer) {
	names := make([]string, len(c.Presets))
	for i, p := range c.Presets {
		names[i] = p.Name
	}
	for _, n := range l.open {
		if name, ok := l.src.TextOf(n, "`open`"); ok && !slices.Contains(names, name) {
			hint := "the presets are " + yamldoc.QuoteAll(names)
			if word, ok := yamldoc.Nearest(name, names); ok {
				hint = "did you mean `" + word + "`?"
			}
			l.src.Report(n.Line, n.Column, hint, "there is no preset `%s` to open", name)
		}
	}
}
