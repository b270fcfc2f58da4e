package recording_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

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

// TestStatesAreRecordedWhereNoMoreFramesAre: what comes after them would not be understood without them.
func TestStatesAreRecordedWhereNoMoreFramesAre(t *testing.T) { // not beside other tests, whose recorders would share what may wait
	var lines []string
	blocked, release := make(chan bool), make(chan bool)
	r := recording.Stream(recording.Options{Feed: "kraken"}, func(line []byte, frame bool) error {
		if len(lines) == 0 {
			close(blocked)
			<-release
		}
		if line != nil && !bytes.Contains(line, []byte("xxx")) {
			lines = append(lines, string(line[bytes.Index(line, []byte(`"kraken",`))+9:len(line)-2]))
		}
		return nil
	})
	r.Frame(1, false, []byte("first"))
	<-blocked
	frames := int64(1)
	for large := bytes.Repeat([]byte("x"), 1<<10); r.Stats().Dropped < 5; frames++ {
		r.Frame(2, false, large)
	}
	r.Add(&recording.Line{At: 3, Feed: "kraken", State: &recording.State{State: "OPEN"}})
	others := int64(1)
	for ; r.Stats().Dropped < 7; others++ { // there is no space without end
		r.Add(&recording.Line{At: 4, Feed: "kraken", Control: "ping"})
	}
	close(release)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "ping") })
	want := []string{`"dir":"in","text":"first"`, `"dropped":5`, `"state":"OPEN"`, `"dropped":2`}
	if got := r.Stats(); !slices.Equal(lines, want) || got.Dropped != 7 || got.Written != frames+others-7 {
		t.Errorf("%+v of %d and %d, %q", got, frames, others, lines)
	}
}

// TestOfAFloodThereAreParts records more than a recorder writes: the recording says where and how many lines are missing, and goes on.
func TestOfAFloodThereAreParts(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	n := 0
	flood := func(until func(recording.Stats) bool) {
		for padding := strings.Repeat(" ", 1000); !until(r.Stats()); n++ {
			r.Frame(int64(n), false, fmt.Appendf(nil, "%d%s", n, padding))
		}
	}
	flood(func(s recording.Stats) bool { return s.Dropped > 0 })
	r.Flush()
	first := r.Stats().Written
	flood(func(s recording.Stats) bool {
		time.Sleep(time.Millisecond)
		return s.Written > first+1000
	})
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	recorded, err := recording.Open(files(t, folder)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer recorded.Close()
	next := 0
	for line, err := recorded.Next(); ; line, err = recorded.Next() {
		switch {
		case errors.Is(err, io.EOF):
			if next != n {
				t.Errorf("the recording ends at %d of %d", next, n)
			}
			return
		case err != nil:
			t.Fatal(err)
		case line.Dropped > 0:
			next += int(line.Dropped)
		case line.Frame != nil:
			if got := string(bytes.TrimSpace(line.Frame.Payload)); got != fmt.Sprint(next) {
				t.Fatalf("message %d is %s", next, got)
			}
			next++
		}
	}
}
