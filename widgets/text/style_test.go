package text

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

// styles are such as themes have.
func styles() []lipgloss.Style {
	plain := lipgloss.NewStyle()
	blue := plain.Foreground(lipgloss.BrightBlue)
	return []lipgloss.Style{
		plain, blue, blue.Background(lipgloss.ANSIColor(123)), plain.Background(lipgloss.Color("#102030")), blue.Bold(true), plain.Faint(true),
		plain.Reverse(true).Bold(true), plain.Underline(true), blue.Underline(true), blue.Italic(true), blue.Strikethrough(true), blue.Blink(true),
	}
}

func TestALineHasStylesAsLipglossRendersThem(t *testing.T) {
	for i, style := range styles() {
		for range 2 { // the first time and once it is known
			line := NewLine(Braille, 20)
			line.Add("a b ⣿", style)
			if want := style.Render("a b ⣿"); line.String() != want {
				t.Errorf("%d: %q, want %q", i, line.String(), want)
			}
		}
	}
}

func BenchmarkStyles(b *testing.B) {
	style := lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(246)).Bold(true)
	for name, f := range map[string]func(b *strings.Builder){
		"lipgloss": func(b *strings.Builder) { b.WriteString(style.Render("61,240.20")) },
		"line":     func(b *strings.Builder) { write(b, "61,240.20", &style) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var s strings.Builder
				f(&s)
			}
		})
	}
}
