package recording_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"sockeye/feed/feedtest"
	"sockeye/feed/recording"
)

var start = time.Date(2026, 11, 26, 3, 0, 0, 123456789, time.UTC)

// frame is a message that was received so many seconds after the start.
func frame(seconds float64, payload string) *recording.Line {
	at := start.Add(time.Duration(seconds * float64(time.Second))).UnixNano()
	return &recording.Line{At: at, Feed: "kraken", Frame: &recording.Frame{Payload: []byte(payload)}}
}

func TestLinesAreDocumented(t *testing.T) {
	t.Parallel()
	at := start.UnixNano()
	var w recording.Writer
	for want, line := range map[string]*recording.Line{
		`{"v":1,"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","preset":"url: wss://ws.kraken.com\n"}`:                             {At: at, Feed: "kraken", Head: &recording.Head{Version: 1, Preset: "url: wss://ws.kraken.com\n"}},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dir":"in","json":[42, {"a" : "<&>"}]}`:                                   frame(0, `[42, {"a" : "<&>"}]`),
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dir":"in","text":"pong"}`:                                                frame(0, `pong`),
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dir":"in","text":"[1,\n2]"}`:                                             frame(0, "[1,\n2]"),
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dir":"in","op":2,"base64":"//4="}`:                                       {At: at, Feed: "kraken", Frame: &recording.Frame{Binary: true, Payload: []byte{0xff, 0xfe}}},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","ctl":"ping"}`:                                                            {At: at, Feed: "kraken", Control: "ping"},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dir":"out","symbols":["XBT/USD"],"id":7,"redacted":true,"json":{"a":1}}`: {At: at, Feed: "kraken", Frame: &recording.Frame{Sent: true, Symbols: []string{"XBT/USD"}, ID: 7, Redacted: true, Payload: []byte(`{"a":1}`)}},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","intent":{"sub":["ADA/USD"],"by":"ops"}}`:                                 {At: at, Feed: "kraken", Intent: &recording.Intent{Sub: []string{"ADA/USD"}, By: "ops"}},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","state":"RETRY","code":1006,"reason":"lost","retry_in":"12s"}`:            {At: at, Feed: "kraken", State: &recording.State{State: "RETRY", Code: 1006, Reason: "lost", RetryIn: 12 * time.Second}},
		`{"at":"2026-11-26T03:00:00.123456789Z","feed":"kraken","dropped":1204}`:                                                          {At: at, Feed: "kraken", Dropped: 1204},
	} {
		got := string(w.Append(nil, line))
		if got != want+"\n" {
			t.Errorf("got  %swant %s", got, want)
		}
		var p recording.Parser
		var back recording.Line
		if err := p.Parse([]byte(got), &back); err != nil || !same(&back, line) {
			t.Errorf("%s is read as %+v, %v", got, back, err)
		}
	}
}

// same compares lines; an empty list is as good as none.
func same(a, b *recording.Line) bool {
	var w recording.Writer
	return bytes.Equal(w.Append(nil, a), w.Append(nil, b)) &&
		(a.Frame == nil) == (b.Frame == nil) && (a.Frame == nil || bytes.Equal(a.Frame.Payload, b.Frame.Payload))
}

func TestWhatIsNoLineIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"at":`:  "ends",
		`[1]`:     "no line of a recording",
		`{"a":1}`: "no line of a recording",
		`{"at":"2026-11-26T03:00:00Z","feed":1,"dir":"in","json":1}`:              "no line of a recording",
		`{"at":"2026-11-26T03:00:00Z","feed":"a","dir":"up","json":1}`:            "no line of a recording",
		`{"at":"2026-11-26T03:00:00Z","feed":"a","dir":"in"}`:                     "no line of a recording",
		`{"at":"2026-11-26T03:00:00Z","feed":"a","dir":"in","base64":"?"}`:        "base64",
		`{"at":"2026-11-26T03:00:00Z","feed":"a","v":9}`:                          "version 9",
		`{"at":"2026-11-26T03:00:00Z","feed":"a","state":"RETRY","retry_in":"1"}`: "retry_in",
	} {
		var p recording.Parser
		var l recording.Line
		if err := p.Parse([]byte(text), &l); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// FuzzFrame writes and reads frames of any bytes.
func FuzzFrame(f *testing.F) {
	for _, payload := range []string{"", "pong", `{"a":1}`, " [1] ", "\xff\xfe", "{\"a\":\"\u2028\"}", strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "1\r"} {
		f.Add([]byte(payload), "kraken", true)
	}
	f.Fuzz(func(t *testing.T, payload []byte, feed string, binary bool) {
		line := recording.Line{At: start.UnixNano(), Feed: strings.ToValidUTF8(feed, "?"), Frame: &recording.Frame{Payload: payload, Binary: binary}}
		var w recording.Writer
		text := w.Append(nil, &line)
		if bytes.Count(text, []byte("\n")) != 1 || !json.Valid(text) {
			t.Fatalf("no line of JSON: %q", text)
		}
		var p recording.Parser
		var back recording.Line
		for range 2 { // the second one is of the feed of the line before
			if err := p.Parse(text, &back); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		got := bytes.TrimSpace(back.Frame.Payload)
		if json.Valid(payload) {
			payload = bytes.TrimSpace(payload) // white space around a value is not kept
		} else {
			got = back.Frame.Payload
		}
		if !bytes.Equal(got, payload) || back.At != line.At || back.Feed != line.Feed || back.Frame.Binary != binary {
			t.Fatalf("%q is read as %+v, %q", text, back, back.Frame.Payload)
		}
	})
}

// TestALineIsReadAloneAsAfterAnother: of one that is much like the line before, only what differs is read.
func TestALineIsReadAloneAsAfterAnother(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":[1]}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json": {"a":"}"} }`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":[1],"op":2}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":[1],"dir":"out"}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":[1]}}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":1},{"a":2}`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken-2","dir":"in","json":[1]}`,
		`{"at":"2026-11-26","feed":"kraken","dir":"in","json":[1]}`,
		`{"at":"2026-11-26T04:00:00+01:00","feed":"kraken","dir":"in","json":[1]}`,
		`{"at":"`,
		`{"at":"2026-11-26T03:00:00.5Z","feed":"kraken","dir":"in","json":[1]`,
	} {
		var alone, after recording.Parser
		var want, got recording.Line
		wrong := alone.Parse([]byte(text), &want)
		for _, before := range []string{`{"at":"2026-11-26T03:00:00Z","feed":"kraken","dir":"out","symbols":["A"],"json":1}`, `{"at":"2026-11-26T03:00:00Z","feed":"kraken","dir":"in","json":1}`} {
			if err := after.Parse([]byte(before), new(recording.Line)); err != nil {
				t.Fatal(err)
			}
		}
		err := after.Parse([]byte(text), &got)
		if fmt.Sprint(err) != fmt.Sprint(wrong) || err == nil && encode(&got) != encode(&want) {
			t.Errorf("%s is read as %v %s, want %v %s", text, err, encode(&got), wrong, encode(&want))
		}
	}
}

func encode(l *recording.Line) string {
	var w recording.Writer
	return string(w.Append(nil, l))
}

