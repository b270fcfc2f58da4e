// Package format writes numbers, durations and hostile text as plain text, for the entries and alerts of a feed and for the screen
// alike, so that the same value reads the same in both. It is a leaf, which anything may import: there is no I/O and no state.
package format
