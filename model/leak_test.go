package model_test

import (
	"os"
	"runtime"
	"slices"
	"testing"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/model"
)

// TestClosedFeedsLeaveNoMemoryGoroutinesOrFiles opens and closes many feeds.
func TestClosedFeedsLeaveNoMemoryGoroutinesOrFiles(t *testing.T) {
	const rounds = 50
	server := feedtest.New(t, slices.Repeat([]feedtest.Conversation{talk()}, 2*rounds)...)
	d := driveWith(t, func(o *model.Options) {
		o.Open = func(name string) (*feed.Feed, error) {
			return feed.Start(t.Context(), ticks(t, name, server.URL()), func(err error) { t.Error(err) }), nil
		}
	}, ticks(t, "first", feedtest.New(t, talk()).URL()))
	round := func() {
		d.command("open second")
		d.sees("[2 second OPEN 1 rejected]", "●▸A")
		d.command("close")
		d.sees("[2 second CLOSED")
		d.command("close")
		d.misses("second")
	}
	for range rounds {
		round()
	}
	before := left()
	for range rounds {
		round()
	}
	d.wait("no more than there was", func() bool {
		now := left()
		if now.goroutines <= before.goroutines && now.files <= before.files && now.heap <= before.heap+1<<20 {
			return true
		}
		t.Logf("left are %+v, and before %+v", now, before)
		return false // and it is measured again with the next tick
	})
}

// remains are what a program holds.
type remains struct {
	goroutines, files int
	heap              uint64 // bytes
}

func left() remains {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	files, _ := os.ReadDir("/proc/self/fd") // where there is no such thing, none are seen
	return remains{runtime.NumGoroutine(), len(files), memory.HeapAlloc}
}
