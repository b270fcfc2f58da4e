package config

import (
	"runtime"
	"strings"

	"sockeye/model/terminal"
	"sockeye/widgets/text"
)

// Glyphs returns the glyphs of that name. If there are none, as for auto, they are the most that a terminal and its locale
// can show, by the environment: ASCII where the locale is not UTF-8 or the terminal is a DEC one, blocks on the console of
// Linux, whose fonts have no braille, else braille.
func Glyphs(name string, getenv func(string) string) text.Glyphs {
	if g, err := text.ParseGlyphs(name); err == nil {
		return g
	}
	switch kind := getenv("TERM"); {
	case terminal.IsDEC(kind) || !isUTF8(getenv):
		return text.ASCII
	case kind == "linux" || strings.HasPrefix(kind, "linux-"):
		return text.Blocks
	}
	return text.Braille
}

// isUTF8 reports whether the characters of the locale are UTF-8.
func isUTF8(getenv func(string) string) bool {
	for _, variable := range []string{"LC_ALL", "LC_CTYPE", "LANG"} { // the first one that is set counts: POSIX, 8.2
		if locale := strings.ToLower(getenv(variable)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS == "windows" // which has no such variables; elsewhere the locale is C then
}
