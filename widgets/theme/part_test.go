package theme

import (
	"testing"

	"sockeye/widgets/text"
)

func TestPartsOfLowRankStay(t *testing.T) {
	parts := []Part{
		{Text: "kraken XBT/USD", Rank: 1, Least: 4, Gap: 2},
		{Text: "61,240", Long: "last 61,240", Rank: 0, Gap: 2},
		{Text: "+0.31%", Rank: 2, Gap: 1},
		{Text: "window 5m", Rank: 3, Gap: 2},
	}
	for space, want := range map[int]string{
		60: "kraken XBT/USD  last 61,240 +0.31%  window 5m",
		43: "kraken XBT/USD  61,240 +0.31%  window 5m",
		36: "kraken XBT/USD  last 61,240 +0.31%", // no window, but then words that have space
		29: "kraken XBT/USD  61,240 +0.31%",
		22: "kraken…  61,240 +0.31%", // the window has no cells that the name could use
		14: "krake…  61,240",
		6:  "61,240",
		5:  "krak…",
	} {
		if got, cells := JoinParts(FitParts(parts, space, space, 3, text.Braille)); got != want || cells != len([]rune(want)) {
			t.Errorf("%d cells: %q of %d, want %q", space, got, cells, want)
		}
	}
}
