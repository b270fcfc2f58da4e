package logview

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/theme"
)

// TestPartsOfJSONAreHighlighted: names, numbers and signs have styles, strings have that of text; what was found is marked in them.
func TestPartsOfJSONAreHighlighted(t *testing.T) {
	h := &history{first: 1}
	h.append(Event, "XBT", `{"price": 61240.5,"side":"b\"uy","ok":true,"x":[1,-2e3]}`)
	h.append(Notice, "", `{"price":1}`)
	m := model(h, 100, 6)
	plain := ansi.Strip(m.View())
	m.SetHighlight(true)
	th := theme.Default()
	view := m.View()
	for _, want := range []string{
		th.Dim.Render("{") + th.Label.Render(`"price"`) + th.Dim.Render(": ") + th.Chart.Render("61240.5") + th.Dim.Render(","),
		th.Label.Render(`"side"`) + th.Dim.Render(":") + `"b\"uy"` + th.Dim.Render(","),
		th.Chart.Render("true"), th.Chart.Render("-2e3") + th.Dim.Render("]}"),
	} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%q", want, view)
		}
	}
	if got := ansi.Strip(view); got != plain {
		t.Errorf("highlighting changes the text to\n%s\nfrom\n%s", got, plain)
	}
	if err := m.SetSearch("240"); err != nil {
		t.Fatal(err)
	}
	for m.Work(100) {
	}
	if want := th.Chart.Render("61") + th.Match.Render("240") + th.Chart.Render(".5"); !strings.Contains(m.View(), want) {
		t.Errorf("what was found is not marked: no %q in\n%q", want, m.View())
	}
}

// TestHighlightingChangesNoText: whatever a message has in it, whatever the width and however far it is scrolled.
func TestHighlightingChangesNoText(t *testing.T) {
	h := &history{first: 1}
	for _, text := range []string{`{`, `[`, `{"`, `{"a`, `{"a\`, `{"a":`, `{"a":1`, `[,,]]}"`, `{"日本": "円", "👩‍👩‍👧": "🇨🇭"}`, "{\"\x1b[2J\u202e\": \"\x00\"}", `[` + strings.Repeat(`"x",`, 900) + `]`} {
		h.append(Event, "a", text)
	}
	for width := 30; width < 90; width += 7 {
		plain, colored := model(h, width, 16), model(h, width, 16)
		colored.SetHighlight(true)
		for range 12 {
			golden.CheckSize(t, colored.View(), width, 16)
			if got, want := ansi.Strip(colored.View()), ansi.Strip(plain.View()); got != want {
				t.Fatalf("%d cells: highlighting changes the text to\n%s\nfrom\n%s", width, got, want)
			}
			plain.Do(Right)
			colored.Do(Right)
		}
	}
}
