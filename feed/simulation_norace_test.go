//go:build !race

package feed_test

// simulations is how many seeds are simulated by default.
const simulations = 50
