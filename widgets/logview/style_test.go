package logview

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

func TestThemesGolden(t *testing.T) {
	for _, name := range theme.Names()[1:] { // the first is one of the others
		th, err := theme.New(theme.Appearance{Theme: name, Background: theme.DarkBackground})
		if err != nil {
			t.Fatal(err)
		}
		h := sketch()
		m := New(th)
		m.SetLocation(time.UTC)
		m.SetSize(80, 18)
		m.SetFocused(true)
		m.SetEntries(h)
		m.SetKeys("G", "\\")
		must(t, m.SetSearch("35[78]"))
		work(t, &m, 100)
		m.Up(1)
		m.Do(ToggleMark)
		m.Up(12)
		golden.Check(t, "theme-"+name, golden.Styles(m.View()))
	}
}

// Whatever the log shows and says, in ASCII nothing else reaches the terminal.
func TestASCIIGlyphsAlone(t *testing.T) {
	h := sketch()
	h.append(Unmatched, "", "пять\u2028")
	h.append(Alert, "€/¥", "тревога")
	h.append(Notice, "ключ", "…")
	h.append(Gap, "", "от → до")
	h.append(Sent, "日本", "日本")
	th := theme.Default()
	th.Glyphs = text.ASCII
	for _, size := range [][2]int{{120, 24}, {61, 24}, {40, 12}, {20, 8}, {3, 3}, {1, 1}} {
		m := New(th)
		m.SetLocation(time.UTC)
		m.SetFocused(true)
		m.SetSize(size[0], size[1])
		check := func(what string) {
			t.Helper()
			golden.CheckSize(t, m.View(), size[0], size[1])
			golden.CheckASCII(t, m.View())
			if t.Failed() {
				t.Fatal(what)
			}
		}
		check("empty")
		m.SetEntries(h)
		check("live")
		must(t, m.SetSearch(`u0431|€|\\.`))
		check("searching")
		work(t, &m, 100)
		for _, keys := range []string{"n", "m", "N", "w", "e", "E", "t", "t", "l", "w", "l", "l", "kkkk", "mk", "g", "/", "'"} {
			typed(&m, keys)
			check(keys)
		}
		must(t, m.AddFilter("日本|u65e5", false))
		check("filtering")
		work(t, &m, 100)
		check("filtered")
		typed(&m, `\`)
		check("in context")
		must(t, m.AddFilter("nothing at all", false))
		work(t, &m, 100)
		check("nothing")
	}
}

// Filters and search apply to what stands on the screen, which other glyphs change.
func TestOtherGlyphsAreFilteredAnew(t *testing.T) {
	h := &history{}
	h.append(Event, "A", "Füße")
	h.append(Event, "BÄR/USD", "x")
	h.events(30)
	th := theme.Default()
	m := New(th)
	m.SetSize(80, 10)
	m.SetEntries(h)
	must(t, m.AddFilter("ü", false))
	must(t, m.SetSearch("ße"))
	work(t, &m, 100)
	before := m.View()
	if !strings.Contains(title(&m), "hidden 31") || !strings.Contains(title(&m), " 1/1 ") {
		t.Fatalf("the title says %q", title(&m))
	}
	th.Glyphs = text.ASCII
	if m.View() != before {
		t.Error("drawn anew without a change")
	}
	m.SetTheme(th)
	work(t, &m, 100)
	golden.CheckASCII(t, m.View())
	if !strings.Contains(title(&m), "hidden 32") {
		t.Errorf("in ASCII, the title says %q", title(&m))
	}
	m.ClearFilters()
	must(t, m.AddFilter("u00fc", false))
	must(t, m.SetSearch(`\\u00dfe`))
	work(t, &m, 100)
	if view := m.View(); !strings.Contains(title(&m), "1/1") || !strings.Contains(view, th.Match.Render(`\u00dfe`)) {
		t.Errorf("what stands on the screen is not found:\n%s", view)
	}
	m.ClearFilters()
	m.Do(Top)
	if view := ansi.Strip(m.View()); !strings.Contains(view, `< A             F\u00fc`) {
		t.Errorf("the column of labels is not that of ASCII:\n%s", view)
	}
	th.Glyphs = text.Braille
	m.SetTheme(th)
	work(t, &m, 100)
	if view := ansi.Strip(m.View()); !strings.Contains(view, "← A        Füße") {
		t.Errorf("the column of labels is that of other glyphs:\n%s", view)
	}
	other, _ := theme.New(theme.Appearance{Theme: "light"})
	before = m.View()
	*th = *other
	m.SetTheme(th)
	if m.View() == before {
		t.Error("another theme leaves the log as it was")
	}
}

// A text that ends in an ellipsis of its own is reported as cut all the same.
func TestRightGoesOnWhereTextWasCut(t *testing.T) {
	for _, glyphs := range []text.Glyphs{text.Braille, text.ASCII} {
		th := theme.Default()
		th.Glyphs = glyphs
		h := &history{}
		h.append(Event, "A", strings.Repeat("<a>", 40)+glyphs.Signs().Ellipsis)
		m := New(th)
		m.SetSize(60, 6)
		m.SetEntries(h)
		m.Do(Right)
		if m.format.skip == 0 {
			t.Errorf("glyphs %d: there is more, and no way to it", glyphs)
		}
		m.SetSize(250, 6)
		m.format.skip = 0
		m.Redraw()
		m.Do(Right)
		if m.format.skip != 0 {
			t.Errorf("glyphs %d: there is no more, and a way to it", glyphs)
		}
	}
}