// record records lines in a folder, and returns its files.
func record(t *testing.T, folder string, lines ...*recording.Line) []string {
	t.Helper()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Preset: "url: ws://h\n"})
	for _, l := range lines {
		r.Frame(l.At, l.Frame.Binary, l.Frame.Payload)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return files(t, folder)
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "[^.]*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// read returns the payloads of the frames of a file, and what is damaged.
func read(t *testing.T, name string) (payloads []string, damages []*recording.Damage) {
	t.Helper()
	r, err := recording.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	return rest(t, r)
}

func rest(t *testing.T, r *recording.Reader) (payloads []string, damages []*recording.Damage) {
	t.Helper()
	for {
		line, err := r.Next()
		var damage *recording.Damage
		switch {
		case errors.Is(err, io.EOF):
			return payloads, damages
		case errors.As(err, &damage):
			damages = append(damages, damage)
		case err != nil:
			t.Fatal(err)
		case line.Frame != nil:
			payloads = append(payloads, string(line.Frame.Payload))
		}
	}
}

// numbered are so many frames, half a second apart.
func numbered(n int) (lines []*recording.Line) {
	for i := range n {
		lines = append(lines, frame(float64(i)/2, fmt.Sprintf(`{"n":%d}`, i)))
	}
	return lines
}

func TestWhatIsRecordedIsRead(t *testing.T) {
	t.Parallel()
	names := record(t, t.TempDir(), numbered(100)...)
	if len(names) != 1 || filepath.Base(names[0]) != "kraken-20261126T03.ndjson.zst" {
		t.Fatalf("the files are %v", names)
	}
	got, damages := read(t, names[0])
	if len(got) != 100 || got[99] != `{"n":99}` || damages != nil {
		t.Errorf("%d frames, %v", len(got), damages)
	}
}

func TestSecretsAreHiddenWhenAFrameIsWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Redact: func(payload []byte) ([]byte, bool) {
		shown := bytes.ReplaceAll(payload, []byte("secret"), []byte("•••"))
		return shown, len(shown) != len(payload)
	}})
	r.Frame(start.UnixNano(), false, []byte(`{"token":"secret"}`))
	r.Frame(start.UnixNano(), true, []byte(`1`))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := recording.Open(files(t, folder)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, want := range []string{"", `{"token":"•••"} true false`, `1 false true`} {
		line, err := f.Next()
		if err != nil {
			t.Fatal(err)
		}
		if frame := line.Frame; frame != nil {
			if got := fmt.Sprintf("%s %v %v", frame.Payload, frame.Redacted, frame.Binary); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	}
}

// TestARecordingIsPlainZstd has the standard decoder read it.
func TestARecordingIsPlainZstd(t *testing.T) {
	t.Parallel()
	names := record(t, t.TempDir(), numbered(3)...)
	f, err := os.Open(names[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	text, err := io.ReadAll(d)
	if err != nil || bytes.Count(text, []byte("\n")) != 4 || !bytes.HasPrefix(text, []byte(`{"v":1,`)) {
		t.Errorf("%q, %v", text, err)
	}
}

func TestEachHourHasAFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "wss://h/a b"})
	r.Add(frame(0, "1"))
	for r.Stats().Written < 1 {
		time.Sleep(10 * time.Millisecond)
	}
	r.Add(frame(3600, "2"))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range files(t, folder) {
		got = append(got, filepath.Base(name))
	}
	if want := []string{"wss---h-a-b-20261126T03.ndjson.zst", "wss---h-a-b-20261126T04.ndjson.zst"}; !reflect.DeepEqual(got, want) {
		t.Errorf("the files are %v", got)
	}
}

func TestASecondRecorderHasAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	a := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	b := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	a.Add(frame(0, "1"))
	b.Add(frame(0, "2"))
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, name := range files(t, folder) {
		got, _ := read(t, name)
		all = append(all, got...)
	}
	if len(all) != 2 || all[0] == all[1] {
		t.Errorf("%v: %v", files(t, folder), all)
	}
}

// TestAKilledRecorderCostsTheLastSecond reads a file that has no table and no end.
func TestAKilledRecorderCostsTheLastSecond(t *testing.T) {
	t.Parallel()
	feedtest.Bubble(t, func(t *testing.T) {
		folder := t.TempDir()
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
		defer r.Close()
		for i := range 3 {
			r.Add(frame(float64(i), fmt.Sprint(i)))
			time.Sleep(time.Second)
			synctest.Wait()
			if n := r.Stats().Written; n != int64(i+1) {
				t.Fatalf("a second after message %d, %d are written", i, n)
			}
		}
		text, err := os.ReadFile(files(t, folder)[0])
		if err != nil {
			t.Fatal(err)
		}
		for cut, want := range map[int]int{0: 3, 1: 2, 10: 2} {
			name := filepath.Join(t.TempDir(), "cut")
			if err := os.WriteFile(name, text[:len(text)-cut], 0o600); err != nil {
				t.Fatal(err)
			}
			got, damages := read(t, name)
			if len(got) != want || (cut > 0) != (len(damages) == 1) {
				t.Errorf("without the last %d bytes: %v, %v", cut, got, damages)
			}
		}
	})
}

