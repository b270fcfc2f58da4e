package recording_test

import (
	"bytes"
	"strings"
	"testing"

	"sockeye/feed/recording"
)

// TestWhatIsMissingIsSaidWhereItIs: behind the lines that were there before, also at the end.
func TestWhatIsMissingIsSaidWhereItIs(t *testing.T) {
	t.Parallel()
	var lines []string
	blocked, release := make(chan bool), make(chan bool)
	r := recording.Stream(recording.Options{Feed: "kraken"}, func(line []byte, frame bool) error {
		if len(lines) == 0 {
			close(blocked)
			<-release
		}
		if frame {
			line = line[:min(len(line), 200)]
		}
		lines = append(lines, string(line))
		return nil
	})
	large := bytes.Repeat([]byte("x"), 16<<20) // more than may wait
	r.Frame(1, false, []byte("first"))
	<-blocked
	r.Frame(2, false, large)
	r.Frame(3, false, []byte("lost"))
	r.Frame(4, false, []byte("lost"))
	close(release)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "")
	first, second, dropped := strings.Index(text, `"first"`), strings.Index(text, "xxx"), strings.Index(text, `"dropped":2`)
	if first < 0 || second < first || dropped < second || r.Stats().Dropped != 2 {
		t.Errorf("%+v, %s", r.Stats(), text[:min(len(text), 1000)])
	}
}
