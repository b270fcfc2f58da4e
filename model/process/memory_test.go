package process

import (
	"math"
	"runtime/debug"
	"testing"

	"sockeye/model"
	"sockeye/model/config"
)

// TestMemoryLimitFollowsTheConfiguration: at the start and after a reload, unless the environment has its own.
func TestMemoryLimitFollowsTheConfiguration(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	defer func() { debug.SetMemoryLimit(limit); debug.SetGCPercent(percent) }()
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	limitMemory(64 << 20)
	if got := debug.SetMemoryLimit(-1); got != 112<<20 {
		t.Errorf("a history of 64 MiB has a limit of %d MiB", got>>20)
	}
	if got := debug.SetGCPercent(Garbage); got != Garbage {
		t.Errorf("garbage is collected at %d %%", got)
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
