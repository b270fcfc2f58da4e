package session

import (
	"fmt"
	"strings"
	"time"
)

// rounded writes a duration for people: three digits are enough.
func rounded(d time.Duration) string {
	switch {
	case d >= time.Minute:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

// sized writes a number of bytes for people.
func sized(bytes int) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", bytes)
}

// listed names symbols for an entry of the log, not more than fit.
func listed(symbols []string) string {
	const most = 5
	if len(symbols) <= most {
		return strings.Join(symbols, ", ")
	}
	return strings.Join(symbols[:most-1], ", ") + " and others"
}

// plural is a noun for so many names.
func plural(noun string, names []string) string {
	if len(names) == 1 {
		return noun
	}
	return noun + "s"
}
