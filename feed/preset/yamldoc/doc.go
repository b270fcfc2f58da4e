// Package yamldoc reads a YAML document strictly and with positions: a [Source] is the text of one file, a [Node] a value
// that has its line and column, [Fields] the keys of a map. What is wrong is collected in the source as [Problems], all of
// it at once, each with its place, the line that it is about and what to do.
//
// The package has no schema. Nothing here does I/O, reads a clock or starts a goroutine; no value is shared
// between goroutines unless nothing changes it any more.
package yamldoc
