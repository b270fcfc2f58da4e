package feed_test

import (
	"bytes"
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
	"sockeye/feed/replay"
)

var recordAnew = flag.Bool("record", false, "record each fault of the demo exchange anew")

// faultPreset is that of the simulation, with a slower exchange.
var faultPreset = strings.Replace(simulated, "rate=6", "rate=2", 1)

// recordedTime is how long each recording is: the exchange drops a connection after 10 s, and stalls for 12.
const recordedTime = 25 * time.Second

// TestEachFaultOfTheDemoExchangeAsRecorded plays a recording of each fault, and compares what the session makes of it with what it
// made of it when the recording was checked. The recordings are made, in simulated time, by
//
//	go test ./feed -run AsRecorded -record
func TestEachFaultOfTheDemoExchangeAsRecorded(t *testing.T) {
	for _, fault := range []string{"none", "drop", "stall", "gap", "garbage", "reject", "mute", "quiet"} {
		t.Run(fault, func(t *testing.T) {
			name := filepath.Join("testdata", "recordings", fault+".ndjson")
			if *recordAnew {
				feedtest.Bubble(t, func(t *testing.T) { recordFault(t, fault, name) })
			}
			var out bytes.Buffer
			bind := func(string, string) (*preset.Bound, error) {
				presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n"+faultPreset))
				if err != nil {
					return nil, err
				}
				return presets[0].Bind(replay.Environment(), nil)
			}
			if _, err := new(headless.Tail).Play(context.Background(), &out, []string{name}, bind, func(err error) { t.Error(err) }); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".ndjson") + ".golden"
			if *recordAnew {
				if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(out.String(), "\n")
			for i, line := range strings.Split(string(want), "\n") {
				if i >= len(got) || got[i] != line {
					t.Fatalf("line %d is not\n%s, but\n%s", i+1, line, strings.Join(got[min(i, len(got)):], "\n"))
				}
			}
			if more := len(got) - strings.Count(string(want), "\n") - 1; more > 0 {
				t.Errorf("%d lines more:\n%s", more, strings.Join(got[len(got)-more-1:], "\n"))
			}
		})
	}
}

// numbered is what differs from one run of the exchange to the next.
var numbered = regexp.MustCompile(`"connectionID":[0-9]+`)

// recordFault records what goes over the wire of a feed of the demo exchange.
func recordFault(t *testing.T, fault, name string) {
	bound := bind(t, faultPreset)
	w := &world{random: rand.New(rand.NewPCG(1, 1)), fault: fault}
	f := feed.New(context.Background(), bound, func(err error) { t.Error(err) })
	feed.Simulate(f, w.connect, func(n time.Duration) time.Duration { return n / 2 })
	w.start()
	ctx, cancel := context.WithTimeout(context.Background(), recordedTime)
	defer cancel()
	var out bytes.Buffer
	_, _ = (&headless.Tail{Raw: true}).Run(ctx, &out, f)
	f.Close()
	w.stop()
	text := numbered.ReplaceAll(out.Bytes(), []byte(`"connectionID":1`))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
