package headless_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sockeye/feed"
	"sockeye/feed/demo"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

const demoFeed = `presets:
  demo:
    url: %s/?rate=500&fault=garbage
    params: {symbols: [XBT/USD, ETH/USD]}
    subscribe:
      send: {event: subscribe, pair: "${symbols}", subscription: {name: trade}}
      ack:  {event: subscriptionStatus, status: subscribed, pair: "${symbol}"}
    heartbeat: [{event: heartbeat}]
    alerts: ["* > 1 once"]
    events: [{match: {-2: trade}, each: 1, label: $.-1, time: 2, values: {price: 0, volume: 1}}]
`

// eventLines returns the lines of a text that are about events.
func eventLines(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if strings.Contains(line, `"values"`) {
			lines = append(lines, line)
		}
	}
	return lines
}

// recorded records the demo exchange while it is tailed, and returns the folder and what the tail has written.
func recorded(t *testing.T, count int) (folder, live string) {
	t.Helper()
	exchange, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	bound := boundOf(t, fmt.Appendf(nil, demoFeed, exchange.URL()), preset.Env{})
	folder = t.TempDir()
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	stop := headless.Record(f, recording.Folder{Path: folder}, nil)
	var out bytes.Buffer
	if result, err := (&headless.Tail{Count: count}).Run(context.Background(), &out, f); result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	f.Close()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	return folder, out.String()
}

// bindText binds the preset of a recording.
func bindText(_, text string) (*preset.Bound, error) {
	presets, err := preset.Parse("recording", []byte("presets:\n"+text))
	if err != nil {
		return nil, err
	}
	return presets[0].Bind(replay.Environment(), nil)
}

// play plays files, which are not damaged.
func play(t *testing.T, tail headless.Tail, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	result, err := tail.Play(context.Background(), &out, files, bindText, func(err error) { t.Error(err) })
	if result != headless.Done || err != nil {
		t.Errorf("%v, %v", result, err)
	}
	return out.String()
}

func TestARecordingSaysWhatTheFeedSaid(t *testing.T) {
	t.Parallel()
	folder, live := recorded(t, 500)
	files, err := headless.Recordings([]string{folder})
	if err != nil || len(files) > 2 { // the second of an hour that has just begun
		t.Fatalf("%v, %v", files, err)
	}
	replayed := play(t, headless.Tail{}, files...)
	before, after := eventLines(live), eventLines(replayed)
	if len(before) < 500 || len(after) < len(before) || !slices.Equal(before, after[:len(before)]) {
		t.Errorf("%d events live, %d of the recording, or others", len(before), len(after))
	}
	for _, want := range []string{`"state":"OPEN"`, `"subscription":"live"`, `"alert":"* > 1 once"`} {
		if !strings.Contains(replayed, want) {
			t.Errorf("%s is missing in\n%.2000s", want, replayed)
		}
	}
	if got := eventLines(play(t, headless.Tail{Count: 10, Label: "ETH*"}, files...)); len(got) != 10 || !strings.Contains(got[9], `"ETH/USD"`) {
		t.Errorf("%q", got)
	}
	const first = `"alert":"* > 1 once"`
	got := play(t, headless.Tail{Until: "* > 1 once"}, files...)
	if before, alert, found := strings.Cut(got, first); !found || strings.Count(alert, "\n") != 1 || !strings.HasPrefix(replayed, before+first) {
		t.Errorf("until an alert, %d bytes of %d:\n%.2000s", len(got), len(replayed), got)
	}
	if result, err := (&headless.Tail{Until: "* > 2"}).Play(t.Context(), io.Discard, files, bindText, nil); result != headless.Nothing || err == nil {
		t.Errorf("until an alert that is not raised: %v, %v", result, err)
	}
	raw := play(t, headless.Tail{Raw: true}, files...)
	copied := filepath.Join(t.TempDir(), "copy.ndjson")
	if err := os.WriteFile(copied, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := play(t, headless.Tail{}, copied); got != replayed {
		t.Error("a copy by --raw says something else")
	}
}

// TestATimeThatGoesBackIsSaid once for the lines in a row, of which each is an event all the same.
func TestATimeThatGoesBackIsSaid(t *testing.T) {
	t.Parallel()
	text := `{"v":1,"at":"2026-11-26T03:00:00Z","feed":"x","preset":"  x:\n    url: ws://h\n    events: [{match: {id: \"*\"}, label: id, value: v}]\n"}` + "\n"
	for _, second := range []int{0, 30, 10, 11, 40} {
		text += fmt.Sprintf(`{"at":"2026-11-26T03:00:%02dZ","feed":"x","dir":"in","json":{"id":"A","v":%d}}`+"\n", second, second)
	}
	name := filepath.Join(t.TempDir(), "x.ndjson")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var damages []string
	result, err := new(headless.Tail).Play(t.Context(), &out, []string{name}, bindText, func(err error) { damages = append(damages, err.Error()) })
	if result != headless.Done || err != nil || len(eventLines(out.String())) != 5 {
		t.Errorf("%v, %v\n%s", result, err, out.String())
	}
	if len(damages) != 1 || !strings.Contains(damages[0], "x.ndjson: at byte ") || !strings.Contains(damages[0], ", line 4: the time goes back by 20s") {
		t.Errorf("%q", damages)
	}
}

func TestAFolderWithoutRecordingsIsAnError(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(folder, "gone")} {
		if _, err := headless.Recordings([]string{path}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%v", err)
		}
	}
}

// TestRecordingsOfAFolderAreInTheOrderInWhichTheyWereBegun, archives of browsers among them.
func TestRecordingsOfAFolderAreInTheOrderInWhichTheyWereBegun(t *testing.T) {
	folder := t.TempDir()
	want := []string{"a-20261126T08.ndjson.zst", "a-20261126T08-2.ndjson.zst", "a-20261126T08-10.ndjson.zst", "a-20261126T09.ndjson.zst", "b.ndjson", "page.har"}
	for _, name := range append([]string{".a-20261126T08.ndjson.zst.lock", "notes.txt"}, want...) {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := headless.Recordings([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if !slices.Equal(files, want) {
		t.Errorf("%q, want %q", files, want)
	}
}

func TestAFileThatCannotBeReadCostsNoOther(t *testing.T) {
	t.Parallel()
	folder, _ := recorded(t, 10)
	files, err := headless.Recordings([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	empty, foreign := filepath.Join(folder, "a.ndjson"), filepath.Join(folder, "b.ndjson")
	if err := errors.Join(os.WriteFile(empty, nil, 0o600), os.WriteFile(foreign, []byte("{\"a\":1}\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	var damages []string
	play := func(files ...string) (headless.Result, error) {
		damages = nil
		return new(headless.Tail).Play(t.Context(), io.Discard, files, bindText, func(err error) { damages = append(damages, err.Error()) })
	}
	if result, err := play(append(files, empty, foreign)...); result != headless.Done || err != nil || len(damages) != 2 || !strings.Contains(damages[0], "empty") {
		t.Errorf("%v, %v, %q", result, err, damages)
	}
	if result, err := play(foreign); result != headless.Failed || err == nil || len(damages) != 1 {
		t.Errorf("of what is no recording: %v, %v, %q", result, err, damages)
	}
}
