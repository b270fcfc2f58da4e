package screen

import "testing"

func TestNoColoursWhereNoneAreWantedOrThereAreNone(t *testing.T) {
	for _, tt := range []struct {
		terminal, noColor string
		want              bool
	}{
		{"xterm-256color", "", false},
		{"xterm", "1", true},
		{"vt100", "", true},
		{"vt220-w", "", true},
		{"vte-256color", "", false},
	} {
		environment := Terminal{Environment: []string{"TERM=" + tt.terminal, "NO_COLOR=" + tt.noColor}}
		if got := environment.noColour(); got != tt.want {
			t.Errorf("TERM=%s NO_COLOR=%s: no colours is %v", tt.terminal, tt.noColor, got)
		}
	}
}

func TestTheLastVariableOfANameCounts(t *testing.T) {
	environment := Terminal{Environment: []string{"TERM=xterm", "TERMINAL=x", "TERM=vt100"}}
	if got := environment.Getenv("TERM"); got != "vt100" {
		t.Errorf("TERM is %q", got)
	}
	if got := environment.Getenv("LANG"); got != "" {
		t.Errorf("LANG, which is not set, is %q", got)
	}
}
