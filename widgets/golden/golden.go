// Package golden is how the widgets' tests check a View: whether it is what a
// golden file holds, and whether it has exactly the size that was asked for.
//
// It is only for tests: it gives every program that imports it the flag -update,
// which writes the golden files anew instead of comparing with them.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
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
		t.Fatalf("%v; run `go test -update` to write it, and inspect it", err)
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

// Styles returns a view with its styles in a form that can be read: ⟨1;31⟩ for what turns bold and red on. What turns
// a style off only to turn it on again, as lipgloss writes underlined text, is left out. Whatever else there is of escape
// sequences stays as it is.
func Styles(view string) string {
	var b strings.Builder
	at, on, off := 0, "", false
	end := func() {
		if off {
			b.WriteString("⟨⟩")
			on, off = "", false
		}
	}
	for _, found := range style.FindAllStringSubmatchIndex(view, -1) {
		if found[0] > at {
			end()
			b.WriteString(view[at:found[0]])
		}
		at = found[1]
		switch next := view[found[2]:found[3]]; {
		case next == "":
			off = true
		case off && next == on:
			off = false
		default:
			end()
			b.WriteString("⟨" + next + "⟩")
			on = next
		}
	}
	end()
	return b.String() + view[at:]
}

var style = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// CheckASCII fails unless view holds nothing but printable ASCII, line breaks and styles.
func CheckASCII(t testing.TB, view string) {
	t.Helper()
	for i, line := range strings.Split(view, "\n") {
		for _, r := range withoutStyles(line) {
			if r < ' ' || r > '~' {
				t.Errorf("line %d holds %U: %q", i, r, line)
			}
		}
	}
}

// withoutStyles removes what lipgloss writes for a style and nothing else:
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
