package header

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

const said = "XBT/USD close above 61,250 for 3s: 61,261.8"

func TestAlertsGolden(t *testing.T) {
	for _, size := range [][2]int{{120, 3}, {120, 2}, {80, 3}, {80, 2}, {60, 2}, {40, 2}, {40, 1}, {30, 1}, {200, 2}} {
		name := fmt.Sprintf("alerts-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			m := model(size[0], size[1], sketchFeeds(), sketchFigures())
			m.SetAlerts(Alerts{Count: 3, Newest: said})
			golden.CheckSize(t, m.View(), size[0], size[1])
			golden.Check(t, name, ansi.Strip(m.View()))
		})
	}
}

// On any screen that has panes the header shows that there is an alert, and how many.
func TestAlertsAreSeenAtAnySize(t *testing.T) {
	for width := 30; width < 240; width += 1 + width/30 {
		for height := 1; height < 4; height++ {
			for _, feeds := range [][]Feed{nil, sketchFeeds(), sketchFeeds()[2:], {{Number: 1, Name: strings.Repeat("n", 40), State: connecting, Detail: "TLS UNVERIFIED"}}} {
				m := model(width, height, feeds, sketchFigures())
				m.SetAlerts(Alerts{Count: 12, Newest: said})
				golden.CheckSize(t, m.View(), width, height)
				line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
				if long := len(feeds) == 1 && feeds[0].Detail == "TLS UNVERIFIED"; !strings.Contains(line, "ALERT 12") && (width >= 40 || !long) {
					t.Fatalf("%dx%d with %d feeds: no alert in %q", width, height, len(feeds), line)
				}
			}
		}
	}
}

func TestHeaderHasAThirdLineOnlyForAnAlert(t *testing.T) {
	m := model(120, 3, sketchFeeds(), sketchFigures())
	before := m.View()
	if Lines(0) != 2 {
		t.Errorf("without alerts, the header needs %d lines", Lines(0))
	}
	m.SetAlerts(Alerts{Count: 1, Newest: said})
	if Lines(1) != 3 || m.View() == before {
		t.Errorf("with an alert, the header needs %d lines and shows\n%s", Lines(1), m.View())
	}
	if strings.Count(m.View(), "XBT/USD close above") != 1 {
		t.Errorf("the alert is not shown once:\n%s", m.View())
	}
	with := m.View()
	m.SetAlerts(Alerts{Count: 1, Newest: said})
	if m.dirty || m.View() != with {
		t.Error("the same alert once more is drawn")
	}
	m.SetAlerts(Alerts{Count: -1, Newest: ""})
	if m.View() != before {
		t.Errorf("acknowledged, the alert leaves\n%s", m.View())
	}
}

func TestAlertsAreSanitised(t *testing.T) {
	for _, height := range []int{2, 3} {
		m := model(160, height, sketchFeeds(), sketchFigures())
		m.SetAlerts(Alerts{Count: 1, Newest: "\x1b[2Jowned\u202e\r\n"})
		golden.CheckSize(t, m.View(), 160, height)
		if !strings.Contains(m.View(), "␛[2Jowned·␍␊") {
			t.Errorf("the alert reads\n%s", m.View())
		}
	}
}

func TestThemesGolden(t *testing.T) {
	for _, name := range theme.Names()[1:] { // the first is one of the others
		th, err := theme.New(theme.Appearance{Theme: name, Background: theme.DarkBackground})
		if err != nil {
			t.Fatal(err)
		}
		m := New(th)
		m.SetSize(120, 3)
		m.SetFeeds(append(sketchFeeds(), Feed{Number: 4, Name: "mine", State: failed}))
		figures := sketchFigures()
		figures.In++
		m.SetFigures(figures)
		m.SetClock(clock)
		m.SetAlerts(Alerts{Count: 2, Newest: said})
		golden.Check(t, "theme-"+name, golden.Styles(m.View()))
	}
}

