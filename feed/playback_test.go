package feed_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/history"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

// recordedPreset is that of the recordings of these tests.
const recordedPreset = `presets:
  ticks:
    url: ws://127.0.0.1:1
    params: {symbols: [X]}
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
    seq: {at: seq, step: 1}
    events: [{match: {id: "*"}, label: id, value: v}]
`

// epoch is when the recordings begin.
var epoch = time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)

// tape writes recordings. Times are seconds since epoch.
type tape struct {
	text   []byte
	writer recording.Writer
}

func (r *tape) line(at float64, l recording.Line) {
	l.At, l.Feed = epoch.Add(time.Duration(at*float64(time.Second))).UnixNano(), "ticks"
	r.text = r.writer.Append(r.text, &l)
}

func (r *tape) state(at float64, state event.State) {
	r.line(at, recording.Line{State: &recording.State{State: state.String()}})
}

func (r *tape) in(at float64, format string, args ...any) {
	r.line(at, recording.Line{Frame: &recording.Frame{Payload: fmt.Appendf(nil, format, args...)}})
}

// minutes records a feed that has a message each second, of which the number is missing that is `without`.
func (r *tape) minutes(n, without int) {
	r.state(0, event.Connecting)
	r.state(0.1, event.Open)
	r.line(0.15, recording.Line{Frame: &recording.Frame{Sent: true, Payload: []byte(`{"sub":"X"}`), Symbols: []string{"X"}}})
	r.in(0.2, `{"ok":"X"}`)
	for i := 1; i <= 60*n; i++ {
		if i != without {
			r.in(float64(i), `{"id":"X","v":%d,"seq":%d}`, i, i)
		}
	}
}

