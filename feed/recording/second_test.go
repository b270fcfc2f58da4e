package recording

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestTimesAreWrittenAndReadAsByTheLibrary goes through times of which many follow one another in a second.
func TestTimesAreWrittenAndReadAsByTheLibrary(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	var writes, reads Second
	for _, begin := range []int64{0, -1e9, 1_780_000_000e9, 1_780_000_000e9 + 123_000_000} {
		at := begin
		for range 1000 {
			want := time.Unix(0, at).UTC().Format(time.RFC3339Nano)
			if got := string(writes.Append(nil, at)); got != want {
				t.Fatalf("%d is written as %s, want %s", at, got, want)
			}
			if got, ok := reads.parse([]byte(want)); !ok || got != at {
				t.Fatalf("%s is read as %d, want %d", want, got, at)
			}
			at += []int64{0, 1, 1e3, 1e6, 1e8, 1e9, -1e8}[random.IntN(7)]
		}
	}
}

func TestOnlyTimesAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "Z", "2026-11-26T03:00:00", "2026-11-26T03:00:00.Z", "2026-11-26T03:00:00Z ", "2026-11-26T03:00:00.1x2Z", "2026-11-26T03:00:00x1Z",
		"2026-11-26T03:00:00.1ZZ", "2026-11-26T03:00:60Z",
	} {
		var s Second
		s.Append(nil, time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC).UnixNano())
		if at, ok := s.parse([]byte(text)); ok {
			t.Errorf("%q is read as %d", text, at)
		}
	}
	var s Second
	for text, want := range map[string]int64{"1970-01-01T01:00:00.5+01:00": 5e8, "1970-01-01T00:00:01,25Z": 125e7} {
		if at, ok := s.parse([]byte(text)); !ok || at != want {
			t.Errorf("%q is read as %d", text, at)
		}
	}
}
