// Package subscription is what is subscribed on a feed: what the operator wants, what was asked for, and what the server has
// answered.
//
// [Subscriptions] moves each subscription from state to state by one table (transitions.go), whatever the cause: a wish of the
// operator, an answer, an end, an event, the time that passes, the end of the connection. It decides what is asked for, and
// leaves the bytes to its owner's [Outbox], the state of the feed to its [Connection], and silence to its [Clocks]. It has no
// clock, no I/O and no goroutine, and is not safe for concurrent use.
//
//	subscriptions.go  what is wanted, and the interfaces to the owner
//	subscription.go   one of them
//	transitions.go    the table of what changes its state, and to what
//	requests.go       what is asked for
//	answers.go        the patterns of answers, and their index
//	answering.go      whether a message is an answer, and to which request
//	outcome.go        what answers, ends and events make of a subscription
//	overdue.go        what no answer makes of it (waits.go: the times)
//	routes.go         which subscription a message belongs to, by `sub`
package subscription
