// Package format writes numbers and durations, for the entries and alerts of a feed and for the screen alike, so that the same
// value reads the same in both. What it returns is plain ASCII. It is a leaf: anything may import it.
package format
