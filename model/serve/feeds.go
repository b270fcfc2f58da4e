package serve

import (
	"sync"
	"time"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/model/feeds"
	"sockeye/model/pane"
)

// sharedFeeds are the feeds that are open: one for each preset with its params, however many sessions have it. Its methods may be
// called by any goroutine.
type sharedFeeds struct {
	starter *feeds.Starter
	linger  time.Duration // how long a feed stays that no session has any more

	mu      sync.Mutex
	open    []*shared
	memory  int64 // bytes that all may keep
	closing sync.WaitGroup
}

// shared is a feed that several sessions may have.
type shared struct {
	set   *sharedFeeds
	feed  *feed.Feed
	wants *wants

	// guarded by set.mu
	pinned   bool // it is open from the start of the server to its end
	sessions int
	linger   *time.Timer // closes it; nil: some session has it
}

// pin opens feeds that stay open.
func (s *sharedFeeds) pin(presets []*preset.Bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range presets {
		s.find(p).pinned = true
	}
}

// join returns the feed of a preset for one more session, which leaves it later. It is opened if it was not.
func (s *sharedFeeds) join(p *preset.Bound) *shared {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.find(p)
	one.count()
	return one
}

// enter has one more session have the feed, which leaves it later.
func (one *shared) enter() {
	one.set.mu.Lock()
	defer one.set.mu.Unlock()
	one.count()
}

// count counts one more session. set.mu is held.
func (one *shared) count() {
	one.sessions++
	if one.linger != nil {
		one.linger.Stop()
		one.linger = nil
	}
}

// find returns the feed of a preset, which it opens if it was not. mu is held.
func (s *sharedFeeds) find(p *preset.Bound) *shared {
	for _, one := range s.open {
		if one.feed.Preset().Equal(p) {
			return one
		}
	}
	one := &shared{set: s, feed: s.starter.Start(p), wants: newWants(shownSymbols(p))}
	s.open = append(s.open, one)
	s.divide()
	return one
}

// shownSymbols are the symbols of a preset as they are shown.
func shownSymbols(p *preset.Bound) []string {
	symbols := make([]string, len(p.Symbols))
	for i, symbol := range p.Symbols {
		symbols[i] = p.ShownSymbol(symbol)
	}
	return symbols
}

// replace closes a feed, and opens another one in its place, with what operators want of it and their alerts.
func (s *sharedFeeds) replace(one *shared, p *preset.Bound) *shared {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(one)
	other := s.find(p)
	other.pinned = one.pinned
	if symbols := other.wants.copy(one.wants); len(symbols) > 0 {
		other.feed.Subscribe(symbols...)
	}
	for _, r := range one.feed.Alerts().Owned() {
		_, _ = other.feed.Alerts().Of(r.Owner).Add(r.Alert) // which has no more of them than the other had
	}
	if other.sessions == 0 && !other.pinned {
		other.linger = time.AfterFunc(s.linger, func() { s.expire(other) })
	}
	return other
}

// leave ends what join has begun.
func (one *shared) leave() {
	s := one.set
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.sessions--; one.sessions == 0 && !one.pinned {
		one.linger = time.AfterFunc(s.linger, func() { s.expire(one) })
	}
}

// expire closes a feed that no session has had for long.
func (s *sharedFeeds) expire(one *shared) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.linger != nil && one.sessions == 0 {
		s.remove(one)
	}
}

// remove closes a feed, beside the caller. mu is held.
func (s *sharedFeeds) remove(one *shared) {
	for i, o := range s.open {
		if o == one {
			s.open = append(s.open[:i:i], s.open[i+1:]...)
			s.divide()
			s.closing.Go(one.feed.Close)
			return
		}
	}
}

// fail gives up a feed that the program itself has broken: who opens it next gets another one.
func (s *sharedFeeds) fail(p *preset.Bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		if one.feed.Preset() == p {
			s.remove(one)
			return
		}
	}
}

// setMemory says how many bytes all feeds together may keep.
func (s *sharedFeeds) setMemory(bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory = bytes
	s.divide()
}

// divide divides the memory among the feeds. mu is held.
func (s *sharedFeeds) divide() {
	queue, kept := pane.Share(s.memory, max(len(s.open), 1))
	for _, one := range s.open {
		one.feed.SetMemory(queue, kept)
	}
}

// all returns the feeds that are open.
func (s *sharedFeeds) all() []*shared {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*shared(nil), s.open...)
}

// close closes all feeds, and waits for that no longer than it may take.
func (s *sharedFeeds) close(within time.Duration) {
	s.mu.Lock()
	for len(s.open) > 0 {
		s.remove(s.open[0])
	}
	s.mu.Unlock()
	waitFor(within, func() {
		s.closing.Wait()
		s.starter.Wait()
	})
}
