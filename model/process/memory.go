package process

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"sockeye/model"
)

// Garbage is the share of garbage at which it is collected, in per cent of what is in use: less than Go has by itself, so that a
// full history does not count double, and as much as the limit of memory leaves. With 20 a message would cost a tenth more in a flood
// (Budgets/ingest).
const Garbage = 50

// leastGarbage is how much garbage there is before it is collected, in bytes: that of the few megabytes that are in use at first was
// collected five times before the first render, which was a quarter of its cost (Budgets/start).
const leastGarbage = 8 << 20

// CollectGarbage has garbage be collected as a screen needs it, from now on, if the environment does not say when.
func CollectGarbage() {
	if os.Getenv("GOGC") == "" {
		collect(0)
	}
}

// collect sets how much garbage there may be beside what is in use, now and after each collection. before is what was set last.
func collect(before int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := garbageBeside(live[0].Value.Uint64())
	if percent != before {
		debug.SetGCPercent(percent)
	}
	runtime.AddCleanup(new(*byte), collect, percent)
}

// garbageBeside returns how much garbage there may be beside so many bytes that are in use, in per cent of them.
func garbageBeside(live uint64) int {
	return int(max(Garbage, leastGarbage*100/max(live, leastGarbage/4)))
}

// besideHistory is the memory of the program beside what may be kept, in bytes: itself, the messages that are being read,
// and garbage. Resident are some 15 MiB more, of the program's file.
const besideHistory = 48 << 20

// limitMemory sets the limit of memory, if the environment does not say that, for a screen that may keep so many bytes. As the
// limit comes near, the collector works harder and gives back at once what is free: large messages are garbage as soon as
// the next one has come. A feed that comes as fast as it can stays below it.
func limitMemory(history int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(history + max(besideHistory, history/4))
	}
}

// limited is a Reload that has the limit follow the configuration. A part of what the screen may keep is for what can still be
// recorded; that part stays as it was when the program began.
func limited(ring int64, reload func() (model.Settings, error)) func() (model.Settings, error) {
	return func() (model.Settings, error) {
		s, err := reload()
		if err == nil {
			limitMemory(s.UI.History)
			s.UI.History = max(s.UI.History-ring, s.UI.History/2)
		}
		return s, err
	}
}
