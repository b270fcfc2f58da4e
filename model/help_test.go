package model

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/model/layout"
	"sockeye/widgets/theme"
)

// TestTheHelpHasAllOfEachEntry at any width: nothing is cut, each action of the pane stands there once.
func TestTheHelpHasAllOfEachEntry(t *testing.T) {
	t.Parallel()
	th := theme.Default()
	k := DefaultKeys()
	for width := 40; width < 200; width += 7 {
		for pane := range paneTitles {
			h := paneHelp(k, th, pane)
			words := strings.Fields(ansi.Strip(strings.Join(h.Lines(th, width), " ")))
			text := strings.Join(words, " ")
			for _, s := range h.Sections {
				for _, e := range s.Entries {
					for _, word := range strings.Fields(e.Right) {
						if !strings.Contains(text, word) {
							t.Fatalf("%d cells: no %q of %s in\n%s", width, word, e.Left, strings.Join(h.Lines(th, width), "\n"))
						}
					}
				}
			}
			for _, line := range h.Lines(th, width) {
				if w := ansi.StringWidth(line); w > width {
					t.Fatalf("%d cells: %d cells of %q", width, w, line)
				}
			}
		}
	}
}

func TestTheHelpHasTwoColumnsWhereThereIsSpace(t *testing.T) {
	t.Parallel()
	th := theme.Default()
	k := DefaultKeys()
	h := paneHelp(k, th, layout.Log)
	for width, want := range map[int]bool{120: true, 78: true, 40: false} {
		text := ansi.Strip(strings.Join(h.Lines(th, width), "\n"))
		var line string
		for l := range strings.SplitSeq(text, "\n") {
			if strings.Contains(l, "half a page up") {
				line = l
			}
		}
		if got := len(strings.Fields(line)) > 5; got != want {
			t.Errorf("%d cells: two columns is %v in %q", width, got, line)
		}
	}
}
