package model_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

func TestMouse(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(60))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("159.25")
	if d.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is taken from the terminal before it was asked for")
	}
	d.send(tea.KeyPressMsg{Code: tea.KeyF2})
	d.sees("f2 gives the mouse back")
	if d.m.View().MouseMode == tea.MouseModeNone {
		t.Error("the mouse is not ours")
	}
	for _, test := range []struct {
		x, y int
		want string
	}{{2, 4, inChart}, {119, 4, inList}, {2, 30, inLog}, {2, 0, inLog}, {119, 35, inLog}} {
		d.send(tea.MouseClickMsg{X: test.x, Y: test.y, Button: tea.MouseLeft})
		if got := d.focus(); got != test.want {
			t.Errorf("a click at %d, %d gives the keys to the pane %q, want %q", test.x, test.y, got, test.want)
		}
	}
	d.keys("?")
	d.sees("HELP")
	under := d.screen()
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelDown})
	if d.screen() == under || !d.live() {
		t.Error("the wheel over the help does not scroll the help alone")
	}
	d.keys("esc")
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelUp})
	d.sees("LOG  at #")
	d.keys("enter")
	d.sees("MESSAGE #")
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelUp})
	_, price, _ := strings.Cut(d.entry(), `"p":"`)
	if price, _, _ = strings.Cut(price, `"`); price == "" || !strings.Contains(d.screen(), `p: "`+price+`"`) {
		t.Errorf("the wheel takes the log to %q, and the inspector shows\n%s", d.entry(), d.screen())
	}
	d.keys("esc", "esc")
	d.send(tea.MouseWheelMsg{X: 119, Y: 4, Button: tea.MouseWheelDown})
	if row := d.selected(); d.focus() != inList || !strings.HasPrefix(row, "B ") {
		t.Errorf("the wheel over the watchlist: pane %q, row %q", d.focus(), row)
	}
}

// TestAClickSelectsARow, and one beside the rows none.
func TestAClickSelectsARow(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(3)).URL()))
	d.sees("102.25")
	d.send(tea.KeyPressMsg{Code: tea.KeyF2})
	for _, test := range []struct {
		beside string // what stands in the line that is clicked
		want   string
	}{{"✗ B", "B "}, {"symbol", "B "}, {"●", "A "}, {"reconnects", "A "}} {
		lines := strings.Split(d.screen(), "\n")
		y := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, test.beside) })
		d.send(tea.MouseClickMsg{X: 100, Y: y, Button: tea.MouseLeft})
		if row := d.selected(); !strings.HasPrefix(row, test.want) {
			t.Errorf("after a click on the line with %q the cursor is on %q, want %q\n%s", test.beside, row, test.want, d.screen())
		}
	}
}

func TestClear(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(30))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("129.25")
	d.keys("X")
	d.sees("Clear the log of alpha")
	d.keys("n")
	d.sees("129.25")
	d.keys("X", "X")
	d.wait("an empty log", func() bool { first, end := d.history().Range(); return first == end })
	d.misses(`"note":"n29"`)
	if all := d.history().Totals(); all.Counts.In != all.Counts.Log || all.Evicted != all.Counts.Log {
		t.Errorf("the balance does not hold: %+v", all)
	}
	d.keys("X")
	d.sees("the log is empty")
}

// TestClearWrapped clears the log while rows are broken into lines, of which there may be none any more.
func TestClearWrapped(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(3))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("102.25")
	d.keys("w", "X", "y")
	d.misses("102.25\"")
}

func TestKeepTheScreen(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(3))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("102.25")
	d.keys("Q")
	d.wait("the end", func() bool { return d.quit })
	if v := d.m.View(); v.AltScreen || v.Content == "" {
		t.Error("the last screen does not stay")
	}
}
