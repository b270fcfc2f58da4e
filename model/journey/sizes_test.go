//go:build unix

package journey

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"sockeye/model/terminaltest"
)

// size is that of a window, in cells.
type size struct{ columns, rows int }

func (s size) String() string { return fmt.Sprintf("%dx%d", s.columns, s.rows) }

// TestEachSizeOfTheWindowHasItsScreen resizes the window up and down while data flows, and expects what belongs to each size. A line that is
// longer than the window would push the others out of their places.
func TestEachSizeOfTheWindowHasItsScreen(t *testing.T) {
	t.Parallel()
	_, config := startExchange(t)
	o := open(t, "--config", config, "demo", "-p", "rate=200")
	o.Sees(`\[1 demo OPEN\]`, `● ADA/USD +0\.\d+`)
	down := []struct {
		size  size
		whole func(s size, lines []string) bool
	}{
		{size{240, 70}, workbench}, {size{120, 36}, workbench}, {size{80, 24}, workbench}, {size{40, 12}, strip}, {size{28, 7}, figures}, {size{10, 3}, figures},
	}
	for i := range 2*len(down) - 1 {
		step := down[min(i, 2*(len(down)-1)-i)] // and up again
		o.Resize(step.size.columns, step.size.rows)
		o.Until("all that belongs to "+step.size.String(), func(s terminaltest.Screen) bool {
			return len(s.Lines) == step.size.rows && step.whole(step.size, s.Lines)
		})
		before := o.Screen()
		o.Until("new data at "+step.size.String(), func(s terminaltest.Screen) bool {
			return s.String() != before.String() && step.whole(step.size, s.Lines)
		})
		if i < len(down) {
			t.Logf("%v\n%s", step.size, o.Screen())
		}
	}
	for range 5 { // faster than it can draw
		for _, step := range down {
			o.Resize(step.size.columns, step.size.rows)
		}
	}
	last := down[len(down)-1]
	o.Until("all that belongs to "+last.size.String(), func(s terminaltest.Screen) bool { return last.whole(last.size, s.Lines) })
	o.Resize(120, 36)
	leave(t, o)
}

// workbench reports whether the header, the boxes and the keys are in their places.
func workbench(s size, lines []string) bool {
	if !strings.HasPrefix(lines[0], " [1 demo OPEN] ") || !strings.Contains(lines[1], "/s ") || !strings.Contains(lines[1], " gaps 0 ") ||
		!strings.HasPrefix(lines[s.rows-1], " ? help ") {
		return false
	}
	top, list := 2, strings.Contains(lines[2], "╮╭ WATCHLIST ─")
	if s.columns < 100 { // the labels stand in a line below the header, and not beside the chart
		top = 3
		if list || !strings.HasPrefix(lines[2], " ●▸XBT/USD ") {
			return false
		}
	}
	return strings.HasPrefix(lines[top], "╭ XBT/USD close ") && list == (s.columns >= 100) && boxes(s, lines[top:s.rows-1]) &&
		strings.Contains(strings.Join(lines, "\n"), "\n╭ LOG ")
}

// strip reports whether state, value, sparkline, log and keys are in their places.
func strip(s size, lines []string) bool {
	return strings.HasPrefix(lines[0], " [1 demo OPEN] ") && strings.HasPrefix(lines[1], "XBT/USD close ") &&
		strings.ContainsAny(lines[2], "▁▂▃▄▅▆▇█") && strings.HasPrefix(lines[3], "╭ LOG ") && boxes(s, lines[3:s.rows-1]) &&
		strings.HasPrefix(lines[s.rows-1], " ? help ")
}

// price is what one of XBT/USD begins with.
var price = regexp.MustCompile(`^\d\d,\d`)

// figures reports whether state, last value and age are there, and nothing else.
func figures(s size, lines []string) bool {
	return (s.rows < 4 || strings.ContainsAny(lines[3], "▁▂▃▄▅▆▇█")) && strings.HasPrefix(lines[0], "demo OPEN ") && (strings.HasPrefix(lines[1], "XBT/USD ") || s.columns < 16 && price.MatchString(lines[1])) && strings.HasPrefix(lines[2], "data 0.") &&
		strings.TrimSpace(strings.Join(lines[min(4, len(lines)):], "")) == ""
}

// boxes reports whether each line begins and ends with the border of a box, the last one with its corners.
func boxes(s size, lines []string) bool {
	for i, line := range lines {
		cells := []rune(line)
		left, right := "╭│╰", "╮│╯"
		if i == len(lines)-1 {
			left, right = "╰", "╯"
		}
		if len(cells) != s.columns || !strings.ContainsRune(left, cells[0]) || !strings.ContainsRune(right, cells[s.columns-1]) {
			return false
		}
	}
	return true
}
