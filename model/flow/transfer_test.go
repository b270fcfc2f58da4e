package flow

import (
	"context"
	"errors"
	"io"
	"os"
	"sockeye/feed/feedtest"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
)

// pipe returns a writer to a pipe, of a terminal that was written to before and has not replied.
func pipe(t *testing.T) (w *Writer, r *os.File) {
	t.Helper()
	r, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.Close()
		out.Close()
	})
	_ = r.SetReadDeadline(time.Now().Add(time.Minute))
	c := New(false)
	c.Wrote(1)
	c.reply()
	return NewWriter(out, c), r
}

// gets reads so many bytes.
func gets(t *testing.T, r io.Reader, bytes int) string {
	t.Helper()
	p := make([]byte, bytes)
	if _, err := io.ReadFull(r, p); err != nil {
		t.Fatal(err)
	}
	return string(p)
}

func TestRendersWaitForTheEndOfASequence(t *testing.T) {
	w, r := pipe(t)
	sequence := "\x1b]52;c;" + strings.Repeat("A", 1000) + "\a"
	done := make(chan error, 1)
	go func() { done <- w.transfer(t.Context(), sequence, 100, time.Millisecond) }()
	got := gets(t, r, 100) // it has begun
	if n, err := w.Write([]byte("render")); n != 6 || err != nil {
		t.Errorf("during the transfer, %d bytes are written, and the error is %v", n, err)
	}
	if err := <-done; err != nil {
		t.Errorf("the error is %v", err)
	}
	if _, err := w.Write([]byte("next")); err != nil {
		t.Error(err)
	}
	want := sequence + "render" + positionQuery + "next" + positionQuery
	if got += gets(t, r, len(want)-len(got)); got != want {
		t.Errorf("the terminal gets %q", got)
	}
}

func TestStoppedSequenceIsDropped(t *testing.T) {
	for name, tt := range map[string]struct {
		stop func(w *Writer, cancel context.CancelFunc)
		rest string
	}{
		"by the operator": {func(_ *Writer, cancel context.CancelFunc) { cancel() }, "\x18render" + positionQuery},
		"by leaving the screen": {func(w *Writer, cancel context.CancelFunc) {
			_, _ = w.Write([]byte("\x1b[?1049l"))
			cancel()
		}, "\x18\x1b[?1049l"},
	} {
		t.Run(name, func(t *testing.T) {
			w, r := pipe(t)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- w.transfer(ctx, strings.Repeat("A", 300), 100, time.Hour) }()
			gets(t, r, 100)
			_, _ = w.Write([]byte("render"))
			tt.stop(w, cancel)
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("the error is %v", err)
			}
			if got := gets(t, r, len(tt.rest)); got != tt.rest {
				t.Errorf("after the first piece the terminal gets %q, want %q", got, tt.rest)
			}
			if err := w.transfer(t.Context(), "next", 100, time.Hour); err != nil {
				t.Error(err)
			}
			_, _ = w.Write([]byte("last"))
			if got := gets(t, r, len("nextlast")); got != "nextlast" { // and nothing that waited before
				t.Errorf("the next sequence and frame come as %q", got)
			}
		})
	}
}

// file is a terminal that keeps what is written to it.
type file struct {
	term.File
	written []byte
}

func (f *file) Write(p []byte) (int, error) {
	f.written = append(f.written, p...)
	return len(p), nil
}

func TestTransferWritesWhatTheLinkCarriesAtATime(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		c, out := New(false), &file{}
		c.SetRate(1 << 10)
		w := NewWriter(out, c)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- w.Transfer(ctx, strings.Repeat("A", 10<<10)) }()
		time.Sleep(pieceTime/2 + 3*pieceTime)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		const pieces = 4 * 102 // one at once, and one after each tenth of a second
		if got, want := string(out.written), strings.Repeat("A", pieces)+cancelSequence; got != want {
			t.Errorf("%d bytes are written, want %d, and end with %q", len(got), len(want), got[max(len(got)-1, 0):])
		}
		if written := c.Figures().Written; written != pieces { // without what ends the sequence
			t.Errorf("%d bytes are counted, want %d", written, pieces)
		}
	})
}
