//go:build race

package feed_test

// simulations is fewer with the race detector, which makes them ten times slower.
const simulations = 10
