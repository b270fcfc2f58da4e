// Package sequence is where messages are missing: it follows the numbers that a feed gives its messages, or the ids by which
// each names the one before, as `seq` of its preset says.
//
// A [Tracker] reads the current message of a feed and compares it with a [Position], of which its owner keeps one for a connection or
// one for each label. What it finds (a gap, a message that came late, one that came twice, a restart) becomes an entry of the log
// and a count of the batch under construction; nothing else may happen here.
//
//	sequence.go  numbers
//	integer.go   numbers too large for an int64
//	links.go     ids that name the message before
package sequence
