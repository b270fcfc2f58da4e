package format

import (
	"math"
	"testing"
	"time"
)

func TestDurationsFitTheirWidth(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		format func(time.Duration) string
		d      time.Duration
		want   string
	}{
		{Age, 0, "0.0s"}, {Age, -time.Hour, "0.0s"}, {Age, 199 * time.Millisecond, "0.1s"}, {Age, 9999 * time.Millisecond, "9.9s"},
		{Age, 10 * time.Second, "10s"}, {Age, 59999 * time.Millisecond, "59s"}, {Age, time.Minute, "1m"}, {Age, 3*time.Minute + 59*time.Second, "3m"},
		{Age, 2*time.Hour + 5*time.Minute, "2h05m"}, {Age, day - 1, "23h59m"}, {Age, 3 * day, "3d"}, {AgeInOneUnit, -1, "0s"}, {AgeInOneUnit, 9900 * time.Millisecond, "9s"}, {AgeInOneUnit, 2*time.Hour + 5*time.Minute, "2h"}, {AgeInOneUnit, 3*day - 1, "2d"},
		{Age, math.MaxInt64, "106751d"},
		{Lag, 0, "0.00ms"}, {Lag, 850 * time.Microsecond, "0.85ms"}, {Lag, 38 * time.Millisecond, "38ms"}, {Lag, 1234 * time.Millisecond, "1.2s"},
		{Lag, -38 * time.Millisecond, "-38ms"}, {Lag, math.MinInt64, "-106751d"}, {Lag, 42 * time.Second, "42s"},
		{Lag, -9 * time.Hour, "-9h00m"}, {Lag, -9*time.Hour + time.Millisecond, "-9h00m"}, {Lag, 59900 * time.Millisecond, "1m"}, {Lag, 59400 * time.Millisecond, "59s"},
		{Stopwatch, 12 * time.Second, "00:12"}, {Stopwatch, 754 * time.Second, "12:34"}, {Stopwatch, 3723 * time.Second, "1:02:03"}, {Stopwatch, -1, "00:00"},
	} {
		if got := test.format(test.d); got != test.want {
			t.Errorf("%v is %q, want %q", test.d, got, test.want)
		}
	}
}
