package replay_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/replay"
)

// recordedAt writes a recording of a feed with a message at each of some seconds, and returns its name.
func recordedAt(t *testing.T, name, feed string, seconds ...float64) string {
	t.Helper()
	var text strings.Builder
	at := func(s float64) string {
		return time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC).Add(time.Duration(s * float64(time.Second))).Format(time.RFC3339Nano)
	}
	fmt.Fprintf(&text, `{"v":1,"at":%q,"feed":%q,"preset":"url: ws://h\n"}`+"\n", at(seconds[0]), feed)
	for _, s := range seconds {
		fmt.Fprintf(&text, `{"at":%q,"feed":%q,"dir":"in","json":{"of":%q,"price":%v}}`+"\n", at(s), feed, feed, s)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRecordingsOfTheSameTimeAreTwoStreams: those of one recorder follow one another, but for an overlap where an hour ends.
func TestRecordingsOfTheSameTimeAreTwoStreams(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		second []float64
		want   int
	}{
		"one after the other":             {[]float64{11, 20}, 1},
		"one that begins a little early":  {[]float64{9, 30}, 1},
		"a short one that begins early":   {[]float64{9.9, 10.5}, 1},
		"a message within the other":      {[]float64{5}, 1},
		"the same time":                   {[]float64{0, 10}, 2},
		"a short one within the other":    {[]float64{3, 5}, 2},
		"a long one that begins within":   {[]float64{4, 50}, 2},
		"one of four seconds, both ended": {[]float64{0, 4}, 2},
	} {
		streams, err := replay.Open([]string{recordedAt(t, "a.ndjson", "x", 0, 10), recordedAt(t, "b.ndjson", "x", test.second...)}, func(err error) { t.Error(err) })
		if err != nil || len(streams) != test.want {
			t.Errorf("%s: %d streams, %v", name, len(streams), err)
		}
	}
}

// TestTimeDoesNotGoBackInAStream: lines that are earlier than one before them count as of its time, and that is said once.
func TestTimeDoesNotGoBackInAStream(t *testing.T) {
	t.Parallel()
	var said []string
	streams, err := replay.Open([]string{recordedAt(t, "a.ndjson", "x", 0, 10, 3, 4, 12)}, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	s := streams[0]
	defer s.Close()
	s.Report(func(err error) { said = append(said, err.Error()) })
	var seconds []int
	for line := s.Next(); line != nil; line = s.Next() {
		if line.Frame != nil {
			seconds = append(seconds, time.Unix(0, line.At).Second())
		}
	}
	if fmt.Sprint(seconds) != "[0 10 10 10 12]" || len(said) != 1 {
		t.Errorf("%v, %q", seconds, said)
	}
}
