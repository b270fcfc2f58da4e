package command

import (
	"strings"
	"testing"
)

func TestHintIsTheFormOfTheArguments(t *testing.T) {
	for line, want := range map[string]string{
		"wind": "", "window": "", "window ": "DURATION, such as :window 5m", "window 1": "", "reload ": "", "zzz ": "", "": "",
	} {
		if got := Hint(line); got != want {
			t.Errorf("behind %q stands %q, want %q", line, got, want)
		}
	}
}

// TestCommandsThatNeedArgumentsHaveAnExample shows a new user the form of each.
func TestCommandsThatNeedArgumentsHaveAnExample(t *testing.T) {
	for _, c := range All() {
		if c.Example != "" && c.Args == "" {
			t.Errorf(":%s has an example and no arguments", c.Name)
		}
		if c.Args != "" && !strings.HasPrefix(c.Args, "[") && c.Example == "" {
			t.Errorf(":%s needs arguments, and has no example", c.Name)
		}
	}
}
