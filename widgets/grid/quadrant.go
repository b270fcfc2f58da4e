package grid

// Quadrant returns the block element for a braille pattern whose dots are set in fours: two by two of them are one of its
// dots.
func Quadrant(pattern rune) rune {
	quarters := 0
	for i, corner := range [...]rune{0x01, 0x08, 0x40, 0x80} { // upper left, upper right, lower left, lower right
		if pattern&corner != 0 {
			quarters |= 1 << i
		}
	}
	return quadrants[quarters]
}

var quadrants = []rune(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
