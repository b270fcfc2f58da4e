// Package dryrun plays a recorded exchange of frames against a preset, and writes step by step what the preset makes of
// each message and what it would send. It is what `check --frames` does.
//
// The exchange comes from a reader, the time is counted and not read after the start, and nothing is sent: there is no
// network and no goroutine here.
package dryrun
