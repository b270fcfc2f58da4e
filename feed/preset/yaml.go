package preset

import (
	"strings"

	"sockeye/feed/preset/lang"
)

// YAML returns the configuration in force as a configuration file: the settings, then every preset as it
// is written, each with a comment that says where it comes from. Placeholders stay placeholders, so
// that no secret is in it.
func (c *Config) YAML() string {
	var b strings.Builder
	for _, s := range c.settings {
		if s.name == "open" {
			b.WriteString("open: " + s.text + "  # " + comment(s.from) + "\n")
		}
	}
	if len(c.settings) > 1 || len(c.settings) == 1 && c.settings[0].name != "open" {
		b.WriteString("ui:\n")
	}
	for _, s := range c.settings {
		if s.name != "open" {
			b.WriteString("  " + s.name + ": " + s.text + "  # " + comment(s.from) + "\n")
		}
	}
	if len(c.Presets) > 0 {
		b.WriteString("presets:\n")
	}
	for i, p := range c.Presets {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("  # " + comment(p.Position.File) + "\n" + p.text)
	}
	return b.String()
}

// comment keeps a file name on its line.
func comment(file string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, file)
}

// quoteScalar writes a text so that YAML reads it as that text.
func quoteScalar(text string) string {
	if kind, _ := lang.PlainKind(text); kind == lang.String {
		return text
	}
	return `"` + text + `"`
}

// entryIndent is how far the name of a preset is indented by [Config.YAML].
const entryIndent = 2

// entry returns the i-th preset of the map presets as it stands in the file, with the comment above it,
// as lines indented for [Config.YAML]. One that shares its lines with others, in brackets, is written anew.
func (s *source) entry(root, presets *node, i int) string {
	k := presets.keys[i]
	if presets.flow {
		return strings.Repeat(" ", entryIndent) + quoteScalar(k.name) + ": " +
			string(presets.items[i].value().AppendJSON(nil)) + "\n"
	}
	from := s.comments(k)
	to := len(s.lines) + 1
	if i+1 < len(presets.keys) {
		to = s.comments(presets.keys[i+1])
	} else {
		for _, next := range root.keys {
			if next.line > k.line {
				to = next.line
				break
			}
		}
	}
	// What stands further left, or is blank, at the end of the last preset is about something else.
	for to-1 > k.line {
		line := s.line(to - 1)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if strings.TrimSpace(line) != "" && !(indent < k.column-1 && isComment(line)) {
			break
		}
		to--
	}
	var b strings.Builder
	for number := from; number < to; number++ {
		b.WriteString(shift(s.line(number), entryIndent-(k.column-1)) + "\n")
	}
	return b.String()
}

// comments returns the first line of the comment that stands right above a key, or the key's own line.
func (s *source) comments(k key) int {
	first := k.line
	for first > 1 {
		line := s.line(first - 1)
		// Comments that are indented like the key: further right they could be the text of a block.
		if !isComment(line) || strings.IndexByte(line, '#') != k.column-1 {
			break
		}
		first--
	}
	return first
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "#") }

// shift moves a line to the right by that many columns, or to the left as far as it is blank.
func shift(line string, columns int) string {
	if strings.TrimSpace(line) == "" {
		return ""
	}
	if columns >= 0 {
		return strings.Repeat(" ", columns) + line
	}
	for ; columns < 0 && strings.HasPrefix(line, " "); columns++ {
		line = line[1:]
	}
	return line
}
