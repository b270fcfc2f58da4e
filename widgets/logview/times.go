package logview

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
)

// timeColumn is what stands in the column of times.
type timeColumn uint8

const (
	receipt    timeColumn = iota // when the entry was received
	feedTime                     // what the feed says
	difference                   // from the receipt of the entry before it, of those shown
)

// String is the word for it in the title.
func (c timeColumn) String() string { return [...]string{"receive", "feed", "delta"}[c] }

// heading is what stands over the column.
func (c timeColumn) heading() string { return [...]string{"time", "feed time", "delta"}[c] }

const (
	clock      = "15:04:05.000"
	shortClock = "05.000"
	shortUnder = 60 // cells of the widget under which the clock is short
	noneUnder  = 16 // cells of an entry under which there is no clock
)

// time is the column of times of an entry as the width of the widget allows,
// or "" if there is no space. before is the time of receipt of the entry before it,
// in Unix nanoseconds; 0: none.
func (f *formatter) time(entry Entry, before int64, space int) string {
	if space < noneUnder {
		return ""
	}
	layout := clock
	if f.narrow {
		layout = shortClock
	}
	switch {
	case f.times == receipt:
		return entry.At.In(f.location).Format(layout)
	case f.times == feedTime && !entry.Time.IsZero():
		return entry.Time.In(f.location).Format(layout)
	case f.times == difference && before != 0:
		return alignRight(elapsed(entry.At.Sub(time.Unix(0, before)), len(layout)), len(layout))
	default:
		return alignRight("-", len(layout))
	}
}

// elapsed is a difference in seconds, such as +0.037, or in larger units if it
// does not fit.
func elapsed(d time.Duration, cells int) string {
	sign := "+"
	if d < 0 {
		sign, d = "-", -d
	}
	d = d.Round(time.Millisecond)
	content := fmt.Sprintf("%s%d.%03d", sign, d/time.Second, d%time.Second/time.Millisecond)
	if len(content) > cells {
		return sign + format.Age(d)
	}
	return content
}

func alignRight(text string, cells int) string {
	return strings.Repeat(" ", max(cells-ansi.StringWidth(text), 0)) + text
}
