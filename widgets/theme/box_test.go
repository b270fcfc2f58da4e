package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
)

func TestBox(t *testing.T) {
	th := Default()
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
	th := Default()
	title := th.Title.Render("LOG 世界") + th.Warn.Render("  frozen")
	body := []string{"one", th.Bad.Render("世界人世界人世界人"), "", "four"}
	for width := -1; width < 24; width++ {
		for height := -1; height < 8; height++ {
			golden.CheckSize(t, Box(title, body, width, height, true, th), width, height)
		}
	}
}

func TestBorderInASCIIHasNoOtherCharacters(t *testing.T) {
	th := Default()
	th.Glyphs = text.ASCII
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
	th := Default()
	if Box("LOG", nil, 20, 4, true, th) == Box("LOG", nil, 20, 4, false, th) {
		t.Error("the focused box is drawn like any other")
	}
}