// playback returns a playback of what was recorded, which has not been started.
func (r *tape) playback(t *testing.T) *feed.Playback {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ticks.ndjson")
	if err := os.WriteFile(file, r.text, 0o600); err != nil {
		t.Fatal(err)
	}
	streams, err := replay.Open([]string{file}, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	presets, err := preset.Parse("test.yaml", []byte(recordedPreset))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(replay.Environment(), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := feed.NewPlayback(t.Context(), []feed.PlayedFeed{{Stream: streams[0], Preset: bound}}, func(err error) { t.Error(err) })
	t.Cleanup(p.Feeds()[0].Close)
	return p
}

// await waits until something holds, each time that the feed has news or time has passed.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(feedtest.Patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// value returns the last value of X.
func value(f *feed.Feed) float64 {
	if r := f.History().Row(nil, 0); len(r.Values) > 0 {
		return r.Values[0].Last
	}
	return 0
}

func TestAPlaybackPlaysToTheEndAndPauses(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(10, 0)
	p := r.playback(t)
	f := p.Feeds()[0]
	p.SetSpeed(feed.MaxSpeed)
	f.Start()
	await(t, "the end", func() bool { s := p.Status(); return s.Paused && s.At.Equal(s.End) })
	if got := f.History().Totals().Counts; got.Events != 600 || got.Dropped != 0 || value(f) != 600 {
		t.Errorf("%+v, and the last value is %v", got, value(f))
	}
}

func TestASeekShowsWhatWasThen(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(30, 0)
	p := r.playback(t)
	f := p.Feeds()[0]
	p.Pause(true)
	p.SetWindow(time.Minute)
	f.Start()
	for _, second := range []float64{1500, 100, 1000, 1010, 990} {
		at := epoch.Add(time.Duration(second * float64(time.Second)))
		p.Seek(at)
		await(t, "the time", func() bool { return p.Now().Equal(at) && value(f) == second })
		if status, labels := f.History().State(); status.State != event.Open || labels.At(0).State != event.Live {
			t.Errorf("at %v the feed is %v, and X %v", second, status.State, labels.At(0).State)
		}
		if value(f) != second {
			t.Errorf("at %v the value is %v", second, value(f))
		}
	}
}

func TestSkippingPausesBehindTheNextGap(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(10, 400)
	p := r.playback(t)
	f := p.Feeds()[0]
	p.Pause(true)
	f.Start()
	p.Next()
	await(t, "a pause", func() bool { s := p.Status(); return s.Paused && !s.At.Equal(s.Begin) })
	if at := p.Now().Sub(epoch).Seconds(); at < 400 || at > 402 {
		t.Errorf("it pauses at %v", at)
	}
	if got := f.History().Totals().Counts.Gaps; got != 1 {
		t.Errorf("%d gaps", got)
	}
	p.Next()
	await(t, "the end", func() bool { s := p.Status(); return s.Paused && s.At.Equal(s.End) })
}

// TestSkippingDoesNotPauseForAGapThatASeekHasPassed has it just before the time that is sought.
func TestSkippingDoesNotPauseForAGapThatASeekHasPassed(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(10, 400)
	p := r.playback(t)
	p.Pause(true)
	p.Feeds()[0].Start()
	for _, behind := range []time.Duration{401500 * time.Millisecond, 402 * time.Second} {
		at := epoch.Add(behind)
		p.Seek(at)
		await(t, "the time", func() bool { return p.Now().Equal(at) && !p.Status().Seeking })
		p.Next()
		await(t, "a pause", func() bool { s := p.Status(); return s.Paused && !s.At.Equal(at) })
		if s := p.Status(); !s.At.Equal(s.End) {
			t.Errorf("from %v on it pauses at %v", behind, s.At.Sub(epoch))
		}
	}
}

func TestTimeGoesOnAtTheSpeedThatIsAskedFor(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(10, 0)
	p := r.playback(t)
	p.SetSpeed(1000)
	begun := time.Now()
	p.Feeds()[0].Start()
	await(t, "a minute", func() bool { return p.Now().Sub(epoch) > time.Minute })
	if took := time.Since(begun); took < 60*time.Millisecond {
		t.Errorf("a minute took %v at a speed of 1000", took)
	}
	p.Pause(true)
	await(t, "time that stands still", func() bool {
		is := p.Now()
		time.Sleep(100 * time.Millisecond)
		return p.Now().Equal(is)
	})
}

func TestAReplaySendsNothing(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(1, 0)
	f := r.playback(t).Feeds()[0]
	f.Start()
	for what, answer := range map[string]<-chan error{
		"subscribe": f.Subscribe("Y"), "unsubscribe": f.Unsubscribe("X"), "send": f.Send("{}"), "resend": f.Resend(false),
	} {
		if err := <-answer; !errors.Is(err, feed.ErrReplay) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestALongTimeWithoutLinesIsPassedOver(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(1, 0)
	r.in(10*3600, `{"id":"X","v":7,"seq":61}`)
	p := r.playback(t)
	f := p.Feeds()[0]
	p.SetSpeed(100)
	f.Start()
	await(t, "the end", func() bool { s := p.Status(); return s.Paused && s.At.Equal(s.End) && value(f) == 7 })
	first, end := f.History().Range()
	var notes []string
	for n := first; n < end; n++ {
		if e, _ := f.History().Entry(n); e.Kind == event.Notice {
			notes = append(notes, string(e.Text))
		}
	}
	if !slices.ContainsFunc(notes, func(s string) bool { return strings.Contains(s, "nothing was recorded for 9h58m") }) {
		t.Errorf("the log says %q", notes)
	}
}

func TestWatchersOfAReplayBeginAnewWithASeek(t *testing.T) {
	t.Parallel()
	var r tape
	r.minutes(30, 0)
	p := r.playback(t)
	f := p.Feeds()[0]
	if err := <-f.Plot("v", "", "again"); err != nil {
		t.Fatal(err)
	}
	w := f.Watch()
	p.SetSpeed(feed.MaxSpeed)
	f.Start()
	await(t, "the end", func() bool { return p.Status().Paused })
	before := f.History()
	p.Seek(epoch.Add(10 * time.Minute))
	ctx, cancel := context.WithTimeout(t.Context(), feedtest.Patience)
	defer cancel()
	for !w.Restarted() {
		if _, err := w.Next(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if f.History() == before {
		t.Error("the history is that of before")
	}
	if got := f.Fields(); !slices.Contains(got, "again") {
		t.Errorf("the plot is gone: %q", got)
	}
}

// recordedFeed is a feed that numbers its messages, on a server of feedtest.
const recordedFeed = `presets:
  ticks:
    url: %s
    params: {symbols: [X, Y]}
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {ok: "${id}"}, fail: {no: "${id}"}, reason: why}
    reconnect: {min: 10ms}
    seq: {at: seq, step: 1}
    events: [{match: {id: "*"}, label: id, value: v}]
`

// TestAPlaybackKeepsWhatTheLiveFeedKept records a feed with a rejection, a gap and an outage, from its beginning and once more from
// the middle on, and compares what is kept of it live and of both replays.
func TestAPlaybackKeepsWhatTheLiveFeedKept(t *testing.T) {
	t.Parallel()
	middle := make(chan struct{})
	first := feedtest.Conversation{
		feedtest.Expect(`{"sub":"X","id":1}`), feedtest.Expect(`{"sub":"Y","id":2}`),
		feedtest.Send(`{"no":2,"why":"unknown","seq":1}`), feedtest.Send(`{"ok":1,"seq":2}`), feedtest.Send(`{"id":"X","v":1,"seq":3}`),
		feedtest.Do(func() { <-middle }),
		feedtest.Send(`{"id":"X","v":2,"seq":4}`), feedtest.Send(`{"id":"X","v":3,"seq":9}`), feedtest.Send(`{"id":"X","v":4,"seq":10}`), feedtest.Close(1001, "going away"),
	}
	second := feedtest.Conversation{
		feedtest.Expect(`{"sub":"X","id":1}`), feedtest.Send(`{"ok":1,"seq":1}`),
		feedtest.Send(`{"id":"X","v":5,"seq":2}`), feedtest.Send(`{"id":"X","v":6,"seq":3}`), feedtest.Silence(nil),
	}
	config := fmt.Sprintf(recordedFeed, feedtest.New(t, first, second).URL())
	bind := func(env preset.Env) *preset.Bound {
		presets, err := preset.Parse("test.yaml", []byte(config))
		if err != nil {
			t.Fatal(err)
		}
		bound, err := presets[0].Bind(env, nil)
		if err != nil {
			t.Fatal(err)
		}
		return bound
	}
	p := bind(preset.Env{})
	f := feed.New(t.Context(), p, func(err error) { t.Error(err) })
	defer f.Close()
	recorder := func() (folder string, stop func()) {
		folder = t.TempDir()
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: p.Name, Preset: p.RecordedYAML()})
		f.AddSink(r)
		f.Rhythms() // what is asked for is done in its order: it has joined
		return folder, func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	whole, stopWhole := recorder()
	f.Start()
	events := func(f *feed.Feed) func() bool {
		w := f.Watch()
		return func() bool {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			_, _ = w.Next(ctx)
			return value(f) == 6
		}
	}
	await(t, "the first value", func() bool { events(f)(); return value(f) == 1 })
	part, stopPart := recorder()
	close(middle)
	await(t, "the last value", events(f))
	stopWhole()
	stopPart()
	live := kept(f)

	for name, folder := range map[string]string{"whole": whole, "part": part} {
		files, _ := filepath.Glob(filepath.Join(folder, "*"+recording.Ext))
		streams, err := replay.Open(files, func(err error) { t.Error(err) })
		if err != nil {
			t.Fatal(err)
		}
		played := feed.NewPlayback(t.Context(), []feed.PlayedFeed{{Stream: streams[0], Preset: bind(replay.Environment())}}, func(err error) { t.Error(err) })
		played.SetSpeed(feed.MaxSpeed)
		again := played.Feeds()[0]
		defer again.Close()
		again.Start()
		await(t, "the end", func() bool { return played.Status().Paused })
		got := kept(again)
		if name == "part" {
			live = live[slices.IndexFunc(live, func(s string) bool { return strings.Contains(s, `"v":2`) }):]
		}
		if begin := slices.Index(got, live[0]); begin < 0 || !slices.Equal(got[begin:], live) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(live, "\n"))
		}
		_, labels := again.History().State()
		if labels.At(0).State != event.Live || labels.At(1).State != event.Rejected || labels.At(1).Reason != "unknown" {
			t.Errorf("%s: %+v", name, labels)
		}
	}
}

// kept are the events and gaps in the log of a feed, and how often it was connected and lost.
func kept(f *feed.Feed) (lines []string) {
	first, end := f.History().Range()
	for n := first; n < end; n++ {
		e, _ := f.History().Entry(n)
		switch e.Kind {
		case event.Matched, event.Gap:
			lines = append(lines, fmt.Sprintf("%d %d %s", e.At, e.Label, e.Text))
		}
	}
	spans := 0
	f.History().View(nil, func(v history.View) {
		all, _ := v.Outages()
		spans = len(all)
	})
	return append(lines, fmt.Sprintf("%d gaps and outages", spans))
}
