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
		across: 1, down: 1, steps: 3, dots: func(_, sign rune) rune { return sign }, block: asciiBlock, candle: asciiCandlestick,
		signs: []rune("*+xo@%"), reach: '|', reachHalf: ',',
		side: '|', tick: '+', corner: '+', floor: '-', last: "< ", above: '^', below: 'v',
		hatch: '/', crosshair: ':', dash: '-', between: "..",
	},
}

// unicodeSet returns the set with so many dots in a cell.
func unicodeSet(across, down int, dots func(pattern, sign rune) rune) glyphSet {
	return glyphSet{
		across: across, down: down, steps: 8, dots: dots, block: func(element rune) rune { return element }, candle: candlestick,
		signs: []rune("●■▲◆○□"), reach: runes.LineVertical, reachHalf: runes.LineDown,
		side: runes.LineVertical, tick: runes.LineVerticalLeft, corner: runes.LineUpRight, floor: runes.LineHorizontal,
		last: "◀ ", above: '▲', below: '▼', hatch: '░', crosshair: '┊', dash: '-', between: "–",
	}
}

// sign returns the sign of the series of the given number.
func (g *glyphSet) sign(series int) rune { return g.signs[series%len(g.signs)] }

// glyphsOf returns the glyphs of a theme.
func glyphsOf(th *theme.Theme) *glyphSet { return &glyphSets[min(th.Glyphs, text.ASCII)] }

// quadrant returns the block element for a braille pattern whose dots are set in fours: two by two of them are one of its
// dots.
func quadrant(pattern, _ rune) rune {
	quarters := 0
	for i, corner := range [...]rune{0x01, 0x08, 0x40, 0x80} { // upper left, upper right, lower left, lower right
		if pattern&corner != 0 {
			quarters |= 1 << i
		}
	}
	return quadrants[quarters]
}

var quadrants = []rune(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

// asciiBlock returns the character for a lower block element: there is one for three of them.
func asciiBlock(element rune) rune { return rune(".:#"[(element-runes.LowerBlockOne)/3]) }

// candleBodies are what a part of the body of a candlestick is by the sign of its rise: solid where it falls, a line across
// where it does not move. There is no rune for half a solid body and half a wick: the body is what counts there.
var candleBodies = map[rune][3]rune{
	runes.LineVerticalHeavy: {runes.FullBlock, '━', runes.LineVerticalHeavy},
	runes.LineUpHeavy:       {'▀', '━', runes.LineUpHeavy},
	runes.LineUpHeavyDown:   {'▀', '┿', runes.LineUpHeavyDown},
	runes.LineDownHeavy:     {runes.LowerBlockFour, '━', runes.LineDownHeavy},
	runes.LineUpDownHeavy:   {runes.LowerBlockFour, '┿', runes.LineUpDownHeavy},
}

// candlestick returns the rune for a part of a candlestick.
func candlestick(part rune, rise int) rune {
	if body, ok := candleBodies[part]; ok {
		return body[rise+1]
	}
	return part
}

// asciiCandlestick returns the character for a part of a candlestick.
func asciiCandlestick(part rune, rise int) rune {
	if _, ok := candleBodies[part]; ok {
		return rune("#-O"[rise+1])
	}
	return '|'
}
