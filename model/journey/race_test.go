//go:build race

package journey

// race says that the tests are built with the race detector: then so is the program.
const race = true
