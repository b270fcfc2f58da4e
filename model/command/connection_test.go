package command

import (
	"testing"
	"time"
)

func TestTheDaysOfACertificateAreSaid(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for want, until := range map[string]time.Time{
		"certificate valid for 54 days":   now.Add(54*24*time.Hour + time.Hour),
		"certificate valid for 30h":       now.Add(30 * time.Hour),
		"certificate expired 2h30m ago":   now.Add(-150 * time.Minute),
		"certificate valid for 3650 days": now.Add(3650 * 24 * time.Hour),
		"no certificate":                  {},
	} {
		if got := certificate(until, now); got != want {
			t.Errorf("until %v: %q, want %q", until, got, want)
		}
	}
}
