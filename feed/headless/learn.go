package headless

import (
	"fmt"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/learned"
)

// learnEvery is how often what was learned is written.
const learnEvery = 5 * time.Minute

// Learn has a feed begin with what was learned of it in earlier runs, and keeps what it learns in this one, now and then and
// when the feed ends. It returns then. say is called with what cannot be read or written, once until it can again; nil: it is
// in the log of the feed. Nothing else is lost with it.
func Learn(f *feed.Feed, folder *learned.Folder, say func(text string)) {
	if say == nil {
		say = func(text string) { f.Note(event.Trouble, text) }
	}
	p := f.Preset()
	l := learning{feed: f, folder: folder, say: say}
	rhythms, err := folder.Read(p, time.Now())
	l.report("read", err)
	f.Remember(rhythms)
	folder.Prune(time.Now())
	ended := make(chan struct{})
	go func() {
		f.Wait()
		close(ended)
	}()
	ticker := time.NewTicker(learnEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			l.write()
		case <-ended:
			l.write()
			return
		}
	}
}

// learning is the keeping of what is learned of one feed.
type learning struct {
	feed    *feed.Feed
	folder  *learned.Folder
	say     func(text string)
	failed  bool
	written int // intervals that were known when that was written last
}

// write writes what was learned, if there is anything new.
func (l *learning) write() {
	rhythms := l.feed.Rhythms()
	known := 0
	for _, r := range rhythms.Labels {
		known += r.Intervals.Added()
	}
	if known == l.written {
		return
	}
	err := l.folder.Write(l.feed.Preset(), rhythms, time.Now())
	l.report("written", err)
	if err == nil {
		l.written = known
	}
}

// report says that something went wrong, once until it does not.
func (l *learning) report(what string, err error) {
	if err != nil && !l.failed {
		l.say(fmt.Sprintf("how often data came in earlier runs cannot be %s: %v", what, err))
	}
	l.failed = err != nil
}
