package event

import "time"

// NoLabel is the number of what belongs to no label.
const NoLabel = -1

// Label is what an event is about, or what is subscribed. Its number is its place in [Labels] and never changes.
type Label struct {
	Symbol string // what it is subscribed by; "" for a label that came along
	Name   string // what it is called, mostly the same; from the network: not sanitised
	Unit   string // likewise
	Reason string // likewise
	State  SubscriptionState
	Since  time.Time // when State began
	Late   bool      // it has been silent for longer than is usual for it

	Awaited time.Time // since when its first event on this connection is awaited; zero: it is not
	History bool      // on this connection only old events came so far

	Usual      time.Duration // 99 of 100 of its events are not farther apart; 0: that is not known
	StaleAfter time.Duration // after so long without an event its data is stale, as configured or learned; 0: never
}

// LabelActivity says that a label had events.
type LabelActivity struct {
	Label  int32
	Events int   // without history
	At     int64 // receipt of the last one, Unix nanoseconds
}
