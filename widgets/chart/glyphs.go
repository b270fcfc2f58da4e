package chart

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// glyphSet is what a chart is drawn with. ntcharts draws in braille, eighths of blocks and box drawing; a set has other runes
// for these where a terminal cannot be trusted with them.
type glyphSet struct {
	across, down int // dots in a cell of a line
	steps        int // heights in a cell of a bar
	// dots returns the rune for a braille pattern. A set of one dot a cell shows the sign of the series instead.
	dots func(pattern, sign rune) rune
	// block returns the rune for a lower block element.
	block func(element rune) rune
	// candle returns the rune for a part of a candlestick, by the sign of the candle's rise.
	candle func(part rune, rise int) rune

	signs []rune // of the series, in their order
	ramp  []rune // the heights of a one-row chart, lowest first
	flat  rune   // of that, if all values are the same
	// reach and reachHalf are what stands on a bar, up to the highest value, through a cell or its lower half.
	reach, reachHalf rune

	side, tick, corner, floor rune // of the axes
	last                      string
	above, below              rune // a value lies beyond the edge
	hatch, crosshair, dash    rune
	between                   string // the ends of a scale
}

// glyphSets are indexed by text.Glyphs.
var glyphSets = [...]glyphSet{
	text.Braille: unicodeSet(2, 4, func(pattern, _ rune) rune { return pattern }),
	text.Blocks:  unicodeSet(2, 2, quadrant),
	text.ASCII: {
		across: 1, down: 1, steps: 3, dots: func(_, sign rune) rune { return sign }, block: asciiBlock, candle: asciiCandle,
		signs: []rune("*+xo@%"), ramp: text.ASCII.Signs().Heights, flat: text.ASCII.Signs().Flat, reach: '|', reachHalf: ',',
		side: '|', tick: '+', corner: '+', floor: '-', last: "< ", above: '^', below: 'v',
		hatch: '/', crosshair: ':', dash: '-', between: "..",
	},
}

// unicodeSet returns the set with so many dots in a cell.
func unicodeSet(across, down int, dots func(pattern, sign rune) rune) glyphSet {
	signs := text.Braille.Signs()
	return glyphSet{
		across: across, down: down, steps: 8, dots: dots, block: func(element rune) rune { return element }, candle: candle,
		signs: []rune("●■▲◆○□"), ramp: signs.Heights, flat: signs.Flat, reach: runes.LineVertical, reachHalf: runes.LineDown,
		side: runes.LineVertical, tick: runes.LineVerticalLeft, corner: runes.LineUpRight, floor: runes.LineHorizontal,
		last: "◀ ", above: '▲', below: '▼', hatch: '░', crosshair: '┊', dash: '-', between: "–",
	}
}

// sign returns the sign of the series of the given number.
func (g *glyphSet) sign(series int) rune { return g.signs[series%len(g.signs)] }

// glyphsOf returns the glyphs of a theme.
func glyphsOf(th *theme.Theme) *glyphSet {
	if int(th.Glyphs) >= len(glyphSets) {
		return &glyphSets[text.Braille]
	}
	return &glyphSets[th.Glyphs]
}

// quadrant returns the block element for a braille pattern whose dots are set in fours: two by two of them are one of its
// dots.
func quadrant(pattern, _ rune) rune {
	const upperLeft, upperRight, lowerLeft, lowerRight = 0x01, 0x08, 0x40, 0x80 // the dots in the corners
	quarter := 0
	for i, dot := range []rune{upperLeft, upperRight, lowerLeft, lowerRight} {
		if pattern&dot != 0 {
			quarter |= 1 << i
		}
	}
	return []rune(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")[quarter]
}

// asciiBlock returns the character for a lower block element, of which there are three.
func asciiBlock(element rune) rune {
	switch {
	case element == runes.FullBlock:
		return '#'
	case element > runes.LowerBlockFour:
		return ':'
	}
	return '.'
}

// candle returns the rune for a part of a candlestick: of a candle that falls with a solid body, of one that does not move
// with a line across. There is no rune for half a solid body and half a wick: the body is what counts there.
func candle(part rune, rise int) rune {
	solid, across := part, part
	switch part {
	case runes.LineVerticalHeavy:
		solid, across = runes.FullBlock, '━'
	case runes.LineUpHeavy:
		solid, across = '▀', '━'
	case runes.LineUpHeavyDown:
		solid, across = '▀', '┿'
	case runes.LineDownHeavy:
		solid, across = runes.LowerBlockFour, '━'
	case runes.LineUpDownHeavy:
		solid, across = runes.LowerBlockFour, '┿'
	}
	return [...]rune{solid, across, part}[rise+1]
}

// asciiCandle returns the character for a part of a candlestick.
func asciiCandle(part rune, rise int) rune {
	switch part {
	case runes.LineVertical, runes.LineUp, runes.LineDown:
		return '|'
	}
	return []rune("#-O")[rise+1]
}
