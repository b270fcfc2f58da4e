package tab

import (
	"sockeye/feed/event"
	"sockeye/widgets/header"
	"sockeye/widgets/theme"
	"sockeye/widgets/watchlist"
)

// feedStates are the states of a feed as the header shows them. Their words are those of the feed's own entries.
var feedStates = [event.States]header.State{
	event.Connecting:   {Word: event.Connecting.String(), Tone: theme.Warn},
	event.Hello:        {Word: event.Hello.String(), Tone: theme.Warn},
	event.Open:         {Word: event.Open.String(), Tone: theme.Good},
	event.MarketClosed: {Word: event.MarketClosed.String(), Tone: theme.Quiet},
	event.Stale:        {Word: event.Stale.String(), Tone: theme.Warn},
	event.Retry:        {Word: event.Retry.String(), Tone: theme.Warn},
	event.Closed:       {Word: event.Closed.String(), Tone: theme.Bad},
	event.Failed:       {Word: event.Failed.String(), Tone: theme.Bad},
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
	event.Cancelling:        watchlist.Pending,
	event.Unsubscribing:     watchlist.Pending,
	event.Resubscribing:     watchlist.Pending,
	event.Unconfirmed:       watchlist.Off,
	event.StillSent:         watchlist.Plain,
	event.LabelStale:        watchlist.Stale,
}
