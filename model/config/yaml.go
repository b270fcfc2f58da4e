package config

import (
	"strings"

	"sockeye/feed/format"
)

// YAML returns the configuration in force as a configuration file: the settings, then every preset as it
// is written, each with a comment that says where it comes from. Placeholders stay placeholders, so
// that no secret is in it.
func (c *Config) YAML() string {
	var b strings.Builder
	for _, section := range []string{"", "ui", "record", "serve"} {
		margin, begun := "", section == ""
		for _, s := range c.settings {
			if s.section != section {
				continue
			}
			if !begun {
				b.WriteString(section + ":\n")
				margin, begun = "  ", true
			}
			b.WriteString(margin + s.name + ": " + s.text + "  # " + format.Sanitize(s.from) + "\n")
		}
	}
	if len(c.Presets) > 0 {
		b.WriteString("presets:\n")
	}
	for i, p := range c.Presets.All() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("  # " + format.Sanitize(p.Position.File) + "\n" + p.YAML())
	}
	return b.String()
}
