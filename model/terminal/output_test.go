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
	var renders []int
	out := Output(w, func(bytes int) (before, after string) {
		renders = append(renders, bytes)
		if bytes > 5 {
			return "<", ">"
		}
		return "", ""
	})
	for _, text := range []string{"short", "a long render", "the last one\x1b[?1049l"} {
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
	if n, err := out.Write([]byte("a late render")); n != 0 || err == nil {
		t.Errorf("after the end, %d bytes are written, and the error is %v", n, err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := "short<a long render>the last one\x1b[?1049l"; string(got) != want {
		t.Errorf("the terminal gets %q, want %q", got, want)
	}
	if len(renders) != 3 || renders[0] != 5 || renders[1] != 13 || renders[2] != len("a late render") {
		t.Errorf("the renders have %v bytes", renders)
	}
	if !strings.Contains(undo, "\x1b[?1004l") {
		t.Error("reports of the focus are not turned off")
	}
}