func TestASCIIHasNoOtherCharacters(t *testing.T) {
	th, ascii := theme.Default(), theme.Default()
	ascii.Glyphs = text.ASCII
	m := New(th)
	m.SetFeeds(append(sketchFeeds(), Feed{Number: 4, Name: "Börse 取引所", State: failed, Detail: "нет"}))
	figures := sketchFigures()
	figures.In++
	figures.LagMedian = 300
	figures.MessagesPerSecond = 1e300
	m.SetFigures(figures)
	m.SetClock(clock)
	m.SetAlerts(Alerts{Count: 2, Newest: "тревога\x07"})
	for width := 0; width < 200; width += 3 {
		for height := 0; height < 4; height++ {
			m.SetSize(width, height)
			m.SetTheme(th)
			m.View()
			m.SetTheme(ascii)
			golden.CheckSize(t, m.View(), width, height)
			golden.CheckASCII(t, m.View())
		}
	}
}

// TestANoteIsSeenWhereThereIsSpace beside the count of alerts, which is never left out for one.
func TestANoteIsSeenWhereThereIsSpace(t *testing.T) {
	notes := []Note{{Text: "SNOOZED until 14:33, 3 held back", Brief: "SNOOZED 14:33 (3)"}}
	for width := 30; width < 240; width += 1 + width/30 {
		for height := 1; height < 4; height++ {
			m := model(width, height, sketchFeeds(), sketchFigures())
			m.SetNotes(notes)
			golden.CheckSize(t, m.View(), width, height)
			if width >= 60 && !strings.Contains(ansi.Strip(m.View()), "SNOOZED") {
				t.Errorf("%dx%d: no note in\n%s", width, height, ansi.Strip(m.View()))
			}
			m.SetAlerts(Alerts{Count: 12, Newest: said})
			golden.CheckSize(t, m.View(), width, height)
			if line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(line, "ALERT 12") {
				t.Errorf("%dx%d: no alert in %q", width, height, line)
			}
		}
	}
}

// TestWhatIsOverIsNoAlarm: alerts of which none holds any more are to be known, and not red.
func TestWhatIsOverIsNoAlarm(t *testing.T) {
	th := theme.Default()
	m := model(80, 3, sketchFeeds()[:1], sketchFigures())
	m.SetAlerts(Alerts{Count: 1, Newest: "over  XBT/USD > 5", Over: true})
	for _, want := range []string{th.Warn.Render("ALERT 1"), th.Warn.Render("ALERT") + " " + th.Text.Render("over  XBT/USD > 5")} {
		if view := m.View(); !strings.Contains(view, want) {
			t.Errorf("no %q in\n%q", want, view)
		}
	}
}

// TestALostNetworkIsSaidAtEverySize, beside alerts where there is space for both.
func TestALostNetworkIsSaidAtEverySize(t *testing.T) {
	feeds := []Feed{{Number: 1, Name: "kraken", Active: true, State: State{"RETRY", theme.Warn}, Detail: "12s"}, {Number: 2, Name: "plant", State: State{"RETRY", theme.Warn}, Detail: "9s"}}
	for width := 30; width < 200; width++ {
		for height := 1; height < 4; height++ {
			for _, count := range []int{0, 1} {
				m := model(width, height, feeds, Figures{})
				m.SetNotes([]Note{{Text: "NETWORK LOST since 14:03:02", Brief: "NETWORK LOST", Bad: true}, {Text: "SNOOZED until 14:33", Brief: "SNOOZED 14:33"}})
				m.SetAlerts(Alerts{Count: count, Newest: said})
				golden.CheckSize(t, m.View(), width, height)
				first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
				if !strings.Contains(first, "NETWORK LOST") || !strings.Contains(first, "RETRY 12s") || count > 0 && width >= 40 && !strings.Contains(first, "ALERT 1") {
					t.Fatalf("%dx%d with %d alerts: %q", width, height, count, first)
				}
			}
		}
	}
}
