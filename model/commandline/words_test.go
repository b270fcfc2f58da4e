package commandline

import (
	"slices"
	"testing"
)

// TestWordsOfTheCommandLineAreCommandsAndCommandsToCome: a preset named like one of them could not be opened.
func TestWordsOfTheCommandLineAreCommandsAndCommandsToCome(t *testing.T) {
	got := words(new(app).commands())
	slices.Sort(got)
	want := []string{"attach", "check", "completion", "config", "convert", "exchange", "export", "help", "man", "new", "presets", "probe", "replay", "report", "schema", "serve", "tail"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
