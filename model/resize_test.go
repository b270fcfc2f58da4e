package model

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestAWindowIsDrawnAnewOnceItsSizeRests changes the size twice in a row.
func TestAWindowIsDrawnAnewOnceItsSizeRests(t *testing.T) {
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	first, second := d.m.resizes.redraw()(), d.m.resizes.redraw()()
	if _, cmd := d.m.Update(first); clears(cmd) {
		t.Error("it is drawn anew for a size that was changed again")
	}
	if _, cmd := d.m.Update(second); !clears(cmd) {
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
