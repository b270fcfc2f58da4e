//go:build unix

package journey

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// TestARecordingOfAKilledProgramIsReplayed records a feed with a gap, kills the program, and replays what was recorded.
func TestARecordingOfAKilledProgramIsReplayed(t *testing.T) {
	t.Parallel()
	// What is before the gap is seen for three seconds of the replay, or as many of them as it is slower.
	conversation := slices.Concat(subscribed(), ticks(1, 20), feedtest.Conversation{feedtest.Do(func() { time.Sleep(3 * time.Second) })}, ticks(30, 31))
	for price := 32; price <= 200; price++ { // what was received a second ago is written
		conversation = append(conversation, feedtest.Do(func() { time.Sleep(200 * time.Millisecond) }), tick("A", price))
	}
	server := feedtest.New(t, append(conversation, feedtest.Silence(nil)))
	config := tickerConfig(t, server.URL(), `    seq: {at: price, step: 1}`)
	folder := filepath.Join(t.TempDir(), "d")
	at := recordUntilKilled(t, config, folder)

	zone := time.UTC // TZ of the programs of journeys
	o := terminaltest.Start(t, sockeye(t, "replay", folder, "--config", config, "--at", at.In(zone).Format("15:04:05")), window120)
	o.Sees(`REPLAY \d{4}-\d\d-\d\d \d\d:\d\d:\d\d paused`, `20 to 30, 9 lost`, `gaps 1`, `\[1 ticker OPEN`)
	o.Types(" ")
	o.Sees(`REPLAY \S+ \S+ (1x|at the end)`)
	for keys, why := range map[string]string{"s": "a replay, which sends nothing", "R": "a replay, which sends nothing", ":sub C\r": "a replay, which sends nothing", ":open demo\r": "a replay, which sends nothing"} {
		o.Types(keys)
		o.Sees(why)
		o.Types("\x1b")
	}
	o.Types("{{{")         // slower
	command(o, "seek -1h") // to the beginning
	o.Sees(`REPLAY \S+ \S+ `, `gaps 0`)
	o.Types(")")
	o.Sees(`paused`, `20 to 30, 9 lost`, `gaps 1`)
	leave(t, o)
}

// recordUntilKilled tails a feed into recordings until the messages are written in which a gap was found, kills the program, and
// returns the time of the gap.
func recordUntilKilled(t *testing.T, config, folder string) (gap time.Time) {
	t.Helper()
	program := sockeye(t, "tail", "ticker", "--config", config, "--record", folder)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = program.Process.Kill()
		_ = program.Wait()
	}()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var line struct {
			At  time.Time
			Gap int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		if line.Gap > 0 {
			gap = line.At
		}
		if !gap.IsZero() && line.At.Sub(gap) > 3*time.Second && strings.Contains(lines.Text(), "values") {
			return gap.Add(time.Second)
		}
	}
	t.Fatal("no gap")
	return gap
}

// TestSeveralFeedsAreReplayedOnOneClock replays a folder with recordings of two feeds, of which one was recorded by two programs at
// the same time, and with a clock that was set back.
func TestSeveralFeedsAreReplayedOnOneClock(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	config := tickerConfig(t, "ws://127.0.0.1:1")
	addOther := func(file, feed string, seconds ...int) {
		var text strings.Builder
		line := func(second int, rest string) {
			fmt.Fprintf(&text, `{"at":"2026-11-26T03:00:%02dZ","feed":%q,%s}`+"\n", second, feed, rest)
		}
		line(0, `"v":1,"preset":"  `+feed+`:\n    url: ws://127.0.0.1:1\n    events: [{match: {of: \"*\"}, label: of, value: price}]\n"`)
		line(0, `"state":"OPEN"`)
		for _, s := range seconds {
			line(s, fmt.Sprintf(`"dir":"in","json":{"of":"A","price":%d}`, s))
		}
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	addOther("a.ndjson", "ticker", 1, 20, 40, 59)
	addOther("b.ndjson", "ticker", 2, 21, 41, 58)
	addOther("c.ndjson", "other", 3, 30, 10, 50)
	o := terminaltest.Start(t, sockeye(t, "replay", folder, "--config", config, "--at", "03:00:22"), window120)
	o.Sees(`REPLAY 2026-11-26 03:00:22 paused`, `\[1 ticker OPEN`, `2 ticker#2 OPEN`, `3 other OPEN`, `A +20 `)
	o.Types("2")
	o.Sees(`REPLAY 2026-11-26 03:00:22 paused`, `\[2 ticker#2 OPEN`, `A +21 `)
	o.Types("3")
	o.Sees(`REPLAY 2026-11-26 03:00:22 paused`, `\[3 other OPEN`, `A +3 `)
	command(o, "seek 03:00:45")
	o.Sees(`REPLAY 2026-11-26 03:00:45 paused`, `A +10 `, `c\.ndjson: at byte 390, line 5: the time g`)
	o.Types("1")
	o.Sees(`REPLAY 2026-11-26 03:00:45 paused`, `\[1 ticker OPEN`, `A +40 `)
	leave(t, o)
}
