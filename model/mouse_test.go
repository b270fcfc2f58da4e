package model

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/model/layout"
)

func TestMouse(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(60))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("159.25")
	if d.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is taken from the terminal before anybody asked")
	}
	d.send(tea.KeyPressMsg{Code: tea.KeyF2})
	d.sees("f2 gives the mouse back")
	if d.m.View().MouseMode == tea.MouseModeNone {
		t.Error("the mouse is not ours")
	}
	for _, test := range []struct {
		x, y int
		want layout.Pane
	}{{2, 4, layout.Chart}, {119, 4, layout.List}, {2, 30, layout.Log}, {2, 0, layout.Log}, {119, 35, layout.Log}} {
		d.send(tea.MouseClickMsg{X: test.x, Y: test.y, Button: tea.MouseLeft})
		if d.m.shape.Focus != test.want {
			t.Errorf("a click at %d, %d gives the keys to pane %d, want %d", test.x, test.y, d.m.shape.Focus, test.want)
		}
	}
	d.keys("?")
	d.sees("HELP")
	under := d.screen()
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelDown})
	if d.screen() == under || !d.m.tab().Log.Live() {
		t.Error("the wheel over the help does not scroll the help alone")
	}
	d.keys("esc")
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelUp})
	d.sees("LOG  at #")
	d.keys("enter")
	d.sees("MESSAGE #")
	d.send(tea.MouseWheelMsg{X: 2, Y: 30, Button: tea.MouseWheelUp})
	if n, _ := d.m.tab().Log.Selected(); d.m.tab().Inspected.Number != n {
		t.Errorf("the wheel takes the log to row %d, and the inspector shows row %d", n, d.m.tab().Inspected.Number)
	}
	d.keys("esc", "esc")
	d.send(tea.MouseWheelMsg{X: 119, Y: 4, Button: tea.MouseWheelDown})
	if d.m.shape.Focus != layout.List || d.m.tab().Tab.Selected() != 1 {
		t.Errorf("the wheel over the watchlist: pane %d, row %d", d.m.shape.Focus, d.m.tab().Tab.Selected())
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
	d.wait("an empty log", func() bool { first, end := d.m.tab().Tab.History().Range(); return first == end })
	d.misses(`"note":"n29"`)
	if all := d.m.tab().Tab.History().Totals(); all.Counts.In != all.Counts.Log || all.Evicted != all.Counts.Log {
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
