package flow

import (
	"io"
	"os"
	"testing"
)

func TestWriterEndsRendersWithAQuery(t *testing.T) {
	r, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c := New(false)
	w := NewWriter(out, c)
	for _, text := range []string{"first", "a long render", "the last one\x1b[?1049l"} {
		if c.Left() {
			t.Errorf("the screen was left before %q", text)
		}
		if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("%q: %d bytes are written, and the error is %v", text, n, err)
		}
	}
	if !c.Left() {
		t.Error("the screen was not left")
	}
	if _, is := any(w).(io.ReaderFrom); is {
		t.Error("what is copied to it goes past it")
	}
	if _, is := any(w).(io.StringWriter); is {
		t.Error("strings go past it")
	}
	if w.Fd() != out.Fd() {
		t.Error("it is another file")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Write([]byte("a late render")); n != 0 || err == nil {
		t.Errorf("after the end, %d bytes are written, and the error is %v", n, err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	want := "\x1b[?2026$pfirst" + positionQuery + "a long render" + positionQuery + "the last one\x1b[?1049l"
	if string(got) != want {
		t.Errorf("the terminal gets %q, want %q", got, want)
	}
}
