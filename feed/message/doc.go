// Package message makes records out of bytes, as a preset says: a frame becomes messages, a message becomes records, and a
// record becomes a label, a time, numbers and a candle.
//
// A [Splitter] decompresses a frame and cuts it into messages. A [Document] is one message, scanned once (package json), in
// which paths are followed and matches are tried. A [Reader] has the rules of a preset's `events` and what an operator plots
// beside them, and reads records as a rule says; [Reader.Values] reads a message again, for those who want the fields of one
// that is in the log.
//
// Nothing here depends on the protocol: what a connection has said before, what is subscribed, what time it is. The only state
// is memory that is used again, and what has been reported once. There is no I/O, no clock and no goroutine.
package message
