// Package event is what happened on a feed, as its readers get it: batches of log entries, points, candles, counts and
// states.
//
// A [Batch] is immutable once it is sealed and owns its bytes, so that any number of readers may hold the same one. [Join]
// makes one of several without a loss; [Merge] makes one of bounded size for a reader that is too slow, and [Drop] where entries
// are lost with it. A [Builder] is for the packages that make them. Everything here is data: there are no goroutines, no clock and
// no I/O.
package event
