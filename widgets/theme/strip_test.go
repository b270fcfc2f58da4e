package theme

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

func TestAStripShowsTheWorstOfEachCell(t *testing.T) {
	th := Default()
	tones := []Tone{Neutral, Neutral, Quiet, Good, Good, Good, Good, Warn, Warn, Bad, Good, Good}
	for cells, want := range map[int]string{12: "··─▇▇▇▇▄▄▁▇▇", 6: "·▇▇▄▁▇", 1: "▁", 0: ""} {
		if got := ansi.Strip(th.Strip(tones, cells)); got != want {
			t.Errorf("%d cells: %q, want %q", cells, got, want)
		}
	}
	ascii := *th
	ascii.Glyphs = text.ASCII
	if got, want := ansi.Strip(ascii.Strip(tones, 12)), "..-****~~_**"; got != want {
		t.Errorf("ASCII: %q, want %q", got, want)
	}
	if got := ansi.Strip(th.Strip(tones[:2], 4)); got != "····" {
		t.Errorf("more cells than stretches: %q", got)
	}
}
