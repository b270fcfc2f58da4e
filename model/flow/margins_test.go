package flow

import "testing"

func TestRendersLeaveTheTerminalWithoutMargins(t *testing.T) {
	for render, want := range map[string]string{
		"":                           "",
		"\x1b[H\x1b[31mred\x1b[m":    "\x1b[H\x1b[31mred\x1b[m",
		"a\x1b[16;34rb\x1b[1;36rc":   "a\x1b[16;34rb\x1b[rc",
		"\x1b[1;9r\x1b[9S\x1b[1;36r": "\x1b[1;9r\x1b[9S\x1b[r",
		"\x1b[2;3r\x1b[1;9rx\x1b[4;5ry\x1b[1;9rz": "\x1b[2;3r\x1b[rx\x1b[4;5ry\x1b[rz",
	} {
		if got := string(withoutMargins([]byte(render))); got != want {
			t.Errorf("%q becomes %q, want %q", render, got, want)
		}
	}
}
