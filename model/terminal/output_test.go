package terminal

import (
	"io"
	"os"
	"strings"
	"testing"
)

func TestOutput(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var frames []int
	out := Output(w, func(bytes int) (before, after string) {
		frames = append(frames, bytes)
		if bytes > 5 {
			return "<", ">"
		}
		return "", ""
	})
	for _, text := range []string{"short", "a long frame", "the last one\x1b[?1049l"} {
		if n, err := out.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("%q: %d bytes are written, and the error is %v", text, n, err)
		}
	}
	if _, is := any(out).(io.ReaderFrom); is {
		t.Error("what is copied to it goes past it")
	}
	if _, is := any(out).(io.StringWriter); is {
		t.Error("strings go past it")
	}
	if out.Fd() != w.Fd() {
		t.Error("it is another file")
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := out.Write([]byte("a late frame")); n != 0 || err == nil {
		t.Errorf("after the end, %d bytes are written, and the error is %v", n, err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := "short<a long frame>the last one\x1b[?1049l"; string(got) != want {
		t.Errorf("the terminal gets %q, want %q", got, want)
	}
	if len(frames) != 3 || frames[0] != 5 || frames[1] != 12 || frames[2] != len("a late frame") {
		t.Errorf("the frames have %v bytes", frames)
	}
	if !strings.Contains(undo, "\x1b[?1004l") {
		t.Error("reports of the focus are not taken back")
	}
}
