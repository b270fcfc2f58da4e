package eventlog

import (
	"time"

	"sockeye/feed/event"
)

// Follower derives the lines of one feed from its batches. It belongs to one goroutine.
type Follower struct {
	feed   string
	status event.Status
	begun  bool
	labels event.Labels // of the last batch
	marked time.Time
}

// NewFollower returns a follower of the feed with a name.
func NewFollower(feed string) *Follower { return &Follower{feed: feed} }

// Follow returns what has changed since the batch before, of which the first one is about the beginning.
func (f *Follower) Follow(now time.Time, b *event.Batch) (lines []Line) {
	if !f.begun {
		f.begun, f.marked = true, now
		lines = append(lines, Line{At: now, Feed: f.feed, Watch: Begin})
		f.status.State = event.States // none
	}
	for _, c := range b.ChangesSince(&f.status) {
		line := Line{At: c.At, Feed: f.feed, State: c.State.String(), Reason: c.Reason}
		if !c.RetryAt.IsZero() {
			line.RetryIn = c.RetryAt.Sub(c.At).Round(time.Millisecond).String()
		}
		lines = append(lines, line)
	}
	f.status = b.Status
	lines = append(lines, f.subscriptions(now, b.Labels)...)
	if c := b.Counts; c.Gaps > 0 || c.Filled > 0 || c.Dropped > 0 {
		lines = append(lines, Line{At: now, Feed: f.feed, Gap: c.Gaps, Filled: c.Filled, Dropped: c.Dropped})
	}
	return lines
}

// subscriptions returns what has changed of the labels.
func (f *Follower) subscriptions(now time.Time, labels event.Labels) (lines []Line) {
	for n, l := range labels.ChangedSince(f.labels) {
		before := event.NoSubscription
		if int(n) < f.labels.Len() {
			before = f.labels.At(n).State
		}
		if before == l.State {
			continue
		}
		at := l.Since
		if at.IsZero() { // it is as the preset has it
			at = now
		}
		lines = append(lines, Line{At: at, Feed: f.feed, Label: l.Name, Subscription: l.State.String(), Reason: l.Reason})
	}
	f.labels = labels
	return lines
}

// Mark returns a line that says that the feed is still watched, if it is time for one.
func (f *Follower) Mark(now time.Time) (lines []Line) {
	if !f.begun || now.Sub(f.marked) < MarkEvery {
		return nil
	}
	f.marked = now
	return []Line{{At: now, Feed: f.feed, Watch: Goes}}
}

// End returns the line for the end of watching.
func (f *Follower) End(now time.Time) (lines []Line) {
	if !f.begun {
		return nil
	}
	return []Line{{At: now, Feed: f.feed, Watch: End}}
}
