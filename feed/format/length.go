package format

import (
	"strings"
	"time"
)

// Length returns a length of time in whole, with the units that it needs: 1.5s, 15s, 5m, 2m30s, 1h30m, 26h. Parts of a second
// are rounded to one digit, and away from a minute on.
func Length(d time.Duration) string {
	grain := time.Second
	if d < time.Minute {
		grain = 100 * time.Millisecond
	}
	length := d.Round(grain).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if whole, ok := strings.CutSuffix(length, zero); ok {
			length = whole + zero[:1]
		}
	}
	return length
}
