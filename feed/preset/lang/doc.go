// Package lang holds the small languages that the parts of a preset are written in: paths to places in a message, matches
// that recognise a message, templates with placeholders, wildcards, numbers, times, durations and sizes.
//
// It turns text into values that are read-only and may be used by several goroutines at once, and compares them with texts
// from a feed. It depends neither on the file that a text comes from nor on what a preset does with it. Nothing here does I/O,
// reads a clock or starts a goroutine.
package lang
