//go:build !race

package feedtest

const raceDetector = false

// atOnce is how many tests run at once that wait most of the time.
const atOnce = "16"
