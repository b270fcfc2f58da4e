package process

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"sockeye/model"
	"sockeye/model/config"
)

// TestMemoryLimitFollowsTheConfiguration: at the start and after a reload, unless the environment has its own.
func TestMemoryLimitFollowsTheConfiguration(t *testing.T) {
	keepLimit(t)
	t.Setenv("GOMEMLIMIT", "")
	limitMemory(64 << 20)
	if got := debug.SetMemoryLimit(-1); got != 112<<20 {
		t.Errorf("a history of 64 MiB has a limit of %d MiB", got>>20)
	}
	reload := limited(16<<20, func() (model.Settings, error) { return model.Settings{UI: config.UI{History: 1 << 30}}, nil })
	if s, err := reload(); err != nil || debug.SetMemoryLimit(-1) != 5<<28 || s.UI.History != 1<<30-16<<20 {
		t.Errorf("after a reload, the limit is %d MiB, and the screen may keep %d, %v", debug.SetMemoryLimit(-1)>>20, s.UI.History, err)
	}
	debug.SetMemoryLimit(math.MaxInt64)
	t.Setenv("GOMEMLIMIT", "1GiB")
	limitMemory(64 << 20)
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit of the environment is replaced by %d", got)
	}
}

// keepLimit has the limit of memory be as it was at the end of the test.
func keepLimit(t *testing.T) {
	limit, before := debug.SetMemoryLimit(-1), configured.Load()
	t.Cleanup(func() {
		configured.Store(before)
		debug.SetMemoryLimit(limit)
	})
}

// TestTheLimitLeavesSpaceForGarbage beside what is in use, however much that is.
func TestTheLimitLeavesSpaceForGarbage(t *testing.T) {
	for _, test := range []struct{ live, want int64 }{{0, 112}, {90, 112}, {99, 112}, {104, 120}, {112, 128}, {315, 424}} { // MiB
		if got := limitBeside(uint64(test.live)<<20, 112<<20); got != test.want<<20 {
			t.Errorf("where %d MiB are in use, the limit is %d MiB, want %d", test.live, got>>20, test.want)
		}
	}
}

// TestTheLimitFollowsWhatIsInUse above the configured one, and goes back to that.
func TestTheLimitFollowsWhatIsInUse(t *testing.T) {
	keepLimit(t)
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("GOGC", "")
	percent := debug.SetGCPercent(100)
	defer debug.SetGCPercent(percent)
	limitMemory(16 << 20)
	CollectGarbage()
	await := func(what string, holds func(limit int64) bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); !holds(debug.SetMemoryLimit(-1)); runtime.GC() {
			if time.Now().After(deadline) {
				t.Fatalf("the limit is %d MiB, want %s", debug.SetMemoryLimit(-1)>>20, what)
			}
		}
	}
	used := make([]byte, 100<<20)
	await("more than 100 MiB", func(limit int64) bool { return limit > 112<<20 })
	runtime.KeepAlive(used)
	used = nil
	await("64 MiB", func(limit int64) bool { return limit == 64<<20 })
}

// TestLittleGarbageIsNotCollected however little is in use, and no more than is good for much that is.
func TestLittleGarbageIsNotCollected(t *testing.T) {
	for _, test := range []struct {
		live uint64 // MiB
		want int
	}{{0, 400}, {1, 400}, {4, 200}, {10, 80}, {40, 50}, {150, 50}} {
		if got := garbageBeside(test.live << 20); got != test.want {
			t.Errorf("beside %d MiB there may be %d %% of garbage, want %d", test.live, got, test.want)
		}
	}
}

// TestGarbageIsCollectedByWhatIsInUse after each collection.
func TestGarbageIsCollectedByWhatIsInUse(t *testing.T) {
	percent := func() int {
		p := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(p)
		return int(p[0].Value.Uint64())
	}
	before := percent()
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "70")
	if CollectGarbage(); percent() != before {
		t.Fatalf("the percentage of the environment is replaced by %d", percent())
	}
	t.Setenv("GOGC", "")
	CollectGarbage()
	used := make([]byte, 100<<20)
	await := func(want int) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); percent() != want; runtime.GC() {
			if time.Now().After(deadline) {
				t.Fatalf("there may be %d %% of garbage, want %d", percent(), want)
			}
		}
	}
	await(Garbage)
	runtime.KeepAlive(used)
	used = nil
	await(garbageBeside(0))
}
