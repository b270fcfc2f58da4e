package chart

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"sockeye/widgets/text"
)

// glyphSet is what a chart is drawn with.
type glyphSet struct {
	across, down int // dots in a cell
	// dots returns the rune that shows the dots of a mask, which has one bit for each, row by row from the
	// top left. A set of one dot a cell shows the sign of the series instead.
	dots func(mask uint8, sign rune) rune

	signs []rune // of the series, in their order
	ramp  []rune // the heights of a one-row chart, lowest first
	flat  rune   // of that, if all values are the same
	bars  []rune // the heights of a cell of a bar, the last one full
	// reach and reachHalf are what stands on a bar, up to the highest value, through a cell or its lower half.
	reach, reachHalf rune

	side, tick, corner, floor rune // of the axes
	last                      string
	above, below              rune // a value lies beyond the edge
	hatch, hair, dash         rune
	between                   string // the ends of a scale

	wick, rise, fall, same rune // of candles, where halves of cells cannot be drawn
	halves                 bool // candles are drawn to the half cell
}

// glyphSets are indexed by text.Glyphs.
var glyphSets = [...]glyphSet{
	text.Braille: unicodeSet(2, 4, braille),
	text.Blocks:  unicodeSet(2, 2, func(mask uint8, _ rune) rune { return quadrants[mask&15] }),
	text.ASCII: {
		across: 1, down: 1, dots: func(_ uint8, sign rune) rune { return sign },
		signs: []rune("*+xo@%"), ramp: text.ASCII.Signs().Heights, flat: text.ASCII.Signs().Flat,
		bars: []rune(".:#"), reach: '|', reachHalf: ',',
		side: '|', tick: '+', corner: '+', floor: '-', last: "< ", above: '^', below: 'v',
		hatch: '/', hair: ':', dash: '-', between: "..", wick: '|', rise: 'O', fall: '#', same: '-',
	},
}

// unicodeSet returns the set with so many dots in a cell.
func unicodeSet(across, down int, dots func(mask uint8, sign rune) rune) glyphSet {
	signs := text.Braille.Signs()
	return glyphSet{
		across: across, down: down, dots: dots,
		signs: []rune("●■▲◆○□"), ramp: signs.Heights, flat: signs.Flat,
		bars: []rune("▁▂▃▄▅▆▇█"), reach: '│', reachHalf: '╷',
		side: '│', tick: '┤', corner: '└', floor: '─', last: "◀ ", above: '▲', below: '▼',
		hatch: '░', hair: '┊', dash: '-', between: "–", halves: true,
	}
}

// sign returns the sign of the series of the given number.
func (g *glyphSet) sign(series int) rune { return g.signs[series%len(g.signs)] }

// set returns the glyphs to draw with.
func (m *Model) set() *glyphSet {
	if int(m.theme.Glyphs) >= len(glyphSets) {
		return &glyphSets[text.Braille]
	}
	return &glyphSets[m.theme.Glyphs]
}

var quadrants = [16]rune{' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'}

// braille returns the pattern of a mask of two by four dots.
func braille(mask uint8, _ rune) rune {
	return brailles[mask]
}

var brailles = func() (patterns [256]rune) {
	// Braille numbers the dots of a cell down its columns, apart from the last row.
	order := [8]int{0, 3, 1, 4, 2, 5, 6, 7}
	for mask := range patterns {
		var dots runes.PatternDots
		for bit, dot := range order {
			dots[dot] = mask>>bit&1 == 1
		}
		patterns[mask] = runes.BraillePatternFromPatternDots(dots)
	}
	return patterns
}()
