// Package golden is how the widgets' tests look at a View: whether it is what a
// golden file holds, and whether it has exactly the size that was asked for.
//
// It is only for tests: it gives every program that imports it the flag -update,
// which writes the golden files anew instead of comparing with them.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the golden files in testdata anew")

// Check fails unless got is what testdata/name.golden holds, trailing spaces
// included. The file ends in a line break that got has not. With -update it
// writes the file instead.
func Check(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run `go test -update` to write it, and look at it", err)
	}
	if got+"\n" != string(want) {
		t.Errorf("View is not what %s holds\n--- want\n%s--- got\n%s", path, want, got)
	}
}

// CheckSize fails unless view has exactly the size that was asked for, counted
// in grapheme clusters and in runes alike, and holds nothing but text and
// styles. Nothing at all is what a size without an area asks for.
func CheckSize(t testing.TB, view string, width, height int) {
	t.Helper()
	if width <= 0 || height <= 0 {
		if view != "" {
			t.Errorf("%dx%d: View is %q, want nothing", width, height, view)
		}
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Errorf("%dx%d: %d lines\n%s", width, height, len(lines), view)
	}
	for i, line := range lines {
		if cells := ansi.StringWidth(line); cells != width {
			t.Errorf("%dx%d: line %d is %d cells wide: %q", width, height, i, cells, line)
		}
		if cells := ansi.StringWidthWc(line); cells != width {
			t.Errorf("%dx%d: line %d is %d cells wide counted in runes: %q", width, height, i, cells, line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("%dx%d: line %d is not UTF-8: %q", width, height, i, line)
		}
		for _, r := range withoutStyles(line) {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Errorf("%dx%d: line %d holds %U: %q", width, height, i, r, line)
			}
		}
	}
}

// withoutStyles takes out what lipgloss writes for a style and nothing else:
// other escape sequences stay in to be found.
func withoutStyles(line string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(line, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		style := strings.TrimLeft(after, "0123456789;")
		if !strings.HasPrefix(style, "m") {
			b.WriteString("\x1b")
			line = after
			continue
		}
		line = style[1:]
	}
}
