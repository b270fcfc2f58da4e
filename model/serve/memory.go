package serve

import (
	"os"
	"runtime/debug"
)

// garbage is the share of garbage at which it is collected, in per cent of what is in use.
const garbage = 20

// LimitGarbage sets when garbage is collected, if the environment does not say that. There is no limit of memory beside that:
// the screens of operators need what they need, and are limited in number.
func LimitGarbage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}