// TestDamageCostsOneFrame flips each byte of a recording in turn, also of one that has no table because its recorder was killed.
func TestDamageCostsOneFrame(t *testing.T) {
	t.Parallel()
	feedtest.Bubble(t, func(t *testing.T) {
		folder := t.TempDir()
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
		for i := range 3 {
			r.Add(frame(float64(i), fmt.Sprint(i)))
			for r.Stats().Written < int64(i+1) {
				time.Sleep(10 * time.Millisecond)
			}
		}
		killed, err := os.ReadFile(files(t, folder)[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		closed, err := os.ReadFile(files(t, folder)[0])
		if err != nil {
			t.Fatal(err)
		}
		flipBytes(t, closed)
		flipBytes(t, killed)
	})
}

// flipBytes flips bytes of a recording with three frames, each in turn.
func flipBytes(t *testing.T, text []byte) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "damaged")
	for i := range text {
		flipped := bytes.Clone(text)
		flipped[i] ^= 0x55
		if err := os.WriteFile(name, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := recording.Open(name)
		if err != nil {
			t.Errorf("byte %d of %d: nothing is read: %v", i, len(text), err)
			continue
		}
		got, damages := rest(t, f)
		f.Close()
		if len(got) < 2 || len(got) < 3 && len(damages) == 0 {
			t.Errorf("byte %d of %d: %v, %v", i, len(text), got, damages)
		}
	}
}

func TestSeekFindsAMoment(t *testing.T) {
	t.Parallel()
	feedtest.Bubble(t, func(t *testing.T) {
		folder := t.TempDir()
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
		for i := range 4 {
			r.Add(frame(float64(10*i), fmt.Sprint(i)))
			for r.Stats().Written < int64(i+1) {
				time.Sleep(10 * time.Millisecond)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		f, err := recording.Open(files(t, folder)[0])
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for seconds, want := range map[float64]string{-5: "0", 0: "0", 10: "1", 15: "1", 29.9: "2", 100: "3"} {
			if err := f.Seek(start.Add(time.Duration(seconds * float64(time.Second)))); err != nil {
				t.Fatal(err)
			}
			if got, _ := rest(t, f); len(got) == 0 || got[0] != want {
				t.Errorf("from second %v on: %v, want %s first", seconds, got, want)
			}
		}
	})
}

func TestPlainLinesAreRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "lines")
	text := `{"at":"2026-11-26T03:00:00Z","feed":"a","dir":"in","json":1}

not json
{"at":"2026-11-26T03:00:01Z","feed":"a","dir":"in","json":2}
{"at":"2026-11-26T03:00:02Z","feed":"a","dir":"in","js`
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, damages := read(t, name)
	if !reflect.DeepEqual(got, []string{"1", "2"}) || len(damages) != 2 {
		t.Fatalf("%v, %v", got, damages)
	}
	for i, want := range []string{"lines: at byte 62, line 3: ", "at byte 132, line 5: the last line is cut off"} {
		if !strings.Contains(damages[i].Error(), want) {
			t.Errorf("%v, want %s", damages[i], want)
		}
	}
}

func TestFilesThatAreNoRecordingsAreNamed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, want := range map[string]string{
		write("empty", ""):               "the file is empty",
		write("text", "hello"):           "neither lines of JSON nor zstd",
		write("cut", "\x28\xb5\x2f\xfd"): "the file ends within a frame",
		write("odd", "\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"): "",
		folder:                        "this is a folder",
		filepath.Join(folder, "gone"): "no such file",
	} {
		r, err := recording.Open(name)
		if err == nil {
			r.Close()
			t.Errorf("%s is opened", name)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// TestADiskThatFailsCostsLines records into a folder that cannot be made.
func TestADiskThatFailsCostsLines(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: blocked}, Feed: "kraken"})
	for i := range 5 {
		r.Add(frame(float64(i), "1"))
	}
	if err := r.Close(); err == nil || !strings.Contains(err.Error(), blocked) {
		t.Errorf("the error does not name the folder: %v", err)
	}
	if s := r.Stats(); s.Dropped != 5 || s.Written != 0 {
		t.Errorf("%+v", s)
	}
}
