package preset

import (
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// List is presets by their names, each of which is there once.
type List []*Preset

// Find returns a preset by its name.
func (l List) Find(name string) (*Preset, bool) {
	i := slices.IndexFunc(l, func(p *Preset) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return l[i], true
}

// Names returns the names, in the order of the list.
func (l List) Names() []string {
	names := make([]string, len(l))
	for i, p := range l {
		names[i] = p.Name
	}
	return names
}

// Parse returns the presets of a configuration file. Other keys than `presets` are not read: they are not about feeds. The
// error is a [yamldoc.Problems] with everything that is wrong.
func Parse(file string, text []byte) (List, error) {
	src := yamldoc.NewSource(file, text)
	var presets List
	if root := src.Parse(); root != nil {
		if n := root.Child("presets"); n != nil {
			presets = Read(src, root, n, nil)
		}
	}
	if err := src.Problems.Err(); err != nil {
		return nil, err
	}
	return presets, nil
}

// Read returns the presets of n, the value of `presets` in a file whose whole content is root. None may have one of the
// reserved names. What is wrong is reported to src; the presets are of use only if that is nothing.
func Read(src *yamldoc.Source, root, n *yamldoc.Node, reserved []string) List {
	if n.Kind != lang.Map {
		src.WrongKind(n, "`presets`", "a map of presets")
		return nil
	}
	var presets List
	for i, k := range n.Keys {
		switch {
		case slices.Contains(reserved, k.Name):
			src.Report(k.Line, k.Column, "choose another name, such as `my-"+k.Name+"`", "`%s` cannot be the name of a preset: it is a word of the command line", k.Name)
		case !isPresetName(k.Name):
			src.Report(k.Line, k.Column, "", "`%s` cannot be the name of a preset: use letters, digits, `.`, `-` and `_`, a letter or digit first", k.Name)
		}
		p := readPreset(src, k, n.Items[i])
		p.text = src.PairText(root, n, i, yamlIndent)
		presets = append(presets, p)
	}
	return presets
}

// Cut takes the presets out of a configuration file that is known to be right, each to be read when it is needed. rest is the
// file without them. If something may be wrong with their names, or they cannot be cut (see [yamldoc.Source.Cut]), ok is false.
func Cut(src *yamldoc.Source, reserved []string) (rest *yamldoc.Source, parts []yamldoc.Part, ok bool) {
	rest, parts, ok = src.Cut("presets")
	seen := slices.Clone(reserved)
	for _, p := range parts {
		ok = ok && isPresetName(p.Name) && !slices.Contains(seen, p.Name)
		seen = append(seen, p.Name)
	}
	return rest, parts, ok
}

// ReadPart returns the preset of a part that was cut. The error is a [yamldoc.Problems].
func ReadPart(p yamldoc.Part) (*Preset, error) {
	src := p.Source()
	var presets List
	if root := src.Parse(); root != nil {
		presets = Read(src, root, root, nil)
	}
	if err := src.Problems.Err(); err != nil {
		return nil, err
	}
	return presets[0], nil
}

// yamlIndent is how far the name of a preset is indented by [Preset.YAML].
const yamlIndent = 2

// YAML returns the entry as it stands in its file, its comments included, as lines that can stand under `presets:`.
// Placeholders stay placeholders, so that no secret is in it.
func (p *Preset) YAML() string { return p.text }

// AlertProblem reports something that is wrong with the command that the i-th of the alerts runs, at its place in the file.
func (p *Preset) AlertProblem(i int, message, hint string) yamldoc.Problem {
	at := p.alertPlaces[i]
	return p.src.Problem(at.Line, at.Column, hint, message)
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
