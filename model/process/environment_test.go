package process

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
		environment := map[string]string{"TERM": tt.terminal, "NO_COLOR": tt.noColor}
		if got := noColour(func(name string) string { return environment[name] }); got != tt.want {
			t.Errorf("TERM=%s NO_COLOR=%s: no colours is %v", tt.terminal, tt.noColor, got)
		}
	}
}
