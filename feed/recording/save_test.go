package recording_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sockeye/feed/recording"
)

func TestASavedRecordingIsThereOnceItIsWhole(t *testing.T) {
	for _, name := range []string{"a.ndjson", "a.ndjson.zst"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := recording.Save(path)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Unix(1e9, 0)
		for i := range 300 {
			line := recording.Line{At: begin.Add(time.Duration(i) * time.Second).UnixNano(), Feed: "f", Frame: &recording.Frame{Payload: fmt.Append(nil, i)}}
			if err := s.Add(&line); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := os.Stat(path); err == nil {
			t.Error(name, "is there before it is whole")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
			t.Errorf("%v, %v", files, err)
		}
		r, err := recording.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if err := r.Seek(begin.Add(200 * time.Second)); err != nil {
			t.Fatal(err)
		}
		first, n := int64(0), 0
		for {
			line, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 1 {
				first = line.At
			}
		}
		if want := map[string]int{"a.ndjson": 300, "a.ndjson.zst": 120}[name]; n != want || first != begin.Add(time.Duration(300-want)*time.Second).UnixNano() {
			t.Errorf("%s: %d lines from %v on", name, n, time.Unix(0, first))
		}
	}
}

func TestADiscardedRecordingLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	s, err := recording.Save(filepath.Join(folder, "a.ndjson.zst"))
	if err != nil {
		t.Fatal(err)
	}
	s.Discard()
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Errorf("%v, %v", files, err)
	}
}
