package feed

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// withSecret is a preset whose token is a secret.
func withSecret(t *testing.T, url string) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n    url: "+url+"\n    headers: {Token: \"${secret:TOKEN}\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return "token-1234", true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// TestCrashLeavesNoLock has the reader call a session that is nil.
func TestCrashLeavesNoLock(t *testing.T) {
	broken := make(chan struct{})
	server := feedtest.New(t, feedtest.Conversation{feedtest.Silence(broken), feedtest.Send("1")})
	crashed := make(chan error, 16)
	f := Start(context.Background(), withSecret(t, server.URL()), func(err error) { crashed <- err })
	t.Cleanup(f.Close)
	w := f.Watch()
	for {
		b, err := w.Next(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if b.Status.State == event.Open {
			break
		}
	}
	f.mu.Lock()
	sound := f.session
	f.session = nil
	f.mu.Unlock()
	close(broken)
	if err := <-crashed; !strings.Contains(err.Error(), "nil pointer") {
		t.Error(err)
	}
	free := make(chan struct{})
	go func() {
		f.mu.Lock()
		f.session = sound
		f.mu.Unlock()
		close(free)
	}()
	select {
	case <-free:
	case <-time.After(feedtest.Patience):
		t.Fatal("the lock is held after a panic")
	}
	for {
		if _, err := w.Next(context.Background()); errors.Is(err, ErrEnded) {
			return
		}
	}
}

func TestCrashKeepsSecrets(t *testing.T) {
	var crash error
	f := &Feed{preset: withSecret(t, "ws://127.0.0.1"), cancel: func() {}, crash: func(err error) { crash = err }}
	func() {
		defer guard(f)
		panic(`cannot say {"token":"token-1234"}`)
	}()
	if text := crash.Error(); strings.Contains(text, "token-1234") || !strings.Contains(text, "cannot say") {
		t.Error(text)
	}
}
