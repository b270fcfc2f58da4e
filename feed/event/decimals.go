package event

import "math"

const (
	// leastDecimals are kept as feeds write them: prices have two.
	leastDecimals = 2
	// usualDecimals are what prices have at most: one with more is a number that was computed, or a single one.
	usualDecimals = 10
)

// powers are those of ten, as far as the decimals of a float64 go.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17}

// Decimals returns with how many decimals the numbers of a value are shown, after one that is written with so many; before is what it
// was before. Feeds write 61240.20000 where the price moves by 0.1. usual is how many they usually have: shorter ones are shown with zeros
// up to them, but numbers with a great many do not count. Both are never less than before.
func Decimals(before, usualBefore int, value float64, written int8) (decimals, usual int) {
	decimals = needed(before, value, written)
	if usual = decimals; usualBefore != before {
		usual = needed(usualBefore, value, written)
	}
	if usual > usualDecimals {
		usual = usualBefore
	}
	return decimals, usual
}

// needed returns how many decimals a value needs, of so many that are written, and not less than before.
func needed(before int, value float64, written int8) int {
	most := min(int(written), len(powers)-1)
	if most <= before {
		return before
	}
	size := math.Abs(value)
	need := max(before, min(most, leastDecimals))
	for ; need < most; need++ {
		scaled := size * powers[need]
		if scaled >= 1<<53 || math.Abs(scaled-math.RoundToEven(scaled)) < scaled*0x1p-50 { // what is left is the error of the product
			break
		}
	}
	return need
}
