package tab

import (
	"sockeye/feed/event"
	"sockeye/widgets/header"
	"sockeye/widgets/theme"
	"sockeye/widgets/watchlist"
)

// feedState is the state of a feed as the header shows it. Its word is that of the feed's own entries.
func feedState(s event.State) header.State {
	state := header.State{Word: s.String(), Tone: theme.Warn}
	switch condition := s.Condition(); {
	case s.Final():
		state.Tone = theme.Bad
	case condition == event.Fresh:
		state.Tone = theme.Good
	case condition == event.Resting:
		state.Tone = theme.Quiet
	}
	return state
}

// subscriptionState is the state of a label as a row of the watchlist shows it.
func subscriptionState(l *event.Label) watchlist.State {
	switch {
	case l.State == event.Live && l.History:
		return watchlist.OnlyHistory
	case l.State == event.SubscriptionStale && !l.Awaited.IsZero():
		return watchlist.NoData
	}
	return subscriptionStates[l.State]
}

// IsLive reports whether a subscription has fresh data.
func IsLive(l *event.Label) bool { return subscriptionState(l) == watchlist.Live }

// HasData reports whether a label has fresh data, or is none of a subscription.
func HasData(l *event.Label) bool { return IsLive(l) || subscriptionState(l) == watchlist.Plain }

// subscriptionStates are the states of a subscription as a row of the watchlist shows them.
var subscriptionStates = [event.SubscriptionStates]watchlist.State{
	event.NoSubscription:    watchlist.Plain,
	event.Off:               watchlist.Off,
	event.Queued:            watchlist.Pending,
	event.Requested:         watchlist.Pending,
	event.Retrying:          watchlist.Pending,
	event.Unanswered:        watchlist.Unanswered,
	event.Subscribed:        watchlist.NoData,
	event.Live:              watchlist.Live,
	event.SubscriptionStale: watchlist.Stale,
	event.Rejected:          watchlist.Rejected,
	event.Ended:             watchlist.Ended,
	event.Unsent:            watchlist.Unsent,
	event.Cancelling:        watchlist.Pending,
	event.Unsubscribing:     watchlist.Pending,
	event.Resubscribing:     watchlist.Pending,
	event.Unconfirmed:       watchlist.Off,
	event.StillSent:         watchlist.Plain,
	event.LabelStale:        watchlist.Stale,
}
