//go:build race

package feedtest

const raceDetector = true

// atOnce is fewer with the race detector, which makes programs some ten times slower: sixteen at once would wait for each other.
const atOnce = "4"
