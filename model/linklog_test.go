package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/event"
	"sockeye/widgets/theme"
)

// tail is a log that shows its last rows up to one, five of them at most, as logview draws it.
func tail(last int) string {
	var body []string
	for n := max(last-4, 1); n <= last; n++ {
		cursor := " "
		if n == last {
			cursor = "▸"
		}
		body = append(body, fmt.Sprintf("%srow %d", cursor, n))
	}
	return theme.Box(fmt.Sprintf("LOG %d", last), body, 40, 7, false, theme.Default())
}

func TestThinLog(t *testing.T) {
	var l thinLog
	empty := strings.Split(theme.Box("", nil, 40, 3, false, theme.Default()), "\n")[1]
	for _, step := range []struct {
		last, most int
		want       string
		gaps       bool
	}{
		{3, 2, "…row 2,▸row 3,,,", true},
		{4, 2, "…row 2, row 3,▸row 4,,", true},                // no more than it can bring
		{9, 2, "…row 2, row 3, row 4,…row 8,▸row 9", true},    // more
		{9, 2, "…row 2, row 3, row 4,…row 8,▸row 9", true},    // nothing new
		{11, 2, " row 4,…row 8, row 9, row 10,▸row 11", true}, // scrolls
		{31, 2, " row 9, row 10, row 11,…row 30,▸row 31", true},
		{50, 1, " row 10, row 11,…row 30, row 31,▸row 50", true},        // the cursor is where the sign would be
		{51, 1, " row 11,…row 30, row 31,…row 50,▸row 51", true},        // and has moved on
		{300, 9, " row 296, row 297, row 298, row 299,▸row 300", false}, // the link has become better
	} {
		lines := strings.Split(l.show(tail(step.last), step.most, empty, theme.Default()), "\n")
		var rows []string
		for _, line := range lines[1 : len(lines)-1] {
			rows = append(rows, strings.TrimRight(strings.Trim(ansi.Strip(line), "│"), " "))
		}
		if got := strings.Join(rows, ","); got != step.want {
			t.Errorf("at row %d, %d at a time: %q, want %q", step.last, step.most, got, step.want)
		}
		if !strings.Contains(lines[0], fmt.Sprintf("LOG %d", step.last)) {
			t.Errorf("at row %d the title is %q", step.last, lines[0])
		}
		floor := ansi.Strip(lines[len(lines)-1])
		if said := strings.Contains(floor, "… "+leftOut); said != step.gaps || ansi.StringWidth(floor) != 40 {
			t.Errorf("at row %d the lower border is %q", step.last, floor)
		}
	}
}

// TestLogStaysAsItIsWhenItsRoomChanges has an operator change the room of the log and nothing in it, which does not bring it whole.
func TestLogStaysAsItIsWhenItsRoomChanges(t *testing.T) {
	d := distant(t, 1<<10)
	d.m.renders.measured = true
	for n := range 40 {
		d.m.tab().history.Note(time.Now(), event.Notice, fmt.Sprintf("row %d of many", n))
	}
	d.m.tab().log.Refresh()
	d.value(100)
	shown := func() (rows int) { return strings.Count(d.screen(), "of many") }
	before := shown()
	if before > 3 {
		t.Fatalf("%d rows come at once over a thin link\n%s", before, d.screen())
	}
	d.send(tea.WindowSizeMsg{Width: d.m.width, Height: d.m.height - 1})
	d.screen()
	d.send(tea.WindowSizeMsg{Width: d.m.width, Height: d.m.height + 1})
	if now := shown(); now > before {
		t.Errorf("%d rows are shown, and %d before its room changed\n%s", now, before, d.screen())
	}
	d.keys("t")
	if now := shown(); now < 10 {
		t.Errorf("%d rows are shown when a key has changed what they look like\n%s", now, d.screen())
	}
}
