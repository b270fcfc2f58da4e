package recording_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"sockeye/feed/feedtest"
	"sockeye/feed/recording"
)

// TestOldRecordingsAreRemoved has four recordings of another feed, an hour apart, of which the third is being written, and files
// that resemble recordings.
func TestOldRecordingsAreRemoved(t *testing.T) {
	t.Parallel()
	size := int64(0)
	for name, test := range map[string]struct {
		folder recording.Folder
		want   []string
	}{
		"by age":                      {recording.Folder{Keep: 90 * time.Minute}, []string{"old-20261126T04.ndjson.zst", "old-20261126T06.ndjson.zst", "old-20261126T07.ndjson.zst"}},
		"by size":                     {recording.Folder{Max: 1}, []string{"old-20261126T05.ndjson.zst"}},
		"by the size of two and some": {recording.Folder{Max: -1}, []string{"old-20261126T05.ndjson.zst", "old-20261126T07.ndjson.zst"}},
		"not at all":                  {recording.Folder{}, []string{"old-20261126T04.ndjson.zst", "old-20261126T05.ndjson.zst", "old-20261126T06.ndjson.zst", "old-20261126T07.ndjson.zst"}},
	} {
		folder := t.TempDir()
		test.folder.Path = folder
		made := record(t, t.TempDir(), frame(0, random(0)))[0]
		text, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		size = int64(len(text))
		if test.folder.Max < 0 {
			test.folder.Max = 2*size + size/2
		}
		write := func(name string, hours int, text []byte) {
			path := filepath.Join(folder, name)
			at := time.Now().Add(-time.Duration(hours) * time.Hour)
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 4 {
			write(fmt.Sprintf("old-20261126T%02d.ndjson.zst", 4+i), 3-i, text)
		}
		others := []string{"notes.txt", "mine-20261126T01.ndjson.zst", "mine.ndjson.zst"}
		write(others[0], 100, make([]byte, 1000))
		write(others[1], 100, []byte("it only has such a name"))
		write(others[2], 100, text)
		written := "old-20261126T05.ndjson.zst"
		if name == "by age" {
			written = "old-20261126T04.ndjson.zst"
		}
		lock := flock.New(filepath.Join(folder, "."+written+".lock"))
		if locked, err := lock.TryLock(); !locked {
			t.Fatal(err)
		}
		r := recording.Record(recording.Options{Folder: test.folder, Feed: "kraken"})
		r.Add(frame(0, "1"))
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if err := lock.Unlock(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, name := range files(t, folder) {
			got = append(got, filepath.Base(name))
		}
		want := append([]string{"kraken-20261126T03.ndjson.zst", others[1], others[2], others[0]}, test.want...)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: left are %v, want %v", name, got, want)
		}
	}
}

// TestARecordingIsSeveralFilesWhereLittleMayBeKept has a bound that one file must not have alone: the oldest is removed as a
// whole.
func TestARecordingIsSeveralFilesWhereLittleMayBeKept(t *testing.T) {
	t.Parallel()
	feedtest.Bubble(t, func(t *testing.T) {
		folder := t.TempDir()
		const most, messages = 10 << 10, 4
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder, Max: most}, Feed: "kraken"})
		for i := range messages {
			r.Add(frame(float64(i), random(i)))
			await(t, func() bool { return r.Stats().Written == int64(i+1) })
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		var total int64
		var all []string
		for _, name := range files(t, folder) {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			total += info.Size()
			got, _ := read(t, name)
			all = append(all, got...)
		}
		if len(all) < 2 || len(all) == messages || all[len(all)-1] != random(messages-1) || total > most+8<<10 {
			t.Errorf("%d bytes and %d messages are left of %d", total, len(all), messages)
		}
	})
}

// random is a text of some KiB that cannot be compressed much.
func random(seed int) string {
	b := make([]byte, 4<<10)
	x := uint32(seed + 1)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte('!' + x%90)
	}
	return string(b)
}

// await waits until something is so.
func await(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(feedtest.Patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come about")
		}
	}
}
