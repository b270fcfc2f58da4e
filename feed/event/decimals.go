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

// Decimals returns with how many decimals a value is shown that was written with so many, and those before it with so many:
// feeds write 61240.20000 where the price moves by 0.1. It is never less than before.
func Decimals(before int, value float64, written int8) int {
	most := min(int(written), len(powers)-1)
	if most <= before {
		return before
	}
	size := math.Abs(value)
	need := max(before, min(most, leastDecimals))
	for ; need < most; need++ {
		scaled := size * powers[need]
		if scaled >= 1<<53 || math.Abs(scaled-math.Round(scaled)) < scaled*0x1p-50 { // what is left is the error of the product
			break
		}
	}
	return need
}

// UsualDecimals returns how many decimals the numbers of a value usually have, after one that is written with so many: shorter
// ones are shown with zeros up to them. It is as [Decimals], but that numbers with a great many do not count.
func UsualDecimals(before int, value float64, written int8) int {
	if usual := Decimals(before, value, written); usual <= usualDecimals {
		return usual
	}
	return before
}
