package monitor

import (
	"testing"

	"sockeye/widgets/draw"
)

func TestGlyphsAreWhatTheTerminalShows(t *testing.T) {
	for _, tt := range []struct {
		environment map[string]string
		glyphs      draw.Glyphs
		noColour    bool
	}{
		{map[string]string{"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, draw.Braille, false},
		{map[string]string{"TERM": "xterm-256color", "LANG": "de_DE.utf8"}, draw.Braille, false},
		{map[string]string{"TERM": "xterm-256color", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, draw.Braille, false},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "POSIX", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, draw.ASCII, false},
		{map[string]string{"TERM": "xterm-256color", "LC_ALL": "", "LANG": "de_DE@euro"}, draw.ASCII, false},
		{map[string]string{"TERM": "xterm-256color"}, draw.ASCII, false},
		{map[string]string{"TERM": "linux", "LANG": "C.UTF-8"}, draw.Blocks, false},
		{map[string]string{"TERM": "linux-16color", "LANG": "C.UTF-8"}, draw.Blocks, false},
		{map[string]string{"TERM": "linux"}, draw.ASCII, false},
		{map[string]string{"TERM": "vt100", "LANG": "C.UTF-8"}, draw.ASCII, true},
		{map[string]string{"TERM": "vt220-w", "LANG": "C.UTF-8"}, draw.ASCII, true},
		{map[string]string{"TERM": "vte-256color", "LANG": "C.UTF-8"}, draw.Braille, false},
		{map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1"}, draw.Braille, true},
	} {
		getenv := func(name string) string { return tt.environment[name] }
		if got := Glyphs(getenv); got != tt.glyphs {
			t.Errorf("%v: glyphs %v, want %v", tt.environment, got, tt.glyphs)
		}
		if got := noColour(getenv); got != tt.noColour {
			t.Errorf("%v: no colours %v, want %v", tt.environment, got, tt.noColour)
		}
	}
}
