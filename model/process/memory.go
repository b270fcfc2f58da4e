package process

import (
	"os"
	"runtime/debug"

	"sockeye/model"
)

// Garbage is the share of garbage at which it is collected, in per cent of what is in use. Most of the memory is message
// bytes, in which the collector has nothing to follow: collecting more often is cheap, and keeps a full history from
// counting double.
const Garbage = 20

// besideHistory is the memory of the program beside what may be kept, in bytes: itself, the messages that are being read,
// and garbage. Resident are some 15 MiB more, of the program's file.
const besideHistory = 48 << 20

// limitMemory sets when garbage is collected, if the environment does not say that, for a screen that may keep so many bytes. As the
// limit comes near, the collector works harder and gives back at once what is free: large messages are garbage as soon as
// the next one has come. A feed that comes as fast as it can stays below it.
func limitMemory(history int64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(Garbage)
	}
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
