package playback_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
	"sockeye/feed/har"
	"sockeye/feed/playback"
)

// recorded has two connections of a feed.
const recorded = `{"v":1,"at":"2026-11-26T04:00:00Z","feed":"k","preset":"k:\n  url: wss://h\n"}
{"at":"2026-11-26T04:00:00Z","feed":"k","state":"CONNECTING","url":"wss://h/v2"}
{"at":"2026-11-26T04:00:00.1Z","feed":"k","state":"RETRY","reason":"refused"}
{"at":"2026-11-26T04:00:00.2Z","feed":"k","state":"CONNECTING"}
{"at":"2026-11-26T04:00:00.3Z","feed":"k","state":"OPEN","subprotocol":"p","compression":true}
{"at":"2026-11-26T04:00:00.3Z","feed":"k","dir":"in","json":{"hello":1}}
{"at":"2026-11-26T04:00:00.4Z","feed":"k","dir":"out","symbols":["A"],"id":7,"json":{"sub":["A","B"],"id":7}}
{"at":"2026-11-26T04:00:00.4Z","feed":"k","dir":"in","json":{"ok":"A","id":7}}
{"at":"2026-11-26T04:00:00.5Z","feed":"k","dir":"in","op":2,"base64":"/wA="}
{"at":"2026-11-26T04:00:30Z","feed":"k","dir":"out","json":{"ping":1}}
{"at":"2026-11-26T04:00:30Z","feed":"k","dir":"in","text":"pong"}
{"at":"2026-11-26T04:00:31Z","feed":"k","state":"RETRY","code":1001,"reason":"bye","retry_in":"1s"}
{"at":"2026-11-26T04:00:32Z","feed":"k","state":"CONNECTING"}
{"at":"2026-11-26T04:00:33Z","feed":"k","state":"OPEN"}
{"at":"2026-11-26T04:00:34Z","feed":"k","dir":"in","json":{"hello":2}}
`

// files writes files, and returns their names in order.
func files(t *testing.T, texts ...string) (names []string) {
	t.Helper()
	folder := t.TempDir()
	for i, text := range texts {
		name := filepath.Join(folder, string(rune('a'+i))+".ndjson")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func open(file string) (har.Lines, error) { return har.OpenLines(file, nil) }

// start runs a server that plays as fast as it is read, unless the options say otherwise.
func start(t *testing.T, o playback.Options, texts ...string) *playback.Server {
	t.Helper()
	o.Files, o.Open = files(t, texts...), open
	if o.Log == nil {
		o.Log = func(err error) { t.Error(err) }
	}
	s, err := playback.Start("127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// peer is a client.
type peer struct {
	*testing.T
	ws *websocket.Conn
}

func dial(t *testing.T, address string) *peer {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"p"}, EnableCompression: true}
	ws, _, err := dialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(feedtest.Patience))
	return &peer{t, ws}
}

func (p *peer) sends(text string) {
	p.Helper()
	if err := p.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.Fatal(err)
	}
}

func (p *peer) gets(want string) {
	p.Helper()
	if _, got, err := p.ws.ReadMessage(); err != nil || string(got) != want {
		p.Fatalf("got %q, %v, want %q", got, err, want)
	}
}

func (p *peer) ends(code int) {
	p.Helper()
	if _, got, err := p.ws.ReadMessage(); !websocket.IsCloseError(err, code) {
		p.Fatalf("got %q, %v", got, err)
	}
}

func TestAClientThatSubscribesAsTheRecordedOneGetsWhatItGot(t *testing.T) {
	t.Parallel()
	said := make(chan string, 1)
	s := start(t, playback.Options{Log: func(err error) { said <- err.Error() }}, recorded)
	p := dial(t, s.URL()+"/any/path")
	if p.ws.Subprotocol() != "p" {
		t.Errorf("subprotocol %q", p.ws.Subprotocol())
	}
	p.gets(`{"hello":1}`)
	p.sends(`{"sub":["C"],"id":1}`)
	if got := <-said; !strings.Contains(got, `a client sends {"sub":["C"],"id":1}, and the recorded one had sent {"sub":["A","B"],"id":7}`) {
		t.Error(got)
	}
	p.sends(`{"id":2,"sub":["B","A"]}`)
	p.gets(`{"ok":"A","id":2}`)
	p.gets("\xff\x00")
	p.gets("pong") // a keepalive is not waited for
	p.ends(1001)
	dial(t, s.URL()).gets(`{"hello":2}`) // it goes on where it was
	p = dial(t, s.URL())                 // and another client begins
	p.gets(`{"hello":1}`)
}

