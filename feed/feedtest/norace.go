//go:build !race

package feedtest

// atOnce is how many tests run at once that wait most of the time.
const atOnce = "16"
