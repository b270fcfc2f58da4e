// Package learned keeps what was learned of the rhythm of feeds between runs, so that a program that starts anew knows at once
// when data is late: a file for each feed, in a folder.
//
// Each file is of a bounded size and is replaced as a whole, so that a reader finds the old one or the new one. Several
// programs may watch one feed: what one of them knows nothing of stays as another one has left it, and of a label that both
// know, that of which more is known stays. What was learned longer ago than [Keep] is not used any more.
//
// Nothing here is needed for a feed to run. The package waits for the disk: it is called where nothing else waits for it.
package learned
