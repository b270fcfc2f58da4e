package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
)

func TestFit(t *testing.T) {
	red := DefaultTheme().Bad
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

func TestBox(t *testing.T) {
	th := DefaultTheme()
	for _, test := range []struct {
		title         string
		body          []string
		width, height int
		want          string
	}{
		{"LOG", []string{"one", "two is longer"}, 12, 5, `
╭ LOG ─────╮
│one       │
│two is lo…│
│          │
╰──────────╯`},
		{"WATCHLIST", []string{"1", "2", "3"}, 10, 3, `
╭ WATC… ─╮
│1       │
╰────────╯`},
		{"", nil, 5, 3, `
╭───╮
│   │
╰───╯`},
		{"LOG", []string{"ab"}, 7, 3, `
╭ L… ─╮
│ab   │
╰─────╯`},
		{"LOG", []string{"ab"}, 6, 3, `
╭────╮
│ab  │
╰────╯`},
		{"世界", []string{"ab"}, 8, 3, `
╭ 世… ─╮
│ab    │
╰──────╯`},
		{"LOG", []string{"abc", "d"}, 3, 3, `
abc
d  
   `},
		{"LOG", []string{"abcdefg"}, 6, 2, `
abcde…
      `},
	} {
		got := ansi.Strip(Box(test.title, test.body, test.width, test.height, false, th))
		if got != strings.TrimPrefix(test.want, "\n") {
			t.Errorf("Box(%q) at %dx%d:\n%s\nwant:%s", test.title, test.width, test.height, got, test.want)
		}
	}
}

func TestBoxFillsAnySize(t *testing.T) {
	th := DefaultTheme()
	title := th.Title.Render("LOG 世界") + th.Warn.Render("  frozen")
	body := []string{"one", th.Bad.Render("世界人世界人世界人"), "", "four"}
	for width := -1; width < 24; width++ {
		for height := -1; height < 8; height++ {
			golden.CheckSize(t, Box(title, body, width, height, true, th), width, height)
		}
	}
}

func TestBorderInASCIIHasNoOtherCharacters(t *testing.T) {
	th := DefaultTheme()
	th.Glyphs = ASCII
	got := ansi.Strip(Border{Title: "WATCHLIST", Note: "pair not found"}.Box([]string{"one is too long"}, 14, 4, th))
	const want = `
+ WATCHLIST -+
|one is too >|
|            |
+ pair not> -+`
	if got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s\nwant%s", got, want)
	}
}

func TestBoxShowsFocus(t *testing.T) {
	th := DefaultTheme()
	if Box("LOG", nil, 20, 4, true, th) == Box("LOG", nil, 20, 4, false, th) {
		t.Error("the focused box is drawn like any other")
	}
}
