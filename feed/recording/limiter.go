package recording

import (
	"runtime"
	"sync"
	"time"
)

// limiter bounds how many bytes a second the recorders of a process write together, so that they do not take the processors from the
// feeds: what comes faster waits, and where no more can wait it is lost, and counted.
type limiter struct {
	perSecond int
	burst     int // as many bytes at once after a pause

	mu   sync.Mutex
	free time.Time // when as much was written as may be by then
}

const (
	// fileBytes is what recorders write into files in a second, for each processor that the program may use: less than a sixteenth of
	// what one can write (BenchmarkRecord: 100,000 messages of 155 bytes a second take a tenth of a processor).
	fileBytes = 8 << 20
	// overrunBytes is for how many bytes each counts that is written of a feed of which lines are lost anyway: it is more important
	// that such a feed is not slowed (BenchmarkBudgets/record) than to have more parts of it.
	overrunBytes = 4
)

// fileLimit is that of all files.
var fileLimit = limiter{perSecond: fileBytes * runtime.GOMAXPROCS(0), burst: 8 << 20}

// rest notes that so many bytes were written until now, and whether more lines had come than could wait, and returns for how long to
// write nothing; none where that is not positive.
func (l *limiter) rest(now time.Time, bytes int, overrun bool) time.Duration {
	if overrun {
		bytes *= overrunBytes
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if earliest := now.Add(-l.timeFor(l.burst)); l.free.Before(earliest) {
		l.free = earliest
	}
	l.free = l.free.Add(l.timeFor(bytes))
	return l.free.Sub(now)
}

// timeFor returns the time for so many bytes.
func (l *limiter) timeFor(bytes int) time.Duration {
	return time.Duration(float64(bytes) / float64(l.perSecond) * float64(time.Second))
}
