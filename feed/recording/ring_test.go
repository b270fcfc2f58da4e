package recording_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"sockeye/feed/recording"
)

// keep has a ring keep lines, all of them, and returns where they are kept.
func keep(t *testing.T, ring *recording.Ring, feed string, lines ...*recording.Line) *recording.Recent {
	t.Helper()
	r := ring.Keep(recording.Options{Feed: feed, Preset: "url: ws://h\n"})
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	add(r, lines...)
	return r
}

func add(r *recording.Recent, lines ...*recording.Line) {
	for _, l := range lines {
		if f := l.Frame; f != nil && !f.Sent {
			r.Frame(l.At, f.Binary, f.Payload)
		} else {
			r.Add(l)
		}
	}
}

// payloads returns what is recorded in a folder, with states.
func payloads(t *testing.T, folder string) (all []string) {
	t.Helper()
	for _, name := range files(t, folder) {
		r, err := recording.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for line, err := r.Next(); err == nil; line, err = r.Next() {
			switch {
			case line.Frame != nil && line.Frame.Sent:
				all = append(all, "> "+string(line.Frame.Payload))
			case line.Frame != nil:
				all = append(all, fmt.Sprintf("%s %v", line.Frame.Payload, line.Frame.Binary))
			case line.State != nil:
				all = append(all, line.State.State)
			case line.Dropped > 0:
				all = append(all, fmt.Sprintf("dropped %d", line.Dropped))
			}
		}
		r.Close()
	}
	return all
}

func state(seconds float64, text string) *recording.Line {
	l := frame(seconds, "")
	l.Frame, l.State = nil, &recording.State{State: text}
	return l
}

func sent(seconds float64, payload string) *recording.Line {
	l := frame(seconds, payload)
	l.Frame.Sent = true
	return l
}

// TestWhatWasBeforeIsRecordedFromMemory keeps messages in two runs, and records the newer one first.
func TestWhatWasBeforeIsRecordedFromMemory(t *testing.T) {
	t.Parallel()
	folder := recording.Folder{Path: t.TempDir()}
	r := keep(t, recording.NewRing(1<<20), "kraken", state(0, "OPEN"), sent(1, `"hello"`), frame(2, `{"n":1}`))
	r.Flush()
	binary := frame(10, "\xff")
	binary.Frame.Binary = true
	add(r, binary, frame(11, `{"n":2}`))
	e, err := r.Record(folder, start.Add(9*time.Second))
	if err != nil || e.Lines != 2 || e.From.Sub(start) != 10*time.Second || e.To.Sub(start) != 11*time.Second || e.Missing != 0 || !strings.HasSuffix(e.File, recording.Ext) {
		t.Errorf("%+v, %v", e, err)
	}
	if got, want := payloads(t, folder.Path), []string{"OPEN", "\xff true", `{"n":2} false`}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := r.Record(folder, start); !errors.Is(err, recording.ErrRecorded) {
		t.Errorf("once more: %v", err)
	}
	add(r, frame(12, `{"n":3}`), frame(13, `{"n":4}`))
	if e, err := r.Record(folder, start, recording.Span{From: start.Add(13 * time.Second)}); err != nil || e.Lines != 1 {
		t.Errorf("before another recorder begins: %+v, %v", e, err)
	}
	if got, want := payloads(t, folder.Path), []string{"OPEN", "\xff true", `{"n":2} false`, "OPEN", `{"n":3} false`}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestWhatIsRecordedAlreadyIsNotRecordedAgain: a state that changed meanwhile is said behind it.
func TestWhatIsRecordedAlreadyIsNotRecordedAgain(t *testing.T) {
	t.Parallel()
	folder := recording.Folder{Path: t.TempDir()}
	r := keep(t, recording.NewRing(1<<20), "kraken", state(0, "OPEN"), frame(1, `1`), frame(2, `2`), state(2.5, "STALE"))
	r.Flush()
	add(r, frame(3, `3`), frame(4, `4`))
	recorded := recording.Span{From: start.Add(2 * time.Second), To: start.Add(4 * time.Second)}
	if e, err := r.Record(folder, start, recorded); err != nil || e.Lines != 3 {
		t.Errorf("%+v, %v", e, err)
	}
	if got, want := payloads(t, folder.Path), []string{"OPEN", "1 false", "STALE", "4 false"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTheFeedWithMostLosesItsOldest has a fast feed and a slow one share little memory.
func TestTheFeedWithMostLosesItsOldest(t *testing.T) {
	t.Parallel()
	const memory = 32 << 10
	ring := recording.NewRing(memory)
	slow := keep(t, ring, "slow", frame(0, `"slow"`))
	slow.Flush()
	fast := keep(t, ring, "fast")
	for i := range 20 {
		add(fast, frame(float64(i), random(i)))
		fast.Flush()
		if ring.Bytes() > memory {
			t.Fatalf("the ring has %d bytes", ring.Bytes())
		}
	}
	folder := recording.Folder{Path: t.TempDir()}
	if e, err := slow.Record(folder, start); err != nil || e.Lines != 1 {
		t.Errorf("of the slow feed %+v, %v", e, err)
	}
	if e, err := fast.Record(folder, start); err != nil || e.Lines < 5 || e.Lines == 20 || e.To.Sub(start) != 19*time.Second {
		t.Errorf("of the fast feed %+v, %v", e, err)
	}
}

// TestAFloodIsKeptInParts adds more than the ring takes, and says how much is missing.
func TestAFloodIsKeptInParts(t *testing.T) {
	t.Parallel()
	const messages = 10_000
	r := keep(t, recording.NewRing(16<<20), "kraken")
	payload := random(0)
	for i := range messages {
		add(r, frame(float64(i)/messages, payload))
	}
	add(r, frame(1, strings.Repeat("x", 2<<20))) // larger than any that is kept
	r.Flush()
	add(r, frame(2, `"last"`))
	folder := recording.Folder{Path: t.TempDir()}
	e, err := r.Record(folder, start)
	if err != nil || e.Missing == 0 || e.Lines == 0 || e.Lines+e.Missing != messages+2 {
		t.Errorf("%+v, %v", e, err)
	}
}

// BenchmarkKeep keeps messages as fast as it goes, which is more than a ring takes: it is what a flood pays for it.
func BenchmarkKeep(b *testing.B) {
	r := recording.NewRing(16 << 20).Keep(recording.Options{Feed: "kraken"})
	defer r.Close()
	payload := []byte(kraken)
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		r.Frame(0, false, payload)
	}
	b.ReportMetric(float64(r.Stats().Dropped)/float64(b.N), "dropped/op")
}
