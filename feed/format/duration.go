package format

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Age returns how long ago something was, in the one or two units that matter:
// 0.1s, 12s, 3m, 2h05m, 3d. It rounds down. What is yet to come is 0.0s old.
func Age(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < 0:
		return "0.0s"
	case d < 10*time.Second:
		return fmt.Sprintf("%d.%ds", d/time.Second, d%time.Second/(100*time.Millisecond))
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + "s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	case d < day:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	default:
		return strconv.Itoa(int(d/day)) + "d"
	}
}

// AgeInOneUnit is Age in whole numbers of one unit: 0s, 12s, 3m, 2h, 3d. It changes less often.
func AgeInOneUnit(d time.Duration) string {
	const day = 24 * time.Hour
	d = max(d, 0)
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if d >= unit.length {
			return strconv.Itoa(int(d/unit.length)) + unit.name
		}
	}
	return strconv.Itoa(int(d/time.Second)) + "s"
}

// Lag returns a short delay with three digits at most: 0.85ms, 38ms, 1.2s. From a
// minute on it is rounded, not cut: a clock that is ahead by nine hours is so by
// 8h59m59.9s. A clock that is ahead of ours makes it negative.
func Lag(d time.Duration) string {
	if d < 0 {
		return "-" + Lag(-max(d, -math.MaxInt64))
	}
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("0.%02dms", d/(10*time.Microsecond))
	case d < time.Second:
		return strconv.Itoa(int(d/time.Millisecond)) + "ms"
	case d < time.Minute-time.Second/2:
		return Age(d)
	default:
		return Age(d.Round(time.Minute))
	}
}

// Stopwatch returns a running time as minutes and seconds, with hours once there
// are any: 00:12, 1:02:03.
func Stopwatch(d time.Duration) string {
	d = max(d, 0)
	hours, minutes, seconds := d/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second
	if hours > 0 {
		return fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds)
	}
	return fmt.Sprintf("%02d:%02d", minutes, seconds)
}
