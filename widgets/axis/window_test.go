package axis

import (
	"strings"
	"testing"
	"time"
)

// noon is when the windows of these tests begin.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestWindowCellsBeginInThemselves(t *testing.T) {
	for _, span := range []time.Duration{1, 7, time.Second, 5 * time.Minute, 299*time.Second + 1, 6 * time.Hour, maxSpan} {
		for _, cells := range []int{1, 2, 59, 71, 240} {
			w := NewWindow(noon, noon.Add(span), cells)
			if span < time.Duration(cells) {
				continue // a cell would be shorter than the clock can show
			}
			for cell := range cells {
				if got := w.Cell(w.Begin(cell)); got != cell {
					t.Fatalf("%s in %d cells: cell %d begins in cell %d", span, cells, cell, got)
				}
				if got := w.Cell(w.Begin(cell).Add(-1)); got != cell-1 {
					t.Fatalf("%s in %d cells: just before cell %d is cell %d", span, cells, cell, got)
				}
			}
			if got := w.Cell(noon.Add(span)); got != cells {
				t.Errorf("%s in %d cells: the end is in cell %d", span, cells, got)
			}
		}
	}
}

func TestWindowUnknown(t *testing.T) {
	for _, w := range []Window{
		NewWindow(noon, noon, 10), NewWindow(noon, noon.Add(-1), 10), NewWindow(noon, noon.Add(1), 0),
		NewWindow(time.Time{}, noon, 10), NewWindow(noon, time.Unix(1<<60, 0), 10),
	} {
		if w.Known() {
			t.Errorf("%v is known", w)
		}
	}
}

func TestWindowSpans(t *testing.T) {
	w := NewWindow(noon, noon.Add(10*time.Second), 10)
	for _, c := range []struct {
		name             string
		from, to         time.Duration
		touched, covered [2]int
	}{
		{"whole cells", 2 * time.Second, 5 * time.Second, [2]int{2, 5}, [2]int{2, 5}},
		{"parts of cells", 2500 * time.Millisecond, 5500 * time.Millisecond, [2]int{2, 6}, [2]int{3, 5}},
		{"a moment", 2 * time.Second, 2 * time.Second, [2]int{2, 3}, [2]int{2, 2}},
		{"inside a cell", 2100 * time.Millisecond, 2900 * time.Millisecond, [2]int{2, 3}, [2]int{3, 2}},
		{"backwards", 5 * time.Second, 2 * time.Second, [2]int{5, 6}, [2]int{5, 2}},
		{"everything", -time.Hour, time.Hour, [2]int{0, 10}, [2]int{0, 10}},
		{"before", -2 * time.Second, -time.Second, [2]int{0, 0}, [2]int{0, 0}},
		{"after", 10 * time.Second, 12 * time.Second, [2]int{0, 0}, [2]int{10, 10}},
		{"to the end", 9 * time.Second, 10 * time.Second, [2]int{9, 10}, [2]int{9, 10}},
	} {
		from, to := noon.Add(c.from), noon.Add(c.to)
		if first, end := w.Touched(from, to); [2]int{first, end} != c.touched {
			t.Errorf("%s touches %d to %d, want %v", c.name, first, end, c.touched)
		}
		if first, end := w.Covered(from, to); [2]int{first, end} != c.covered {
			t.Errorf("%s covers %d to %d, want %v", c.name, first, end, c.covered)
		}
	}
}

func TestTimeAxis(t *testing.T) {
	kathmandu := time.FixedZone("+0545", (5*60+45)*60)
	for _, c := range []struct {
		name   string
		from   time.Duration // after noon
		window time.Duration
		cells  int
		loc    *time.Location
		want   string
	}{
		{"sketch", 0, 150 * time.Second, 60, time.UTC, "12:00───────12:00:30────12:01───────12:01:30────12:02───────"},
		{"minutes", 0, 5 * time.Minute, 40, time.UTC, "12:00───12:01───12:02───12:03───12:04───"},
		{"no space for minutes", 0, 5 * time.Minute, 39, time.UTC, "12:00──────────12:02───────────12:04───"},
		{"seconds", 3 * time.Second, 15 * time.Second, 40, time.UTC, "─────12:00:05─────12:00:10──────12:00:15"},
		{"hours by the local clock", 0, 6 * time.Hour, 48, kathmandu, "──18:00───19:00───20:00───21:00───22:00───23:00─"},
		{"west of Greenwich", 0, 5 * time.Minute, 40, time.FixedZone("-0500", -5*60*60), "07:00───07:01───07:02───07:03───07:04───"},
		{"days", 12 * time.Hour, 6 * 24 * time.Hour, 60, time.UTC, "Nov 22────Nov 23────Nov 24────Nov 25────Nov 26────Nov 27────"},
		{"no space", 0, 5 * time.Minute, 4, time.UTC, "────"},
		{"too short for a round time", 1, time.Millisecond, 20, time.UTC, "────────────────────"},
	} {
		from := noon.Add(c.from)
		if got := NewWindow(from, from.Add(c.window), c.cells).Axis(c.loc, c.cells, '─'); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

// A time may shrink or go as the window moves on, but no two may touch, and none may leave its moment.
func TestTimeAxisNeverCollides(t *testing.T) {
	for cells := 1; cells < 200; cells += 3 {
		for window := 7 * time.Second; window < 400*24*time.Hour; window = window*7/4 + time.Millisecond {
			w := NewWindow(noon.Add(12345*time.Millisecond), noon.Add(12345*time.Millisecond+window), cells)
			line := w.Axis(time.UTC, cells, '─')
			if n := len([]rune(line)); n != cells {
				t.Fatalf("%s in %d cells is %d wide", window, cells, n)
			}
			for _, text := range strings.FieldsFunc(line, func(r rune) bool { return r == '─' }) {
				if n := len(text); n != len("15:04") && n != len("15:04:05") && n != len("Jan 02") {
					t.Fatalf("%s in %d cells: %q in %s", window, cells, text, line)
				}
			}
		}
	}
}
