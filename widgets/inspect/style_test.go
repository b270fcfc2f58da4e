package inspect

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
		m := newModel(th)
		m.SetLocation(time.UTC)
		m.SetFooter("c copy  y path")
		m.SetSize(70, 18)
		m.SetFocused(true)
		m.SetMessage(message(ticker, before))
		press(t, &m, "D", "j", "j")
		golden.Check(t, "theme-"+name, golden.Styles(m.View()))
	}
}

func TestASCIIHasNoOtherCharacters(t *testing.T) {
	long := `{"text":"` + strings.Repeat("Füße 日本 \\u001b ", 300) + `"}`
	for name, raw := range map[string]string{
		"ticker": ticker, "hostile": hostile, "text": "plain текст\x1b[2J\n" + strings.Repeat("é", 300), "binary": "\x00\xff\x80é", "long": long,
		"much": strings.Repeat("é\n", 500), "deep": strings.Repeat(`{"ключ":[`, 20) + strings.Repeat("]}", 20), "none": "",
		"cut": `["` + strings.Repeat("ü", 1<<12) + `"]`,
	} {
		t.Run(name, func(t *testing.T) {
			th, ascii := theme.Default(), theme.Default()
			ascii.Glyphs = text.ASCII
			m := newModel(th)
			m.SetLocation(time.UTC)
			m.SetFooter("нет\x07")
			m.SetMessage(Message{Number: 1, Title: "заголовок", At: received, Time: sent, Raw: []byte(raw), Previous: []byte(before)})
			for _, size := range [][2]int{{100, 20}, {38, 12}, {6, 4}, {2, 2}} {
				m.SetSize(size[0], size[1])
				for _, key := range []string{"j", "D", "G", "space", "g", "r", "G", "r", "G", "r", "D"} {
					m.SetTheme(th)
					before := m.View()
					press(t, &m, key)
					m.SetTheme(ascii)
					golden.CheckSize(t, m.View(), size[0], size[1])
					golden.CheckASCII(t, m.View())
					if t.Failed() {
						t.Fatalf("%v after %s, from\n%s", size, key, before)
					}
				}
			}
		})
	}
}

func TestHexInASCII(t *testing.T) {
	th := theme.Default()
	th.Glyphs = text.ASCII
	m := newModel(th)
	m.SetSize(60, 6)
	m.SetMessage(message("a\x00é\xffz", ""))
	if view := ansi.Strip(m.View()); !strings.Contains(view, "  a....z ") {
		t.Errorf("the bytes are\n%s", view)
	}
}

// What was wrapped for other glyphs is wrapped anew, and the end of it is shown.
func TestAnotherThemeWrapsAnew(t *testing.T) {
	th, ascii := theme.Default(), theme.Default()
	ascii.Glyphs = text.ASCII
	m := newModel(th)
	m.SetSize(70, 8)
	m.SetMessage(message(strings.Repeat("é", 200), ""))
	if m.shown() != asText {
		t.Fatal("it is no text")
	}
	m.View()
	m.SetTheme(ascii)
	golden.CheckASCII(t, m.View())
	if got, want := len(m.prose), 6*200/68+1; got != want {
		t.Errorf("%d lines, want %d", got, want)
	}
	press(t, &m, "G")
	if view := ansi.Strip(m.View()); !strings.Contains(view, `\u00e9`) || !strings.Contains(view, "18/18") {
		t.Errorf("the end is\n%s", view)
	}
	m.SetTheme(th)
	if view := ansi.Strip(m.View()); !strings.Contains(view, "é") {
		t.Errorf("the window is beyond the end:\n%s", view)
	}
}
