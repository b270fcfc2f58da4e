package overview

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// lastHour is an hour that was good, but for some minutes.
func lastHour(unlike map[int]theme.Tone) (minutes [Minutes]theme.Tone) {
	for i := range minutes {
		minutes[i] = theme.Good
	}
	for i, tone := range unlike {
		minutes[i] = tone
	}
	return minutes
}

func night() []Row {
	down := map[int]theme.Tone{}
	for i := 54; i < 60; i++ {
		down[i] = theme.Bad
	}
	return []Row{
		{Number: 4, Name: "plant", State: "RETRY 12s", Tone: theme.Warn, Since: "13:58:02", Gaps: 0, DataAge: 5*time.Minute + 20*time.Second, HasData: true, FrameAge: 5*time.Minute + 15*time.Second, HasFrame: true, Reconnects: 3, Reason: "closed by the server: 1013 try again later", Alerts: 2, Minutes: lastHour(down)},
		{Number: 2, Name: "binance", State: "STALE", Tone: theme.Warn, Since: "14:02:31", PerSecond: 0.2, DataAge: 51 * time.Second, HasData: true, BeatAge: time.Second, HasBeat: true, FrameAge: time.Second, HasFrame: true, Numbered: true, Gaps: 2, Minutes: lastHour(map[int]theme.Tone{58: theme.Warn, 59: theme.Warn})},
		{Number: 3, Name: "coinbase", State: "OPEN 1 pending", Tone: theme.Warn, Since: "10:50:00", PerSecond: 41, Lag: 71 * time.Millisecond, HasLag: true, DataAge: 100 * time.Millisecond, HasData: true, FrameAge: 100 * time.Millisecond, HasFrame: true, Numbered: true, Minutes: lastHour(nil)},
		{Number: 1, Name: "kraken", Shown: true, State: "OPEN", Tone: theme.Good, Since: "10:51:22", PerSecond: 128, Lag: 38 * time.Millisecond, HasLag: true, DataAge: 100 * time.Millisecond, HasData: true, BeatAge: 400 * time.Millisecond, HasBeat: true, FrameAge: 100 * time.Millisecond, HasFrame: true, Numbered: true, Gaps: 2, Reconnects: 1, Reason: "lost: read: connection reset by peer", Minutes: lastHour(map[int]theme.Tone{20: theme.Bad})},
		{Number: 5, Name: "xetra", State: "MARKET CLOSED", Tone: theme.Quiet, Since: "25 Nov", DataAge: 16 * time.Hour, HasData: true, FrameAge: 22 * time.Second, HasFrame: true, Minutes: lastHour(map[int]theme.Tone{0: theme.Neutral})},
	}
}

func table120(rows []Row, width, height int) *Model {
	m := New(theme.Default())
	m.SetSize(width, height)
	m.SetRows(rows)
	return &m
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{240, 12}, {200, 12}, {120, 12}, {80, 12}, {40, 8}, {30, 5}} {
		name := fmt.Sprintf("night-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			golden.Check(t, name, ansi.Strip(table120(night(), size[0], size[1]).View()))
		})
	}
	golden.Check(t, "night-120x12-styled", golden.Styles(table120(night(), 120, 12).View()))
}

func TestAnySize(t *testing.T) {
	hostile := "a\x1b]0;title\x07\r\n\u202e\xff世界"
	rows := append(night(), Row{Number: math.MaxInt, Name: hostile, State: hostile, Since: hostile, Reason: hostile + strings.Repeat("x", 5000),
		PerSecond: math.NaN(), Lag: math.MinInt64, HasLag: true, DataAge: math.MinInt64, HasData: true, FrameAge: math.MinInt64, HasFrame: true, Gaps: math.MaxUint64, Numbered: true, Alerts: math.MaxInt, Reconnects: -1})
	ascii := theme.Default()
	ascii.Glyphs = text.ASCII
	for width := -1; width < 260; width += 3 {
		for _, height := range []int{-1, 0, 1, 2, 3, 4, 5, 12} {
			for _, rows := range [][]Row{nil, night(), rows} {
				m := table120(rows, width, height)
				m.Select(len(rows) - 1)
				golden.CheckSize(t, m.View(), width, height)
				if plain := strings.ReplaceAll(ansi.Strip(m.View()), "\n", ""); text.Sanitize(plain, 8192) != plain {
					t.Fatalf("%dx%d: something got through: %q", width, height, plain)
				}
			}
			m := table120(night(), width, height)
			m.SetTheme(ascii)
			golden.CheckASCII(t, m.View())
		}
	}
}

// Name and state are there at any width; what has gone at one width does not come back at a smaller one.
func TestColumnsGiveWay(t *testing.T) {
	gone := map[string]bool{}
	for width := 200; width >= 30; width-- {
		view := ansi.Strip(table120(night(), width, 12).View())
		for _, title := range []string{"feed", "state", "since", "/s", "lag", "data", "beat", "frame", "gaps", "alerts", "last hour", "reconnects", "reason"} {
			shown := strings.Contains(strings.Split(view, "\n")[1], title)
			if shown && gone[title] {
				t.Errorf("%d cells: %q is back", width, title)
			}
			gone[title] = gone[title] || !shown
		}
		if gone["feed"] || gone["state"] {
			t.Fatalf("%d cells: no feed or state in\n%s", width, view)
		}
	}
}

func TestTheCursorStaysOnItsFeed(t *testing.T) {
	rows := night()
	m := table120(rows, 120, 5)
	m.Select(1)
	rows[0], rows[1] = rows[1], rows[0]
	m.SetRows(rows)
	if m.At() != 0 || m.Selected() != "binance" {
		t.Errorf("the cursor is on row %d, %s", m.At(), m.Selected())
	}
	m.SetRows(rows[1:])
	if m.At() != 0 || m.Selected() != "plant" {
		t.Errorf("without its feed, the cursor is on row %d, %s", m.At(), m.Selected())
	}
	m.Select(99)
	if m.At() != 3 || !strings.Contains(ansi.Strip(m.View()), "xetra") {
		t.Errorf("the last row is not visible:\n%s", m.View())
	}
}

// Ages that change with each second would be written again each second, for each feed.
func TestAgesChangeInSteps(t *testing.T) {
	views := map[string]bool{}
	for s := range 60 {
		rows := night()[3:4]
		rows[0].DataAge = time.Duration(s) * time.Second
		views[table120(rows, 120, 5).View()] = true
	}
	if len(views) > 12 {
		t.Errorf("%d views in a minute", len(views))
	}
}

// TestNoTitleIsCut, whatever the width.
func TestNoTitleIsCut(t *testing.T) {
	for width := 34; width < 240; width++ {
		for _, rows := range [][]Row{night(), night()[1:3], night()[2:3]} {
			lines := strings.Split(ansi.Strip(table120(rows, width, 8).View()), "\n")
			if strings.Contains(lines[1], "…") {
				t.Errorf("%d cells: %s", width, lines[1])
			}
		}
	}
}
