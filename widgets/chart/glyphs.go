package chart

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"sockeye/widgets/grid"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// glyphSet is what a chart is drawn with. ntcharts draws in braille, eighths of blocks and box drawing; a set has other runes
// for these where a terminal cannot be trusted with them.
type glyphSet struct {
	across, down int // dots in a cell of a line
	// dots returns the rune for a braille pattern. A set of one dot a cell shows the sign of the series instead.
	dots func(pattern, sign rune) rune
	fill rune // of an area, where the theme has no ground for it

	signs []rune // of the series, in their order

	side, tick, corner, floor rune // of the axes
	lastRule, gridRule        rune // levels of the last value, and of values with a label
	last                      string
	above, below              rune // a value lies beyond the edge
	hatch, crosshair, dash    rune
	between                   string // the ends of a scale
}

// glyphSets are indexed by text.Glyphs.
var glyphSets = [...]glyphSet{
	text.Braille: unicodeSet(2, 4, '⠡', func(pattern, _ rune) rune { return pattern }),
	text.Blocks:  unicodeSet(2, 2, '▒', func(pattern, _ rune) rune { return grid.Quadrant(pattern) }),
	text.ASCII: {
		across: 1, down: 1, dots: func(_, sign rune) rune { return sign }, fill: '\'', signs: []rune("*+xo@%"), lastRule: '-', gridRule: '.',
		side: '|', tick: '+', corner: '+', floor: '-', last: "< ", above: '^', below: 'v',
		hatch: '/', crosshair: ':', dash: '-', between: "..",
	},
}

// unicodeSet returns the set with so many dots in a cell.
func unicodeSet(across, down int, fill rune, dots func(pattern, sign rune) rune) glyphSet {
	return glyphSet{
		across: across, down: down, dots: dots, fill: fill, signs: []rune("●■▲◆○□"), lastRule: '╌', gridRule: '┈',
		side: runes.LineVertical, tick: runes.LineVerticalLeft, corner: runes.LineUpRight, floor: runes.LineHorizontal,
		last: "◀ ", above: '▲', below: '▼', hatch: '░', crosshair: '┊', dash: '-', between: "–",
	}
}

// sign returns the sign of the series of the given number.
func (g *glyphSet) sign(series int) rune { return g.signs[series%len(g.signs)] }

// glyphsOf returns the glyphs of a theme.
func glyphsOf(th *theme.Theme) *glyphSet { return &glyphSets[min(th.Glyphs, text.ASCII)] }
