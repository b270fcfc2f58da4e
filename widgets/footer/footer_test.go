package footer_test

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// keys returns so many keys.
func keys(n int) (all []key.Binding) {
	for i := range n {
		all = append(all, key.NewBinding(key.WithKeys("k"), key.WithHelp("k", fmt.Sprintf("what %d", i))))
	}
	return all
}

func TestOnlyWholeKeysAreShownAtAnyWidth(t *testing.T) {
	for width := range 120 {
		line := ansi.Strip(footer.View(theme.Default(), keys(20), width))
		if got := ansi.StringWidth(line); got != width {
			t.Fatalf("at %d the line is %d cells wide: %q", width, got, line)
		}
		for i, shown := range strings.Split(strings.TrimSpace(line), "  ") {
			if want := fmt.Sprintf("k what %d", i); shown != want && line != strings.Repeat(" ", width) {
				t.Fatalf("at %d key %d is %q, want %q: %q", width, i, shown, want, line)
			}
		}
	}
}

func TestADisabledKeyIsLeftOut(t *testing.T) {
	all := keys(3)
	all[1].SetEnabled(false)
	if got := strings.TrimSpace(ansi.Strip(footer.View(theme.Default(), all, 80))); got != "k what 0  k what 2" {
		t.Errorf("%q", got)
	}
	other := footer.Join(footer.Describe(all[1], "other"), all[2], " ")
	if got := other.Help(); got.Key != "k" || got.Desc != "what 2" {
		t.Errorf("of two keys of which one is disabled: %+v", got)
	}
}
