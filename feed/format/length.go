package format

import (
	"strings"
	"time"
)

// Length returns a length of time in whole, with the units that it needs: 1.5s, 15s, 5m, 2m30s, 1h30m, 26h. Below a second
// it is rounded to milliseconds, below a minute to tenths of a second.
func Length(d time.Duration) string {
	grain := time.Second
	switch {
	case d < time.Second:
		grain = time.Millisecond
	case d < time.Minute:
		grain = 100 * time.Millisecond
	}
	return Duration(d.Round(grain))
}

// Elapsed returns a length of time that was measured, as a sentence has it: 250ms, 2.5s, 12s, 2m14s, 2h30m.
func Elapsed(d time.Duration) string {
	grain := time.Second
	switch {
	case d < time.Second:
		grain = time.Millisecond
	case d < 10*time.Second:
		grain = 100 * time.Millisecond
	}
	return Duration(d.Round(grain))
}

// Duration returns a duration exactly, without the units at its end that are zero: 1m, and not 1m0s. The preset language reads it.
func Duration(d time.Duration) string {
	length := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if whole, ok := strings.CutSuffix(length, zero); ok {
			length = whole + zero[:1]
		}
	}
	return length
}
