package chart

import (
	"fmt"
	"strings"
	"time"
)

// axisSteps are the round distances between times on the axis, in seconds.
var axisSteps = []int64{
	1, 2, 5, 10, 15, 30, 60, 2 * 60, 5 * 60, 10 * 60, 15 * 60, 30 * 60, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour,
	day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 364 * day,
}

const (
	hour = 60 * 60
	day  = 24 * hour
)

// axis returns the line under the plot: a cell of rule for each cell of the window, with as many round
// times on it as have space. Each begins in the cell in which its moment lies.
func (w window) axis(loc *time.Location, rule rune) string {
	line := []rune(strings.Repeat(string(rule), w.cells))
	begin := w.from.In(loc)
	_, offset := begin.Zone()
	// Times are round by the operator's clock, which may be half an hour off the world's.
	first := w.from.Unix() + int64(offset)
	if w.from.Nanosecond() > 0 {
		first++
	}
	for _, step := range axisSteps {
		layout := "15:04"
		switch {
		case step >= day:
			layout = "Jan 02"
		case step < 60:
			layout = "15:04:05"
		}
		const apart = 3 // cells of rule between two times, so that they read as marks on it
		if float64(step)*float64(w.cells)/w.span.Seconds() < float64(len(layout)+apart) {
			continue
		}
		for at := (first + step - 1) / step * step; ; at += step {
			moment := time.Unix(at-int64(offset), 0)
			cell := w.cell(moment)
			if cell >= w.cells {
				break
			}
			text := moment.In(loc).Format(layout)
			if layout == "15:04:05" {
				text = strings.TrimSuffix(text, ":00")
			}
			if cell >= 0 && cell+len(text) <= w.cells {
				copy(line[cell:], []rune(text))
			}
		}
		break
	}
	return string(line)
}

// backAxis returns the line under the plot where the caller has not said when the window is: width cells of rule
// that begin at the window's start and end at now, with as many times between as have space.
func backAxis(window time.Duration, width int, rule rune) string {
	if width <= 0 {
		return ""
	}
	line := []rune(strings.Repeat(string(rule), width))
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

	// Marks divide the window into parts of which each has space for its text and as much rule again.
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
