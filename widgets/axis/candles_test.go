package axis

import (
	"testing"
	"time"
)

// TestStretchesHaveTheSameWholeNumberOfCells, whatever the width of the chart and the moment at which it ends.
func TestStretchesHaveTheSameWholeNumberOfCells(t *testing.T) {
	begin := time.Unix(1_800_000_000, 0)
	for cells := 5; cells < 240; cells++ {
		for _, width := range []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute} {
			at := begin.Add(time.Hour + 1234*time.Millisecond*time.Duration(cells))
			from, to := WholeCells(at, begin, width, 5*time.Minute, cells)
			if to.Before(at) || to.Sub(at) > max(width, 10*time.Minute) {
				t.Fatalf("%d cells of %v: the window ends at %v, %v", cells, width, to, at)
			}
			w := NewWindow(from, to, cells)
			space := -1
			for last, k := w.Cells, 1; ; k++ {
				cell := w.Cell(to.Add(-time.Duration(k) * width))
				if cell <= 0 {
					break
				}
				switch n := last - cell; {
				case w.Space(width) < 1 && n <= 1:
				case space < 0 || n == space:
					space = n
				default:
					t.Fatalf("%d cells of %v: one has %d, another one %d", cells, width, space, n)
				}
				last = cell
			}
			if length := to.Sub(from); length < 150*time.Second || length > 11*time.Minute {
				t.Fatalf("%d cells of %v: the window has %v", cells, width, length)
			}
		}
	}
}

// TestMergedIsHowManyStretchesACellHas in the window of whole cells.
func TestMergedIsHowManyStretchesACellHas(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		width, length time.Duration
		cells, want   int
	}{
		{5 * time.Second, time.Minute, 50, 1},
		{5 * time.Second, 5 * time.Minute, 50, 1}, // a window of 250 s is about as long
		{5 * time.Second, 15 * time.Minute, 50, 4},
		{time.Minute, time.Second, 50, 1},
		{0, time.Minute, 50, 1},
		{time.Second, 0, 50, 1},
		{time.Second, time.Minute, 0, 1},
	} {
		if got := Merged(test.width, test.length, test.cells); got != test.want {
			t.Errorf("of %v in %v and %d cells: %d, want %d", test.width, test.length, test.cells, got, test.want)
		}
	}
}
