package terminal

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// patience bounds what a test waits for; it is never waited out when all is well.
const patience = time.Minute

// typing returns a keyboard, what types on it, and what says that ctrl+c was pressed twice.
func typing(t *testing.T) (k *Keyboard, keys *os.File, again <-chan struct{}) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	notified := make(chan struct{}, 9)
	return NewKeyboard(r, func() { notified <- struct{}{} }), w, notified
}

func types(t *testing.T, keys *os.File, text string) {
	t.Helper()
	if _, err := keys.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// TestKeyboardOfAStuckProgram reads the first key, and then nothing until ctrl+c was reported.
func TestKeyboardOfAStuckProgram(t *testing.T) {
	for name, interrupt := range map[string]string{"byte": "\x03", "Kitty": "\x1b[99;5u"} {
		t.Run(name, func(t *testing.T) {
			k, keys, again := typing(t)
			types(t, keys, "j")
			p := make([]byte, 4)
			if n, err := k.Read(p); string(p[:n]) != "j" || err != nil {
				t.Fatalf("%q is read, and the error is %v", p[:n], err)
			}
			rest := strings.Repeat("k", 50_000) + interrupt + "q" + interrupt + interrupt
			types(t, keys, rest)
			if k.Gone() {
				t.Error("a keyboard that is typed on is gone")
			}
			select {
			case <-again:
			case <-time.After(patience):
				t.Fatal("ctrl+c is not reported")
			}
			keys.Close()
			got, err := io.ReadAll(k)
			if string(got) != rest || err != nil {
				t.Errorf("%d bytes are kept, and not the %d that were typed; the error is %v", len(got), len(rest), err)
			}
			if !k.Gone() {
				t.Error("a keyboard that was read to its end is not gone")
			}
			if len(again) > 0 {
				t.Error("it is reported more than once")
			}
		})
	}
}

func TestKeyboardKeepsAMebibyte(t *testing.T) {
	k, keys, _ := typing(t)
	typed := make(chan error)
	go func() {
		_, err := keys.WriteString(strings.Repeat("k", 2*mostKept))
		typed <- errors.Join(err, keys.Close())
	}()
	if _, err := k.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	for len(k.kept) < mostKept {
		k.changed.Wait()
	}
	if most := mostKept + 4096; len(k.kept) > most {
		t.Errorf("%d bytes are kept", len(k.kept))
	}
	k.mu.Unlock()
	if got, err := io.ReadAll(k); len(got) != 2*mostKept-1 || err != nil {
		t.Errorf("%d bytes are left to read, and the error is %v", len(got), err)
	}
	if err := <-typed; err != nil {
		t.Error(err)
	}
}

func TestPausedKeyboardKeepsWhatIsTyped(t *testing.T) {
	k, keys, _ := typing(t)
	ended := make(chan error)
	go func() {
		_, err := k.Read(make([]byte, 1))
		ended <- err
	}()
	k.Pause()
	if err := <-ended; err != io.EOF {
		t.Errorf("the read that waits ends with %v", err)
	}
	types(t, keys, "j")
	if n, err := k.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		t.Errorf("while it is paused, %d bytes are read, and the error is %v", n, err)
	}
	k.Continue()
	p := make([]byte, 1)
	if n, err := k.Read(p); n != 1 || p[0] != 'j' || err != nil {
		t.Errorf("%q is read after that, and the error is %v", p[:n], err)
	}
}
