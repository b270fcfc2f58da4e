package axis

import (
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

// Axis returns the line under a plot of so many cells: a cell of rule for each, with as many round times on it as have
// space. Each begins in the cell in which its moment lies.
func (w Window) Axis(loc *time.Location, cells int, rule rune) string {
	line := []rune(strings.Repeat(string(rule), cells))
	if !w.Known() {
		return string(line)
	}
	begin := w.From.In(loc)
	_, offset := begin.Zone()
	// Times are round by the operator's clock, which may be half an hour off the world's.
	first := w.From.Unix() + int64(offset)
	if w.From.Nanosecond() > 0 {
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
		if float64(step)*float64(w.Cells)/w.Span.Seconds() < float64(len(layout)+apart) {
			continue
		}
		for at := (first + step - 1) / step * step; ; at += step {
			moment := time.Unix(at-int64(offset), 0)
			cell := w.Cell(moment)
			if cell >= w.Cells {
				break
			}
			text := moment.In(loc).Format(layout)
			if layout == "15:04:05" {
				text = strings.TrimSuffix(text, ":00")
			}
			if cell >= 0 && cell+len(text) <= w.Cells {
				copy(line[cell:], []rune(text))
			}
		}
		break
	}
	return string(line)
}