func TestAnyClientGetsAll(t *testing.T) {
	t.Parallel()
	p := dial(t, start(t, playback.Options{Any: true}, recorded).URL())
	p.sends("what?")
	for _, want := range []string{`{"hello":1}`, `{"ok":"A","id":7}`, "\xff\x00", "pong"} {
		p.gets(want)
	}
	p.ends(1001)
}

func TestTheEndOfARecordingIsACloseFrame(t *testing.T) {
	t.Parallel()
	s := start(t, playback.Options{}, strings.Replace(recorded, `"state":"RETRY","code":1001,"reason":"bye","retry_in":"1s"`, `"state":"CLOSED"`, 1))
	p := dial(t, s.URL())
	p.gets(`{"hello":1}`)
	p.sends(`{"sub":["A","B"],"id":7}`)
	for _, want := range []string{`{"ok":"A","id":7}`, "\xff\x00", "pong"} {
		p.gets(want)
	}
	p.ends(1000) // the recorded client left
	p = dial(t, s.URL())
	p.gets(`{"hello":2}`)
	p.ends(1000) // nothing more was recorded
	dial(t, s.URL()).gets(`{"hello":1}`)
}

func TestItIsSaidWhenItWasSaid(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	p := dial(t, start(t, playback.Options{Any: true, Speed: 100}, recorded).URL())
	for _, want := range []string{`{"hello":1}`, `{"ok":"A","id":7}`, "\xff\x00", "pong"} {
		p.gets(want)
	}
	if took := time.Since(begin); took < 297*time.Millisecond {
		t.Errorf("29.7 seconds, a hundred times as fast, took %v", took)
	}
}

func TestEachFeedHasAPath(t *testing.T) {
	t.Parallel()
	other := strings.NewReplacer(`"feed":"k"`, `"feed":"x"`, "/v2", "/v3", `{"hello":`, `{"other":`)
	s := start(t, playback.Options{}, recorded, other.Replace(recorded))
	dial(t, s.URL()+"/k").gets(`{"hello":1}`)
	dial(t, s.URL()+"/x").gets(`{"other":1}`)
	dial(t, s.URL()+"/v3").gets(`{"other":1}`)
	response, err := http.Get(strings.Replace(s.URL(), "ws:", "http:", 1) + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Error(response.Status)
	}
}

func TestFilesOfAFeedFollowOneAnother(t *testing.T) {
	t.Parallel()
	p := dial(t, start(t, playback.Options{}, `{"at":"2026-11-26T04:00:00.3Z","feed":"k","dir":"in","json":1}`+"\n", `{"at":"2026-11-26T05:00:00Z","feed":"k","dir":"in","json":2}`+"\n").URL())
	p.gets("1")
	p.gets("2")
	p.ends(1000)
}

func TestPagesOfOtherMachinesGetNothing(t *testing.T) {
	t.Parallel()
	s := start(t, playback.Options{}, recorded)
	for origin, want := range map[string]bool{"http://localhost:3000": true, "http://127.0.0.1": true, "https://example.org": false} {
		ws, _, err := websocket.DefaultDialer.Dial(s.URL(), http.Header{"Origin": {origin}})
		if (err == nil) != want {
			t.Errorf("%s: %v", origin, err)
		}
		if err == nil {
			ws.Close()
		}
	}
}

func TestAServerNeedsARecording(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "the file is empty", "\n\n": "this is neither lines of JSON nor zstd", "{}": "has no lines"} {
		_, err := playback.Start("127.0.0.1:0", playback.Options{Files: files(t, text), Open: open})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	said := make(chan error, 1)
	s := start(t, playback.Options{Log: func(err error) { said <- err }}, strings.Join(strings.SplitAfter(recorded, "\n")[:3], ""))
	if _, response, err := websocket.DefaultDialer.Dial(s.URL(), nil); !errors.Is(err, websocket.ErrBadHandshake) || response.StatusCode != http.StatusInternalServerError {
		t.Error(err)
	}
	if err := <-said; err.Error() != "the recording has no connection" {
		t.Error(err)
	}
}
