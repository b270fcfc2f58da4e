package format

import (
	"testing"
	"time"
)

func TestLengthsAreWrittenAsAPresetHasThem(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 250 * time.Millisecond: "250ms", 15 * time.Second: "15s", 1500 * time.Millisecond: "1.5s", 5 * time.Minute: "5m", 150 * time.Second: "2m30s",
		5*time.Minute + time.Millisecond: "5m", 6 * time.Hour: "6h", 90 * time.Minute: "1h30m", 26 * time.Hour: "26h",
	} {
		if got := Length(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestDurationIsExact(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 1250 * time.Millisecond: "1.25s", time.Minute: "1m", 90 * time.Second: "1m30s", time.Hour: "1h", time.Hour + time.Second: "1h0m1s",
	} {
		if got := Duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestElapsedIsRoundedToThreeDigits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 249_600 * time.Microsecond: "250ms", 2460 * time.Millisecond: "2.5s", 12400 * time.Millisecond: "12s",
		time.Minute: "1m", 134 * time.Second: "2m14s", time.Hour + 5*time.Second: "1h0m5s",
	} {
		if got := Elapsed(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
