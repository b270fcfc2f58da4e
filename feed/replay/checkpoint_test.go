package replay_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

const courses = `presets:
  courses:
    url: wss://127.0.0.1:1
    params: {symbols: [X, Y, Z]}
    hello: [{send: {hi: 1}}, {wait: {welcome: "*"}, save: {token: welcome}}, {wait: {go: true}}]
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {ok: "${id}"}, fail: {no: "${id}"}, ended: {end: "${symbol}"}, reason: why, save: {chan: chan}}
    unsubscribe: {send: {unsub: "${symbol}", id: "${id}"}, ack: {gone: "${id}"}}
    answer: 5s
    stale: 20s
    reconnect: {min: 1s}
    seq: {at: seq, step: 1%s}
    events: [{match: {chan: "*", v: "*"}, sub: {chan: "${chan}"}, value: v}, {match: {id: "*"}, label: id, value: v, unit: u}]
`

// course is a long recording, of which a replay has to go on anywhere.
func course() script {
	s := script{
		state(event.Connecting), state(event.Hello), in(`{"welcome":"t0k3n-of-the-server"}`), in(`{"go":true}`), state(event.Open),
		sent(1, "X"), sent(2, "Y"), in(`{"ok":1,"chan":7,"seq":1}`), in(`{"no":2,"why":"unknown","seq":2}`), sent(3, "Z"), in(`{"ok":3,"chan":9,"seq":3}`),
	}
	seq := 3
	data := func(chan_, n int) {
		for i := range n {
			seq++
			s = append(s, in(`{"chan":%d,"v":%d,"seq":%d}`, chan_, i, seq))
		}
	}
	data(7, 12)
	data(9, 4)
	seq += 5 // lost
	data(7, 3)
	s = append(s, in(`{"id":"extra","v":1,"u":"kg","seq":%d}`, seq-5), in(`{"chan":7,"v":1,"seq":%d}`, seq-6))
	s = append(s, recording.Line{Intent: &recording.Intent{Unsub: []string{"X"}}}, sent(4, "X"))
	data(9, 2)
	s = append(s, in(`{"gone":4}`), recording.Line{Intent: &recording.Intent{Sub: []string{"W"}}}, sent(5, "W"))
	data(9, 8) // without an answer for W
	for range 3 {
		s = append(s, recording.Line{Control: "ping"})
	}
	s = append(s, in(`{"ok":5,"chan":11,"seq":%d}`, seq+1), in(`{"end":"Z","why":"delisted"}`))
	seq++
	data(11, 25)
	retry := state(event.Retry)
	retry.State.RetryIn, retry.State.Reason = 3*time.Second, "broken"
	s = append(s, retry, state(event.Connecting), state(event.Hello), in(`{"welcome":"another"}`), in(`{"go":true}`), state(event.Open),
		sent(1, "W"), sent(2, "Z"), in(`{"ok":1,"chan":1,"seq":1}`), in(`{"ok":2,"chan":2,"seq":2}`))
	seq = 2
	data(1, 5)
	seq++
	data(2, 5)
	return s
}

// end is what is known at the end of a course, and what came after a line.
type end struct {
	status event.Status
	labels event.Labels
	events []string
	counts event.Counts
}

func follow(t *testing.T, r *replay.Replay, lines script) (e end) {
	t.Helper()
	if b := r.Seal(); b != nil { // of before
		e.status, e.labels = b.Status, b.Labels
	}
	for i := range lines {
		r.Play(&lines[i])
		if b := r.Seal(); b != nil {
			e.status = b.Status
			if b.Labels.Len() > 0 {
				e.labels = b.Labels
			}
			e.counts.Add(b.Counts)
			for _, c := range b.Chunks {
				for i := range c.Entries {
					if k := c.Entries[i].Kind; k != event.Unmatched {
						e.events = append(e.events, fmt.Sprintf("%d %v %d %s", c.Entries[i].At, k, c.Entries[i].Label, c.Payload(&c.Entries[i])))
					}
				}
			}
		}
	}
	return e
}

// TestAReplayGoesOnFromAnyCheckpoint compares a replay from the beginning with one from a checkpoint before each line.
func TestAReplayGoesOnFromAnyCheckpoint(t *testing.T) {
	for _, per := range []string{"", ", per: label"} {
		p := bind(t, fmt.Sprintf(courses, per), replay.Environment())
		lines := course()
		for i := range lines {
			lines[i].At, lines[i].Feed = time.Unix(int64(1e9+i), 0).UnixNano(), "courses"
		}
		for cut := 1; cut < len(lines); cut++ {
			whole := replay.New(p)
			for i := range cut {
				whole.Play(&lines[i])
			}
			checkpoint := recording.Line{At: lines[cut-1].At, Feed: "courses", Checkpoint: whole.Session().Checkpoint()}
			_ = follow(t, whole, nil)
			want := follow(t, whole, lines[cut:])

			part := replay.After(whole)
			part.Play(&checkpoint)
			got := follow(t, part, lines[cut:])
			if !slices.Equal(got.events, want.events) || got.counts != want.counts {
				t.Fatalf("after line %d%s:\n%s\n%q\nwant\n%q\n%+v\nwant %+v", cut, per, checkpoint.Checkpoint, got.events, want.events, got.counts, want.counts)
			}
			if got.status.State != want.status.State || !got.status.Since.Equal(want.status.Since) || !got.status.LastData.Equal(want.status.LastData) || got.status.Reconnects != want.status.Reconnects {
				t.Fatalf("after line %d%s the status is\n%+v, want\n%+v", cut, per, got.status, want.status)
			}
			for n, l := range want.labels.All() {
				if g := got.labels.At(n); g.Name != l.Name || g.State != l.State || g.Reason != l.Reason || g.Unit != l.Unit || g.Symbol != l.Symbol || !g.Since.Equal(l.Since) {
					t.Fatalf("after line %d%s label %d is\n%+v, want\n%+v", cut, per, n, g, l)
				}
			}
		}
	}
}

func TestACheckpointHasNoSecrets(t *testing.T) {
	t.Parallel()
	p := bind(t, `presets:
  s:
    url: wss://127.0.0.1:1
    params: {symbols: ["a-${secret:KEY}"]}
    hello: [{wait: {welcome: "*"}, save: {token: welcome}}]
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: true}}
`, preset.Env{LookupEnv: func(string) (string, bool) { return "s3cr3t-k3y", true }})
	r := replay.New(p)
	for i, l := range (script{state(event.Connecting), state(event.Hello), in(`{"welcome":"x s3cr3t-k3y"}`), state(event.Open), sent(0, "a-s3cr3t-k3y")}) {
		l.At = int64(1e18) + int64(i)
		r.Play(&l)
	}
	if text := string(r.Session().Checkpoint()); p.Redact(text) != text {
		t.Errorf("%s", text)
	}
}
