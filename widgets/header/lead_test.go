package header

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/golden"
)

// TestFrozenIsTheFirstThingThatIsSaid at every size, in place of what the feeds would say.
func TestFrozenIsTheFirstThingThatIsSaid(t *testing.T) {
	for width, want := range map[int]string{
		240: " FROZEN 00:14 +281 new  ", 120: " FROZEN 00:14 +281 new  ", 80: " FROZEN 00:14 +281 new  ", 40: " FROZEN 00:14  ", 16: " FROZEN 00:14",
	} {
		for height := 1; height <= 2; height++ {
			m := model(width, height, sketchFeeds(), sketchFigures())
			m.SetFrozen(Freeze{Since: "00:14", Fresh: "+281 new"})
			view := m.View()
			golden.CheckSize(t, view, width, height)
			if first, _, _ := strings.Cut(ansi.Strip(view), "\n"); !strings.HasPrefix(first+" ", want[:len(want)-1]) {
				t.Errorf("%d columns begin with %q, want %q", width, first, want)
			}
			m.SetFrozen(Freeze{})
			if strings.Contains(m.View(), "FROZEN") {
				t.Error("a screen that goes on is said to be frozen")
			}
		}
	}
}
