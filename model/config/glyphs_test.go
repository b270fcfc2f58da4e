package config

import (
	"testing"

	"sockeye/widgets/draw"
)

func TestGlyphsAreWhatTheTerminalShows(t *testing.T) {
	for _, tt := range []struct {
		environment map[string]string
		glyphs      draw.Glyphs
	}{
		{map[string]string{"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, draw.Braille},
		{map[string]string{"TERM": "xterm-256color", "LANG": "de_DE.utf8"}, draw.Braille},
		{map[string]string{"TERM": "xterm-256color", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, draw.Braille},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "POSIX", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, draw.ASCII},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "", "LANG": "de_DE@euro"}, draw.ASCII},
		{map[string]string{"TERM": "xterm-256color"}, draw.ASCII},
		{map[string]string{"TERM": "linux", "LANG": "C.UTF-8"}, draw.Blocks},
		{map[string]string{"TERM": "linux-16color", "LANG": "C.UTF-8"}, draw.Blocks},
		{map[string]string{"TERM": "linux"}, draw.ASCII},
		{map[string]string{"TERM": "vt100", "LANG": "C.UTF-8"}, draw.ASCII},
		{map[string]string{"TERM": "vt220-w", "LANG": "C.UTF-8"}, draw.ASCII},
		{map[string]string{"TERM": "vte-256color", "LANG": "C.UTF-8"}, draw.Braille},
	} {
		getenv := func(name string) string { return tt.environment[name] }
		if got := Glyphs("auto", getenv); got != tt.glyphs {
			t.Errorf("%v: glyphs %v, want %v", tt.environment, got, tt.glyphs)
		}
	}
	if got := Glyphs("blocks", func(string) string { return "" }); got != draw.Blocks {
		t.Errorf("glyphs that are named are %v", got)
	}
}
