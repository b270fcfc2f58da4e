package text

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestFit(t *testing.T) {
	red := lipgloss.NewStyle().Foreground(lipgloss.Red)
	for _, test := range []struct {
		styled string
		width  int
		want   string // plain
	}{
		{"", 0, ""}, {"abc", 0, ""}, {"abc", -1, ""}, {"", 3, "   "},
		{"abc", 3, "abc"}, {"abc", 5, "abc  "}, {"abcdef", 4, "abc…"}, {"abc", 1, "…"},
		{"世界人", 4, "世… "}, {"世界", 1, "…"},
		{red.Render("abcdef") + " tail", 4, "abc…"},
	} {
		got := Braille.Fit(test.styled, test.width)
		if plain := ansi.Strip(got); plain != test.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", test.styled, test.width, plain, test.want)
		}
		if strings.Contains(test.styled, "\x1b") && !strings.Contains(got, "\x1b[m") {
			t.Errorf("Fit(%q, %d) = %q leaves its colour on", test.styled, test.width, got)
		}
	}
}
