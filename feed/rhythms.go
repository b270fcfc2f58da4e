package feed

import (
	"time"

	"sockeye/feed/freshness"
)

// Rhythms returns a copy of what was learned of the labels of the feed. It waits while the feed is busy with a message.
func (f *Feed) Rhythms() (r freshness.Rhythms) {
	<-f.request(func(time.Time) error {
		r = f.session.Freshness().Rhythms()
		return nil
	})
	return r
}

// Remember has the feed begin with what was learned of its labels before. The map is the feed's from then on. It does not wait.
func (f *Feed) Remember(r freshness.Rhythms) {
	f.request(func(time.Time) error {
		f.session.Freshness().Remember(r)
		return nil
	})
}
