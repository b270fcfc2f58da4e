package model_test

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestAWindowIsDrawnAnewOnceItsSizeRests changes the size twice in a row.
func TestAWindowIsDrawnAnewOnceItsSizeRests(t *testing.T) {
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	var redraws []tea.Msg
	for _, width := range []int{100, 110} {
		_, cmd := d.m.Update(tea.WindowSizeMsg{Width: width, Height: 36})
		redraws = append(redraws, cmd())
	}
	if _, cmd := d.m.Update(redraws[0]); clears(cmd) {
		t.Error("it is drawn anew for a size that was changed again")
	}
	if _, cmd := d.m.Update(redraws[1]); !clears(cmd) {
		t.Error("it is not drawn anew")
	}
}

// clears reports whether a command, or one of a batch, clears the screen.
func clears(cmd tea.Cmd) bool {
	if cmd == nil {
		return false
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			if clears(c) {
				return true
			}
		}
	}
	return reflect.TypeOf(msg) == reflect.TypeOf(tea.ClearScreen())
}
