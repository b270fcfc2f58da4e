// Package alertrule reads and writes an alert as a line of text, such as `XBT/USD > 61230 for 3s bell`: as a preset has it
// and as an operator types it.
//
// It turns text into a read-only [Rule], and a Rule into its text. It depends on no feed and raises nothing: that is for package alert. Nothing here does I/O, reads a clock or starts a goroutine.
package alertrule
