package headless_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// TestTokensOfTheServerAreNotRecorded: neither where the preset says that they are, nor where they come again, also sent, in a
// checkpoint, and in what is recorded of the past.
func TestTokensOfTheServerAreNotRecorded(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Send(`{"hello":{"token":"t0ken-of-\/now","pin":"47"}}`), feedtest.Expect(`{"sub":"X","token":"t0ken-of-/now"}`),
		feedtest.Send(`{"ok":"X","echo":"t0ken-of-/now","n":47}`), feedtest.Send(`{"s":"X","v":1}`), feedtest.Silence(nil),
	})
	bound := boundOf(t, []byte(`presets:
  x:
    url: `+server.URL()+`
    params: {symbols: [X]}
    hello: [{wait: {hello.token: "*"}, save: {token: hello.token}}]
    subscribe: {send: {sub: "${symbol}", token: "${token}"}, ack: {ok: "${symbol}"}}
    redact: [hello.token, hello.pin]
    events: [{match: {s: "*"}, label: s, value: v}]
`), preset.Env{})
	f := feed.New(t.Context(), bound, func(err error) { t.Error(err) })
	folder, past := t.TempDir(), t.TempDir()
	recorders := headless.NewRecorders(func() recording.Folder { return recording.Folder{Path: past} }, 1<<20, nil)
	wait := recorders.Run(f)
	stop := headless.Record(f, recording.Folder{Path: folder}, func(text string) { t.Error(text) })
	var raw bytes.Buffer
	if result, err := (&headless.Tail{Raw: true, Count: 3}).Run(t.Context(), &raw, f); result != headless.Done || err != nil {
		t.Fatalf("%v, %v", result, err)
	}
	if _, err := recorders.Start(f); err != nil { // which begins with a checkpoint
		t.Error(err)
	}
	if _, err := recorders.Last(f, time.Hour); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := recorders.Stop(f); err != nil {
		t.Error(err)
	}
	f.Close()
	wait()
	texts := map[string]string{"tail --raw": raw.String()}
	for _, dir := range []string{folder, past} {
		files, err := headless.Recordings([]string{dir})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			var out bytes.Buffer
			if _, err := (&headless.Tail{Raw: true}).Play(t.Context(), &out, []string{name}, bindText, func(err error) { t.Error(err) }); err != nil {
				t.Fatal(err)
			}
			texts[filepath.Base(dir)+"/"+filepath.Base(name)] = out.String()
		}
	}
	for name, text := range texts {
		if strings.Contains(text, "t0ken") || strings.Contains(text, `"47"`) {
			t.Errorf("%s has a token:\n%s", name, text)
		}
	}
	for _, want := range []string{`{"hello":{"token":"•••","pin":"•••"}}`, `{"sub":"X","token":"•••"}`, `"echo":"•••","n":47`, `"redacted":true`} {
		if !strings.Contains(raw.String(), want) {
			t.Errorf("%s is missing in\n%s", want, raw.String())
		}
	}
}
