package model

import (
	"testing"
)

// TestTheInspectorReadsNumbersAsThePresetDoes: P and ! on "on" are about a number.
func TestTheInspectorReadsNumbersAsThePresetDoes(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	for text, want := range map[string]bool{"on": true, "OFF": true, " 5 ": true, "0x1F": true, "NaN": false, "unavailable": false, "": false} {
		if _, ok := m.tab().Inspector.ReadNumber([]byte(text)); ok != want {
			t.Errorf("%q is a number: %t", text, ok)
		}
	}
}
