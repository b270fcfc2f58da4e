package replay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

const talks = `presets:
  talks:
    url: wss://127.0.0.1:1
    params: {symbols: [X, Y]}
    headers: {Key: "${env:KEY}"}
    hello: [{send: {login: "${env:KEY}"}}, {wait: {welcome: true}}]
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {ok: "${id}"}, fail: {no: "${id}"}, reason: why}
    unsubscribe: {send: {unsub: "${symbol}", id: "${id}"}, ack: {gone: "${id}"}}
    keepalive: {every: 1s, ping: true}
    silence: 2s
    reconnect: {min: 1s, stop: [4000]}
    events: [{match: {id: "*"}, label: id, value: v}]
`

// script is a recording, second by second.
type script []recording.Line

func state(state event.State) recording.Line {
	return recording.Line{State: &recording.State{State: state.String()}}
}

func in(format string, args ...any) recording.Line {
	return recording.Line{Frame: &recording.Frame{Payload: fmt.Appendf(nil, format, args...)}}
}

func sent(id int64, symbols ...string) recording.Line {
	return recording.Line{Frame: &recording.Frame{Sent: true, Payload: []byte(`{"sent":true}`), Symbols: symbols, ID: id}}
}

// play returns what a replay knows after the lines.
func (s script) play(t *testing.T) (status event.Status, labels map[string]event.SubscriptionState) {
	t.Helper()
	r := replay.New(bind(t, talks, replay.Environment()))
	for i := range s {
		s[i].At, s[i].Feed = time.Unix(int64(1e9+i), 0).UnixNano(), "talks"
		r.Play(&s[i])
	}
	labels = make(map[string]event.SubscriptionState)
	if b := r.Seal(); b != nil {
		status = b.Status
		for _, l := range b.Labels.All() {
			labels[l.Name] = l.State
		}
	}
	return status, labels
}

func TestWhatWasSentIsTakenFromTheRecording(t *testing.T) {
	for _, test := range []struct {
		name string
		script
		x, y event.SubscriptionState
	}{
		{"by its ids", script{state(event.Connecting), state(event.Open), sent(41, "X"), sent(42, "Y"), in(`{"ok":41}`), in(`{"no":42}`)}, event.Subscribed, event.Rejected},
		{"several at once", script{state(event.Connecting), state(event.Open), sent(7, "X", "Y"), in(`{"ok":7}`)}, event.Subscribed, event.Subscribed},
		{"one of two", script{state(event.Connecting), state(event.Open), sent(7, "Y")}, event.Queued, event.Requested},
		{"given up", script{state(event.Connecting), state(event.Open), sent(1, "X"), sent(2, "Y"), in(`{"ok":1}`), in(`{"ok":2}`),
			{Intent: &recording.Intent{Unsub: []string{"X"}}}, sent(9, "X"), in(`{"gone":9}`)}, event.Off, event.Subscribed},
		{"before the recording began", script{state(event.Open), in(`{"ok":1}`), in(`{"id":"X","v":1}`)}, event.Live, event.Requested},
		{"without a state", script{in(`{"id":"X","v":1}`), in(`{"id":"Y","v":1}`)}, event.Live, event.Live},
		{"where lines are missing", script{state(event.Connecting), state(event.Open), {Dropped: 3}, in(`{"id":"X","v":1}`)}, event.Live, event.Requested},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, labels := test.play(t)
			if labels["X"] != test.x || labels["Y"] != test.y {
				t.Errorf("X is %v and Y %v, want %v and %v", labels["X"], labels["Y"], test.x, test.y)
			}
		})
	}
}

func TestSymbolsThatThePresetDoesNotNameAreTakenFromTheRecording(t *testing.T) {
	_, labels := script{state(event.Connecting), state(event.Open), sent(1, "Z"), in(`{"ok":1}`), {Intent: &recording.Intent{Sub: []string{"W"}}}, sent(2, "W")}.play(t)
	if labels["Z"] != event.Subscribed || labels["W"] != event.Requested {
		t.Errorf("%v", labels)
	}
}

func TestTheConnectionIsAsItWasRecorded(t *testing.T) {
	retry := state(event.Retry)
	retry.State.RetryIn, retry.State.Reason = 12*time.Second, "the network"
	stopped := state(event.Retry)
	stopped.State.Code = 4000
	quiet := in(`{"id":"X","v":1}`)
	for _, test := range []struct {
		name string
		script
		want event.State
	}{
		{"hello that waits for something else today", script{state(event.Connecting), state(event.Hello), in(`{"hi":1}`), state(event.Open)}, event.Open},
		{"silence and pings that are not judged", script{state(event.Connecting), state(event.Open), quiet, {At: 0, Control: "ping"}, quiet, quiet, quiet, quiet, quiet}, event.Open},
		{"lost", script{state(event.Connecting), state(event.Open), retry}, event.Retry},
		{"a close code that ends it today", script{state(event.Connecting), state(event.Open), stopped}, event.Retry},
		{"an attempt that waits", script{state(event.Connecting), state(event.Open), retry, retry, retry, retry}, event.Retry},
		{"connected again", script{state(event.Connecting), state(event.Open), retry, state(event.Connecting), state(event.Open)}, event.Open},
		{"failed", script{state(event.Connecting), state(event.Hello), state(event.Failed)}, event.Failed},
		{"closed by the operator", script{state(event.Connecting), state(event.Open), state(event.Closed)}, event.Closed},
		{"reconnected by the operator", script{state(event.Connecting), state(event.Open), state(event.Closed), state(event.Connecting)}, event.Connecting},
		{"opened without an attempt", script{state(event.Connecting), state(event.Open), retry, state(event.Open)}, event.Open},
		{"lost before the recording began", script{retry}, event.Retry},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, _ := test.play(t)
			if status.State != test.want {
				t.Errorf("the feed is %v, want %v", status.State, test.want)
			}
			if test.name == "lost" && (status.RetryAt.Sub(status.Since) != 12*time.Second || status.Reason != "the network") {
				t.Errorf("the next attempt is at %v: %+v", status.RetryAt, status)
			}
		})
	}
}

func TestAReplayReadsNoEnvironment(t *testing.T) {
	t.Setenv("KEY", "a-secret-key")
	p := bind(t, talks, replay.Environment())
	if p.Redact("a-secret-key") != "a-secret-key" {
		t.Error("the secret of the environment is known")
	}
}

func TestTheLogSaysWhereConnectionsWent(t *testing.T) {
	r := replay.New(bind(t, talks, replay.Environment()))
	for i, l := range []recording.Line{
		{State: &recording.State{State: event.Connecting.String(), URL: "wss://then.example/?key=•••"}},
		{State: &recording.State{State: event.Retry.String(), RetryIn: time.Second}},
		state(event.Connecting),
	} {
		l.At, l.Feed = time.Unix(int64(1e9+i), 0).UnixNano(), "talks"
		r.Play(&l)
	}
	var dials []string
	for _, c := range r.Seal().Chunks {
		for i := range c.Entries {
			if text := string(c.Payload(&c.Entries[i])); strings.HasPrefix(text, "connecting to ") {
				dials = append(dials, text)
			}
		}
	}
	const want = "connecting to wss://then.example/?key=•••"
	if !slices.Equal(dials, []string{want, want}) {
		t.Errorf("%q, want %q twice", dials, want)
	}
}
