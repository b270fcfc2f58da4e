package config

import (
	"testing"

	"sockeye/widgets/text"
)

func TestGlyphsAreWhatTheTerminalShows(t *testing.T) {
	for _, tt := range []struct {
		environment map[string]string
		glyphs      text.Glyphs
	}{
		{map[string]string{"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, text.Braille},
		{map[string]string{"TERM": "xterm-256color", "LANG": "de_DE.utf8"}, text.Braille},
		{map[string]string{"TERM": "xterm-256color", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, text.Braille},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "POSIX", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, text.ASCII},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "", "LANG": "de_DE@euro"}, text.ASCII},
		{map[string]string{"TERM": "xterm-256color"}, text.ASCII},
		{map[string]string{"TERM": "linux", "LANG": "C.UTF-8"}, text.Blocks},
		{map[string]string{"TERM": "linux-16color", "LANG": "C.UTF-8"}, text.Blocks},
		{map[string]string{"TERM": "linux"}, text.ASCII},
		{map[string]string{"TERM": "vt100", "LANG": "C.UTF-8"}, text.ASCII},
		{map[string]string{"TERM": "vt220-w", "LANG": "C.UTF-8"}, text.ASCII},
		{map[string]string{"TERM": "vte-256color", "LANG": "C.UTF-8"}, text.Braille},
	} {
		getenv := func(name string) string { return tt.environment[name] }
		if got := Glyphs("auto", getenv); got != tt.glyphs {
			t.Errorf("%v: glyphs %v, want %v", tt.environment, got, tt.glyphs)
		}
	}
	if got := Glyphs("blocks", func(string) string { return "" }); got != text.Blocks {
		t.Errorf("glyphs that are named are %v", got)
	}
}
