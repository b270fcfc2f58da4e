package process

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"

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
		collect(collecting{})
	}
}

// collecting is when garbage is collected, as it was set last.
type collecting struct {
	percent int   // of what is in use
	limit   int64 // of memory, in bytes; 0: not set
}

// collect sets how much garbage there may be beside what is in use, now and after each collection.
func collect(before collecting) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	live := sample[0].Value.Uint64()
	now := collecting{percent: garbageBeside(live)}
	if now.percent != before.percent {
		debug.SetGCPercent(now.percent)
	}
	if limit := configured.Load(); limit != 0 {
		now.limit = limitBeside(live, limit)
		if now.limit != before.limit {
			debug.SetMemoryLimit(now.limit)
		}
	}
	runtime.AddCleanup(new(*byte), collect, now)
}

// garbageBeside returns how much garbage there may be beside so many bytes that are in use, in per cent of them.
func garbageBeside(live uint64) int {
	return int(max(Garbage, leastGarbage*100/max(live, leastGarbage/4)))
}

// besideHistory is the memory of the program beside what may be kept, in bytes: itself, the messages that are being read,
// and garbage. Resident are some 15 MiB more, of the program's file.
const besideHistory = 48 << 20

// configured is the limit of memory that follows from the configuration, in bytes; 0: none does.
var configured atomic.Int64

// limitMemory sets the limit of memory, if the environment does not say that, for a screen that may keep so many bytes. As the
// limit comes near, the collector works harder and gives back at once what is free: large messages are garbage as soon as
// the next one has come. A feed that comes as fast as it can stays below it.
func limitMemory(history int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		configured.Store(history + max(besideHistory, history/4))
		debug.SetMemoryLimit(configured.Load())
	}
}

// limitSteps are what a limit above the configured one is a multiple of, in bytes: each change of it stops the program for a moment.
const limitSteps = 8 << 20

// limitBeside returns the limit of memory where so many bytes are in use: the configured one, or if there is no space below that, as
// with a hundred thousand labels, whose numbers need what they need, one that leaves an eighth for garbage, and a third of what is
// above the configured one. Without space the collector runs again and again, finds nothing, and has a third of the processor.
func limitBeside(live uint64, configured int64) int64 {
	needed := int64(live+live/8) + max(int64(live)-configured, 0)/3
	if needed <= configured {
		return configured
	}
	return (needed + limitSteps - 1) / limitSteps * limitSteps
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
