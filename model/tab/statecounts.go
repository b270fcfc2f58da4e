package tab

import (
	"sockeye/feed/event"
	"sockeye/widgets/watchlist"
)

// stateCounts are how many labels are in each state. Those of other labels cost what has changed, however many there are.
type stateCounts struct {
	labels event.Labels // that were counted
	counts [watchlist.States]int
}

// of counts labels.
func (c *stateCounts) of(labels event.Labels) *[watchlist.States]int {
	if labels.Len() < c.labels.Len() { // of a moment before
		*c = stateCounts{}
	}
	for n, l := range labels.ChangedSince(c.labels) {
		if int(n) < c.labels.Len() {
			c.counts[subscriptionState(c.labels.At(n))]--
		}
		c.counts[subscriptionState(l)]++
	}
	c.labels = labels
	return &c.counts
}

// states returns how many labels are in each state, of those that a feed is judged by: those with rows.
func (s Shown) states() [watchlist.States]int {
	counts := *s.tab.counts.of(s.Labels)
	for n := range s.tab.Rows.removed {
		if int(n) < s.Labels.Len() {
			counts[subscriptionState(s.Labels.At(n))]--
		}
	}
	if s.firstShown() > 0 {
		counts[subscriptionState(s.Labels.At(0))]--
	}
	return counts
}
