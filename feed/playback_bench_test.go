package feed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

// replayedPreset is that of a large recording: messages of 150 bytes, as Kraken's are.
const replayedPreset = `presets:
  kraken:
    url: ws://127.0.0.1:1
    params: {symbols: [S0]}
    subscribe: {send: {sub: "${symbols}"}, ack: {ok: "${symbol}"}}
    events: [{match: {-2: "/^ohlc-/"}, each: 1, label: $.-1, time: 0, ohlc: {open: 2, high: 3, low: 4, close: 5, end: 1}}]
`

// record writes a recording of so many messages, so many a second, of so many symbols, with a checkpoint each minute, and returns
// its folder.
func record(tb testing.TB, messages, rate, symbols int) string {
	tb.Helper()
	folder := tb.TempDir()
	known := replay.New(bindReplayed(tb))
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Preset: replayedPreset[len("presets:\n"):]})
	at := epoch
	add := func(l recording.Line) {
		l.At, l.Feed = at.UnixNano(), "kraken"
		r.Add(&l)
		known.Play(&l)
	}
	add(recording.Line{State: &recording.State{State: event.Connecting.String()}})
	add(recording.Line{State: &recording.State{State: event.Open.String()}})
	var names []string
	for i := range symbols {
		names = append(names, fmt.Sprintf("S%d", i))
	}
	add(recording.Line{Frame: &recording.Frame{Sent: true, Payload: []byte(`{"sub":[]}`), Symbols: names}})
	for i := range messages {
		at = epoch.Add(time.Duration(i) * time.Second / time.Duration(rate))
		seconds := float64(at.UnixMilli()) / 1000
		if i%(60*rate) == 0 {
			r.Add(&recording.Line{At: at.UnixNano(), Feed: "kraken", Checkpoint: known.Session().Checkpoint()})
		}
		payload := fmt.Appendf(nil, `[42,["%.6f","%.6f","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",%d],"ohlc-5","S%d"]`, seconds, seconds+60, i, i%symbols)
		r.Frame(at.UnixNano(), false, payload)
		known.Play(&recording.Line{At: at.UnixNano(), Feed: "kraken", Frame: &recording.Frame{Payload: payload}})
		if known.Full() {
			known.Seal()
		}
		if i%rate == rate-1 { // as it is written when it is recorded
			r.Flush()
		}
	}
	if err := r.Close(); err != nil {
		tb.Fatal(err)
	}
	if s := r.Stats(); s.Dropped > 0 {
		tb.Fatalf("%d lines were dropped", s.Dropped)
	}
	return folder
}

// play returns a playback of the recordings in a folder.
func play(tb testing.TB, folder string) *feed.Playback {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"+recording.Ext))
	if err != nil {
		tb.Fatal(err)
	}
	streams, err := replay.Open(files, func(err error) { tb.Error(err) })
	if err != nil {
		tb.Fatal(err)
	}
	return feed.NewPlayback(tb.Context(), []feed.PlayedFeed{{Stream: streams[0], Preset: bindReplayed(tb)}}, func(err error) { tb.Error(err) })
}

func bindReplayed(tb testing.TB) *preset.Bound {
	tb.Helper()
	presets, err := preset.Parse("test.yaml", []byte(replayedPreset))
	if err != nil {
		tb.Fatal(err)
	}
	bound, err := presets[0].Bind(replay.Environment(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return bound
}

// BenchmarkSeek seeks to and fro in a recorded day of 100 messages a second on 1,000 subscriptions, with a window of five minutes,
// which are 30,000 messages.
func BenchmarkSeek(b *testing.B) {
	const rate, day = 100, 24 * 3600
	folder := record(b, day*rate, rate, 1000)
	p := play(b, folder)
	f := p.Feeds()[0]
	defer f.Close()
	p.Pause(true)
	f.Start()
	hours := []int{20, 3, 11, 23, 1, 15, 7}
	slowest, n := time.Duration(0), 0
	for b.Loop() {
		at := epoch.Add(time.Duration(hours[n%len(hours)])*time.Hour + time.Duration(n%50)*time.Minute)
		n++
		begun := time.Now()
		p.Seek(at)
		for !p.Now().Equal(at) || p.Status().Seeking {
			time.Sleep(time.Millisecond)
		}
		slowest = max(slowest, time.Since(begun))
		if _, labels := f.History().State(); labels.Len() < 1000 || labels.At(999).State != event.Live {
			b.Fatalf("%d labels", labels.Len())
		}
	}
	b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
}

// BenchmarkReplay plays a recording of 1,000 symbols as fast as it goes, with a watcher.
func BenchmarkReplay(b *testing.B) {
	const messages = 1_000_000
	folder := record(b, messages, 1000, 1000)
	size := int64(0)
	files, _ := os.ReadDir(folder)
	for _, f := range files {
		info, _ := f.Info()
		size += info.Size()
	}
	for b.Loop() {
		p := play(b, folder)
		p.SetSpeed(feed.MaxSpeed)
		f := p.Feeds()[0]
		w := f.Watch()
		f.Start()
		for !p.Status().Paused {
			if _, err := w.Next(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		if n := f.History().Totals().Counts.In; n != messages {
			b.Fatalf("%d messages", n)
		}
		f.Close()
	}
	b.ReportMetric(float64(messages)*float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64(size)/messages, "recorded-B/msg")
}
