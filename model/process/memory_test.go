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
	limit := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(limit)
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
