package headless_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// secretive is a feed that sends a secret, which the server repeats. The server accepts no connection before read is closed:
// nothing goes over the wire earlier.
func secretive(t *testing.T, read <-chan struct{}) *feed.Feed {
	t.Helper()
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.CheckRequest(func(*http.Request) error {
			select {
			case <-read:
				return nil
			case <-t.Context().Done():
				return t.Context().Err()
			}
		}),
		feedtest.Expect(`{"sub":"X","token":"token-1234"}`),
		feedtest.Ping("p"), feedtest.ExpectPong("p"),
		feedtest.Send(`{"you":"token-1234"}`), feedtest.SendBinary([]byte{0xff, 0}), feedtest.Send("pong\n"), feedtest.Send(`{"id":"X","v":1}`),
		feedtest.Expect(`{"sub":"Y","token":"token-1234"}`), feedtest.Send(`{"id":"Y","v":1}`),
		feedtest.Silence(nil),
	})
	bound := boundOf(t, []byte(`presets:
  secretive:
    url: `+server.URL()+`
    params: {symbols: [X]}
    subscribe: {send: {sub: "${symbol}", token: "${secret:TOKEN}"}}
    events: [{match: {id: "*"}, label: id, value: v}]
`), preset.Env{LookupEnv: func(string) (string, bool) { return "token-1234", true }})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	return f
}

// wire are the lines of a recording of that conversation, without their times, of which some stand in the order of the network.
var wire = []string{
	`"dir":"out","symbols":["X"],"redacted":true,"json":{"sub":"X","token":"•••"}}`,
	`"ctl":"ping"}`,
	`"dir":"in","redacted":true,"json":{"you":"•••"}}`,
	`"dir":"in","op":2,"base64":"/wA="}`,
	`"dir":"in","text":"pong\n"}`,
	`"dir":"in","json":{"id":"X","v":1}}`,
	`"intent":{"sub":["Y"]}}`,
	`"dir":"out","symbols":["Y"],"redacted":true,"json":{"sub":"Y","token":"•••"}}`,
	`"dir":"in","json":{"id":"Y","v":1}}`,
}

// checkWire checks that lines have a head, the state of an open connection and all of wire, in that order.
func checkWire(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, "token-1234") {
		t.Errorf("a secret is in\n%s", text)
	}
	rest := text
	for _, want := range append([]string{`{"v":1,"at":"`, `"state":"OPEN","url":"ws://127.0.0.1:`}, wire...) {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%s is missing, or at another place, in\n%s", want, text)
		}
		rest = after
	}
}

// awaitEvents waits until the feed has had so many events, also of the time before the call.
func awaitEvents(t *testing.T, f *feed.Feed, n int64) bool {
	w := f.Watch()
	defer w.Close()
	ctx, cancel := context.WithTimeout(context.Background(), feedtest.Patience)
	defer cancel()
	for f.History().Totals().Counts.Events < n {
		if _, err := w.Next(ctx); err != nil {
			t.Error(err)
			return false
		}
	}
	return true
}

// subscribeLater subscribes Y when X has data.
func subscribeLater(t *testing.T, f *feed.Feed) {
	if awaitEvents(t, f, 1) {
		f.Subscribe("Y")
	}
}

// opening is the output of a tail, and closes read when the state of the feed is in it: the tail reads what comes after that.
type opening struct {
	bytes.Buffer
	read chan struct{}
	once sync.Once
}

func (o *opening) Write(p []byte) (int, error) {
	n, err := o.Buffer.Write(p)
	if bytes.Contains(o.Bytes(), []byte(`"state"`)) {
		o.once.Do(func() { close(o.read) })
	}
	return n, err
}

func TestRawIsWhatGoesOverTheWire(t *testing.T) {
	t.Parallel()
	out := opening{read: make(chan struct{})}
	f := secretive(t, out.read)
	go subscribeLater(t, f)
	if result, err := (&headless.Tail{Raw: true, Count: 7}).Run(context.Background(), &out, f); result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	checkWire(t, out.String())
}

