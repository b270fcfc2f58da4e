package feedtest

import (
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
)

// oneProcessor is held while there is only one.
var oneProcessor sync.Mutex

// Bubble is [synctest.Test]. With the race detector the process has one processor meanwhile, and one bubble: Go runs the timers of a bubble on
// several processors at once, with one context of the detector for all of them, which crashes the process (Go 1.26.8, unlockAndRun in
// runtime/time.go; TestALostNetworkIsSaidOnce did within two to fifty runs).
func Bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	if raceDetector {
		oneProcessor.Lock()
		defer oneProcessor.Unlock()
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	}
	synctest.Test(t, f)
}
