package chart

import (
	"math"
	"strconv"
	"strings"

	"sockeye/widgets/text"
)

// figureMost is the width in cells beyond which a figure would take the space of the picture.
const figureMost = 14

// figure returns v with the given decimals, or with six digits and an exponent if that is too wide.
func figure(v float64, decimals int) string {
	if text := text.Number(v, decimals); len(text) <= figureMost {
		return text
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// figure returns a value of the data with the given decimals, and with sign and unit if it is per cent.
func (m *Model) figure(v float64, decimals int) string {
	text := figure(v, decimals)
	if !m.data.Percent {
		return text
	}
	if v > 0 && strings.Trim(text, "0.,") != "" {
		text = "+" + text
	}
	return text + "%"
}

// short is a value of a range in a heading, where there is little space: beyond two decimals without zeros that say
// nothing at either end of the range.
func (m *Model) short(v float64, of scale) string {
	decimals := m.data.Decimals
	for decimals > 2 && strings.HasSuffix(figure(of.min, decimals), "0") && strings.HasSuffix(figure(of.max, decimals), "0") {
		decimals--
	}
	return m.figure(v, decimals)
}

// labelDecimals returns the decimals that labels along the scale need: three digits of the distance
// between its ends, and no more than the values have, unless that would give both ends the same text.
func labelDecimals(s scale, decimals int) int {
	span := s.max/2 - s.min/2
	if span <= 0 {
		return decimals
	}
	const most = 12
	leading := int(math.Floor(math.Log10(span) + math.Log10(2)))
	need := min(max(2-leading, 0), most)
	if decimals >= 0 && leading >= -decimals {
		need = min(need, decimals)
	}
	return need
}
