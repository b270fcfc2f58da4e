package event

import (
	"math"
	"testing"
	"time"
)

// TestLagsAreTrue: what all events share is exact, and beyond the range a lag is known to be longer.
func TestLagsAreTrue(t *testing.T) {
	for name, test := range map[string]struct {
		lags []time.Duration
		want time.Duration // the median
	}{
		"nine hours ahead": {[]time.Duration{-9 * time.Hour, -9 * time.Hour, -9*time.Hour + time.Millisecond}, -9 * time.Hour},
		"38 ms":            {[]time.Duration{38 * time.Millisecond, 38 * time.Millisecond}, 38 * time.Millisecond},
		"three days":       {[]time.Duration{-MaxLag}, -MaxLag},
		"74 years ahead":   {[]time.Duration{-74 * 365 * 24 * time.Hour, 0, -74 * 365 * 24 * time.Hour}, -MaxLag - 1},
		"beyond, behind":   {[]time.Duration{MaxLag + time.Second}, MaxLag + 1},
		"least of all":     {[]time.Duration{math.MinInt64}, -MaxLag - 1},
	} {
		var one, sum Lags
		for _, lag := range test.lags {
			one.Observe(int64(lag))
		}
		sum.Add(&one)
		sum.Add(&Lags{})
		if got := sum.Quantile(0.5); got < test.want || got > test.want+time.Millisecond {
			t.Errorf("%s: the median is %v, want %v", name, got, test.want)
		}
	}
	var l Lags
	for i := range int64(1000) {
		l.Observe(i * int64(time.Millisecond))
	}
	for _, q := range []float64{0.01, 0.5, 0.99} {
		if got, want := l.Quantile(q), time.Duration(q*float64(time.Second)); math.Abs(float64(got-want)) > float64(want)/6+float64(time.Millisecond) {
			t.Errorf("quantile %v is %v", q, got)
		}
	}
}
