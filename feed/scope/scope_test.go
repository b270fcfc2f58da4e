package scope_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

func bind(t *testing.T) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  x:
    url: ws://127.0.0.1:1
    params: {symbols: [A, B], depth: 5, token: "${secret:TOKEN}"}
    hello: [{wait: {type: hi}, save: {session: id}}]
    subscribe: {item: {s: "${symbol}"}, send: {sub: "${items}", id: "${id}", of: "${session}", at: "${now.s}", depth: "${depth}", token: "${token}"}, save: {chan: c}, ack: {on: "${symbol}"}}
    unsubscribe: {send: {un: "${chan}", id: "${sub.id}"}}
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(string) (string, bool) { return "hunter2-token", true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

func TestSentMessageHasTheNamesOfItsRequestAndOfItsConnection(t *testing.T) {
	p := bind(t)
	scopes := scope.New(p)
	scopes.Save(map[string]lang.Value{"session": lang.NumberValue(7)})
	c := &scope.Scope{Symbols: []string{"A", "B"}}
	scopes.Send(c, time.Unix(1772366400, 0), 3)
	for _, test := range []struct {
		scope *scope.Scope
		token string
	}{{c, "hunter2-token"}, {scopes.Redacted(c), "•••"}} {
		frame, err := p.Subscribe.Send.AppendFrame(nil, test.scope)
		if want := `{"sub":[{"s":"A"},{"s":"B"}],"id":3,"of":7,"at":1772366400,"depth":5,"token":"` + test.token + `"}`; err != nil || string(frame) != want {
			t.Errorf("%s (%v), want %s", frame, err, want)
		}
	}
	scopes.Save(nil)
	if _, known := scopes.Base.Lookup("session"); known {
		t.Error("what hello has saved is known beyond its connection")
	}
}

func TestSubscriptionHasItsOwnNames(t *testing.T) {
	p := bind(t)
	own := map[string]lang.Value{"chan": lang.TextValue("c9")}
	frame, err := p.Unsubscribe.Send.AppendFrame(nil, scope.New(p).Of("A", 8, 5, own))
	if want := `{"un":"c9","id":5}`; err != nil || string(frame) != want {
		t.Errorf("%s (%v), want %s", frame, err, want)
	}
}

func TestValueThatIsTooLongIsNotSavedAndThatIsNotedOnce(t *testing.T) {
	p := bind(t)
	var log event.Builder
	reader := message.NewReader(p)
	saver := scope.NewSaver(reader, &log)
	for _, id := range []string{strings.Repeat("x", 5), strings.Repeat("x", 6), strings.Repeat("x", 7)} {
		reader.Document().Read([]byte(`{"id":"` + id + `"}`))
		saved := saver.Save(time.Unix(1772366400, 0), p.Hello[0].Save, nil, 5)
		if _, is := saved["session"]; is != (len(id) == 5) {
			t.Errorf("%d bytes: saved is %v", len(id), is)
		}
	}
	if chunks := log.Current().Chunks; len(chunks) != 1 || len(chunks[0].Entries) != 1 {
		t.Error("not noted once")
	}
}
