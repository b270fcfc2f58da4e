package chart

import (
	"fmt"
	"strings"
	"time"
)

// timeAxis returns the line under the plot: width cells of rule that begin at the window's start and
// end at now, with as many times between as have room. It is one that an operator reads backwards
// from now, so it counts backwards.
func timeAxis(window time.Duration, width int) string {
	if width <= 0 {
		return ""
	}
	line := []rune(strings.Repeat("─", width))
	put := func(at int, text string) {
		copy(line[at:], []rune(text))
	}
	const now = "now"
	start := "-" + windowText(window)
	if window <= 0 || width < len(start)+len(now)+2 {
		return string(line)
	}
	put(0, start)
	put(width-len(now), now)

	// Marks divide the window into parts of which each has room for its text and as much rule again.
	for _, parts := range []int{4, 2} {
		if width/parts < 2*len("-37m30s") {
			continue
		}
		for i := 1; i < parts; i++ {
			text := "-" + windowText(window*time.Duration(parts-i)/time.Duration(parts))
			put(i*(width-1)/parts-len(text)/2, text)
		}
		break
	}
	return string(line)
}

// windowText writes a length of time without the units that are zero: 15s, 5m, 2m30s, 1h. Parts of a second
// are written only below a minute.
func windowText(d time.Duration) string {
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	d = d.Round(time.Second)
	var b strings.Builder
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / unit.length; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			d -= n * unit.length
		}
	}
	return b.String()
}
