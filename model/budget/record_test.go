//go:build unix

package budget

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/recording"
	"sockeye/model/process"
)

// measureRecorded is a feed without a screen that gets all that a server can send, with a recorder and without: it is not to be
// slower, and what is not recorded is to be counted. The two take turns, in pairs whose order changes, and the median of the ratios counts:
// what else the machine and its host do makes a single one 0.8 to 1.2.
func measureRecorded(b *testing.B) {
	const pairs, n = 11, 4_000_000
	defer debug.SetGCPercent(debug.SetGCPercent(process.Garbage))
	address := flooded(startFlood(b), n, 0)
	var took, used [2]time.Duration // without a recorder, and with one
	var ratios []float64
	var stats recording.Stats
	for pair := range pairs {
		var each [2]time.Duration
		for turn := range 2 {
			recorded := (pair + turn) % 2
			var sink feed.Sink
			var r *recording.Recorder
			folder := b.TempDir()
			if recorded == 1 {
				r = recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "flood"})
				sink = r
			}
			began := processorTime()
			each[recorded], _ = counted(func() { receiveAll(b, address, sink) })
			took[recorded] += each[recorded]
			used[recorded] += processorTime() - began
			if r == nil {
				continue
			}
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
			s := r.Stats()
			stats.Written += s.Written
			stats.Dropped += s.Dropped
			names, _ := filepath.Glob(filepath.Join(folder, "*"))
			for _, name := range names {
				_ = os.Remove(name)
			}
		}
		ratios = append(ratios, each[0].Seconds()/each[1].Seconds())
	}
	const all = pairs * n
	slices.Sort(ratios)
	ratio := ratios[pairs/2]
	report(row{
		what: "a recorded feed, as fast as it goes", budget: ">= 0.95 of one that is not recorded, all counted",
		today: fmt.Sprintf("%.2f (%.2f to %.2f), %s msg/s, %.0f%% recorded, %d ns of a processor a message, %d without", ratio, ratios[1], ratios[pairs-2],
			format.Count(uint64(all/took[1].Seconds())), float64(stats.Written)/all*100, used[1].Nanoseconds()/all, used[0].Nanoseconds()/all),
		met: verdict(ratio >= 0.95 && stats.Written+stats.Dropped >= all),
	})
}

// floodRate is how many messages a second a recorded feed is to receive without loss.
const floodRate = 1_000_000

// measureRecordedRate is a feed that gets floodRate messages a second, with a recorder and without: it is to receive all of them in the time in
// which they are sent.
func measureRecordedRate(b *testing.B) {
	const n = 10 * floodRate
	defer debug.SetGCPercent(debug.SetGCPercent(process.Garbage))
	address := flooded(startFlood(b), n, floodRate)
	var alone, counts event.Counts
	aloneTook, _ := counted(func() { alone = receiveAll(b, address, nil) })
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: b.TempDir()}, Feed: "flood"})
	took, _ := counted(func() { counts = receiveAll(b, address, r) })
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	s := r.Stats()
	const least = n * time.Second / floodRate
	late := func(took time.Duration) string { return (took - least).Round(time.Millisecond).String() }
	report(row{
		what: "a recorded feed of 1,000,000 msg/s, 10 s", budget: "all received and kept, < 0.2 s late, all counted",
		today: fmt.Sprintf("%s received, %d not kept, %s late; %s, %d and %s without; %s recorded, %s counted", format.Count(uint64(counts.In)), counts.Dropped, late(took),
			format.Count(uint64(alone.In)), alone.Dropped, late(aloneTook), format.Count(uint64(s.Written)), format.Count(uint64(s.Dropped))),
		met: verdict(counts.In >= n && counts.Dropped == 0 && took < least+200*time.Millisecond && s.Written+s.Dropped >= n),
	})
}

// processorTime is how long the process has run on all processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// receiveAll receives all that a server sends, until it hangs up, and returns what that was. sink may be nil.
func receiveAll(b *testing.B, address string, sink feed.Sink) (counts event.Counts) {
	f := feed.New(b.Context(), floodPresets(b, address)[0], func(err error) { b.Error(err) })
	defer f.Close()
	if sink != nil {
		defer f.AddSink(sink)()
	}
	w := f.Watch()
	defer w.Close()
	f.Start()
	for {
		batch, err := w.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		counts.Add(batch.Counts)
		if batch.Status.State == event.Retry {
			return counts
		}
	}
}
