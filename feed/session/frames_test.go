package session_test

import (
	"slices"
	"testing"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// TestAFrameSaysWhatItIsAbout has a request for two symbols, with a secret that is too short to be found by its value.
func TestAFrameSaysWhatItIsAbout(t *testing.T) {
	presets, err := preset.Parse("test.yaml", []byte(`presets:
  test:
    url: ws://127.0.0.1:1
    params: {symbols: [A, B]}
    subscribe: {send: {sub: "${symbols}", id: "${id}", pin: "${secret:PIN}"}, batch: 2}
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return "1234", true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := session.New(bound, func(time.Duration) time.Duration { return 0 })
	now := time.Unix(1e9, 0)
	s.Start(now)
	s.Orders()
	s.Opened(now)
	frames := s.Orders().Frames
	if len(frames) != 1 {
		t.Fatalf("%d frames", len(frames))
	}
	f := &frames[0]
	if got, want := string(f.Payload), `{"sub":["A","B"],"id":1,"pin":"1234"}`; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	if got, want := string(f.Shown), `{"sub":["A","B"],"id":1,"pin":"•••"}`; got != want || !f.Redacted() {
		t.Errorf("shown %s, want %s; redacted: %t", got, want, f.Redacted())
	}
	if !slices.Equal(f.Symbols, []string{"A", "B"}) || f.ID != 1 {
		t.Errorf("about %q, id %d", f.Symbols, f.ID)
	}
}