func TestARecordingHasWhatWentOverTheWire(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	read := make(chan struct{})
	f := secretive(t, read)
	stop := headless.Record(f, recording.Folder{Path: folder}, nil)
	f.Start()
	close(read)
	subscribeLater(t, f)
	awaitEvents(t, f, 2)
	f.Close()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	names, err := headless.Recordings([]string{folder})
	if err != nil || len(names) > 2 { // the second of an hour that has just begun
		t.Fatalf("%v, %v", names, err)
	}
	var text []byte
	for _, name := range names {
		text = append(text, linesOf(t, name)...)
	}
	checkWire(t, string(text))
}

// linesOf returns the lines of a recording as text.
func linesOf(t *testing.T, name string) (text []byte) {
	t.Helper()
	if base := filepath.Base(name); !strings.HasPrefix(base, "secretive-") {
		t.Errorf("a recording is called %s", base)
	}
	r, err := recording.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var w recording.Writer
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return text
		}
		if err != nil {
			t.Fatal(err)
		}
		text = w.Append(text, line)
	}
}

func TestARecordingThatCannotBeWrittenDoesNotStopTheFeed(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	f := secretive(t, read)
	stop := headless.Record(f, recording.Folder{Path: blocked}, nil)
	f.Start()
	close(read)
	subscribeLater(t, f)
	f.Close()
	if err := stop(); err == nil || !strings.Contains(err.Error(), blocked) {
		t.Errorf("the error does not name the folder: %v", err)
	}
}

// TestTheLinesOfAConnectionSayHowItBeganAndEnded has a connection with a secret in its address that the server closes, one that it
// drops, and one that it refuses.
func TestTheLinesOfAConnectionSayHowItBeganAndEnded(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t,
		feedtest.Conversation{feedtest.WantURI("/?key=token-1234"), feedtest.Subprotocol("v2"), feedtest.Compression(), feedtest.Send(`{"id":"X","v":1}`), feedtest.Close(4001, "later")},
		feedtest.Conversation{feedtest.Subprotocol("v2"), feedtest.Send(`{"id":"X","v":2}`), feedtest.Drop()},
		feedtest.Conversation{feedtest.Refuse(503, nil, "busy")},
		feedtest.Conversation{feedtest.Subprotocol("v2"), feedtest.Send(`{"id":"X","v":3}`), feedtest.Silence(nil)},
	)
	bound := boundOf(t, []byte(`presets:
  secretive:
    url: "`+server.URL()+`/?key=${secret:TOKEN}"
    subprotocols: [v2]
    compression: true
    reconnect: {min: 10ms, max: 20ms}
    events: [{match: {id: "*"}, label: id, value: v}]
`), preset.Env{LookupEnv: func(string) (string, bool) { return "token-1234", true }})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	var out bytes.Buffer
	if result, err := (&headless.Tail{Raw: true, Count: 3}).Run(context.Background(), &out, f); result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	rest := out.String()
	for _, want := range []string{
		`"state":"CONNECTING","url":"ws://127.0.0.1:`, `/?key=•••"}`,
		`"state":"OPEN","url":"ws://127.0.0.1:`, `/?key=•••","address":"127.0.0.1:`, `","subprotocol":"v2","compression":true}`,
		`"state":"RETRY","code":4001,"reason":"`, `later`, `,"retry_in":"`,
		`"state":"OPEN","url":"`, `"subprotocol":"v2"}`, `"state":"RETRY","code":1006,"reason":"`, `"state":"RETRY","reason":"`, `503`,
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%s is missing, or at another place, in\n%s", want, out.String())
		}
		rest = after
	}
	if strings.Contains(out.String(), "token-1234") {
		t.Errorf("a secret is in\n%s", out.String())
	}
}

func TestFramesThatPresetsDecompressAreRecordedDecompressed(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(`{"id":"X","v":1}`)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	server := feedtest.New(t, feedtest.Conversation{feedtest.SendBinary(packed.Bytes()), feedtest.Silence(nil)})
	bound := boundOf(t, []byte(`presets:
  packed:
    url: `+server.URL()+`
    frames: {decompress: gzip}
    events: [{match: {id: "*"}, label: id, value: v}]
`), preset.Env{})
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	t.Cleanup(f.Close)
	var out bytes.Buffer
	if result, err := (&headless.Tail{Raw: true, Count: 1}).Run(context.Background(), &out, f); result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	if !strings.Contains(out.String(), `"dir":"in","op":2,"json":{"id":"X","v":1}}`) {
		t.Errorf("recorded is\n%s", out.String())
	}
}
