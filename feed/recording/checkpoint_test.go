package recording_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"sockeye/feed/recording"
)

// mark is a checkpoint so many seconds after the start.
func mark(seconds float64, text string) *recording.Line {
	at := start.Add(time.Duration(seconds * float64(time.Second))).UnixNano()
	return &recording.Line{At: at, Feed: "kraken", Checkpoint: []byte(text)}
}

// recordLines records lines, and returns the files.
func recordLines(t *testing.T, lines ...*recording.Line) []string {
	t.Helper()
	folder := t.TempDir()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Preset: "url: ws://h\n"})
	for _, line := range lines {
		r.Add(line)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return files(t, folder)
}

func TestACheckpointIsWrittenAndRead(t *testing.T) {
	t.Parallel()
	line := mark(0, `{"state":"OPEN","labels":[{"key":"a\nb"}]}`)
	var w recording.Writer
	text := w.Append(nil, line)
	if want := `{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","checkpoint":{"state":"OPEN","labels":[{"key":"a\nb"}]}}` + "\n"; string(text) != want {
		t.Errorf("got  %swant %s", text, want)
	}
	var p recording.Parser
	var back recording.Line
	if err := p.Parse(text, &back); err != nil || !bytes.Equal(back.Checkpoint, line.Checkpoint) || back.At != line.At {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestAnHourBeginsWithItsFirstCheckpoint(t *testing.T) {
	t.Parallel()
	names := recordLines(t, mark(3598, `{"n":1}`), frame(3599, "1"), frame(3599.9, "2"), mark(3600, `{"n":2}`), frame(3600, "3"))
	if len(names) != 2 {
		t.Fatalf("%v", names)
	}
	for i, want := range [][]string{{"1", "2"}, {"3"}} {
		r, err := recording.Open(names[i])
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for n := range 2 {
			line, err := r.Next()
			if err != nil || (n == 0) != (line.Head != nil) || (n == 1) != (line.Checkpoint != nil) {
				t.Fatalf("line %d of file %d: %+v, %v", n, i, line, err)
			}
		}
		if got, _ := rest(t, r); len(got) != len(want) || got[0] != want[0] {
			t.Errorf("file %d has %v", i, got)
		}
	}
}

func TestSeekFindsTheCheckpointBefore(t *testing.T) {
	t.Parallel()
	name := recordLines(t, frame(0, "0"), mark(10, `{"n":1}`), frame(10, "1"), frame(15, "2"), mark(20, `{"n":2}`), frame(20, "3"))[0]
	r, err := recording.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for seconds, want := range map[float64]string{5: "", 10: `{"n":1}`, 16: `{"n":1}`, 20: `{"n":2}`, 99: `{"n":2}`, -9: ""} {
		found, err := r.SeekCheckpoint(start.Add(time.Duration(seconds * float64(time.Second))))
		if err != nil || found != (want != "") {
			t.Errorf("at %v: %v, %v", seconds, found, err)
		}
		line, err := r.Next()
		if err != nil || string(line.Checkpoint) != want || want == "" && line.Head == nil {
			t.Errorf("at %v the next line is %+v, %v", seconds, line, err)
		}
	}
}

// FuzzReader reads files that hold anything: no line is read that is none, each problem has a place in the file, and the end comes.
func FuzzReader(f *testing.F) {
	folder := f.TempDir()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Preset: "url: ws://h\n"})
	for _, line := range []*recording.Line{mark(0, `{"n":1}`), frame(1, "1"), frame(2, `{"a":1}`), mark(3, `{"n":2}`), frame(4, "\xff")} {
		r.Add(line)
	}
	if err := r.Close(); err != nil {
		f.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*"+recording.Ext))
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(names[0])
	if err != nil {
		f.Fatal(err)
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		f.Fatal(err)
	}
	defer decoder.Close()
	text, err := decoder.DecodeAll(whole, nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{whole, text, whole[:len(whole)/2], text[:len(text)/2], bytes.Repeat(whole, 2), nil, []byte("{"), []byte("\n\n")} {
		f.Add(seed)
	}
	name := filepath.Join(folder, "fuzzed")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := recording.Open(name)
		if err != nil {
			return
		}
		defer r.Close()
		lines := readAll(t, r, len(data))
		if _, err := r.End(); err != nil {
			t.Fatal(err)
		}
		if again := readAll(t, r, len(data)); again != lines {
			t.Errorf("%d lines, and %d after the end was read", lines, again)
		}
		for _, at := range []time.Time{start, start.Add(3 * time.Second)} {
			if _, err := r.SeekCheckpoint(at); err != nil {
				t.Fatal(err)
			}
			if left := readAll(t, r, len(data)); left > lines {
				t.Errorf("%d lines, and %d after a seek", lines, left)
			}
		}
	})
}

// readAll reads what is left, and returns how many lines that was.
func readAll(t *testing.T, r *recording.Reader, size int) (lines int) {
	t.Helper()
	for {
		line, err := r.Next()
		var damage *recording.Damage
		switch {
		case errors.Is(err, io.EOF):
			return lines
		case errors.As(err, &damage):
			if damage.Offset < 0 || damage.Offset > int64(size) {
				t.Fatalf("%v, in a file of %d bytes", damage, size)
			}
		case err != nil:
			t.Fatal(err)
		default:
			if lines++; line.At == 0 && line.Feed == "" {
				t.Fatal("an empty line")
			}
		}
	}
}
