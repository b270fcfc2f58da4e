package terminal

import (
	"strings"
	"testing"
)

func TestRestoreTurnsOffReportsOfTheFocus(t *testing.T) {
	if !strings.Contains(Undo, "\x1b[?1004l") {
		t.Error("reports of the focus are not turned off")
	}
}
