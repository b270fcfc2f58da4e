package lang

import (
	"testing"
	"time"
)

func TestDurationsSizesAndRatesHaveUnits(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"10s": 10 * time.Second, "500ms": 500 * time.Millisecond, "1m30s": 90 * time.Second, "1d": day, "2d12h": 60 * time.Hour, "1.5h": 90 * time.Minute,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "10", "10 s", " 10s", "s", "d", "-1s", "-1d", "1d-1s", "0s", "0d", "1dd", "1x", "1.5d", "1d2", "106751d24h", "99999999999d", "1s1d"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	for text, want := range map[string]int64{
		"1B": 1, "64KiB": 64 << 10, "16MiB": 16 << 20, "1GiB": 1 << 30, "5KB": 5000, "2MB": 2e6, "1.5KiB": 1536,
	} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "16", "16 MiB", "MiB", "-1B", "0B", "0.5B", "1TB", "1kib", "9999999999999GiB", "1e999B", "0x1B", "NaNB"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	for text, want := range map[string]float64{"5/s": 5, "0.5/s": 0.5} {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "5", "5/m", "0/s", "-1/s", "/s", "x/s", "1e999/s", "0.0000000001/s", "1000001/s"} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}
