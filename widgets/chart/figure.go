package chart

import (
	"strings"

	"sockeye/feed/format"
	"sockeye/widgets/axis"
)

// figure returns a value with the given decimals, and with sign and unit if it is per cent.
func (d *Data) figure(v float64, decimals int) string { return d.figureOf(0, v, decimals) }

// figureOn returns figures as those of values along a scale, which differ where the values do.
func (d *Data) figureOn(s axis.Scale) axis.Format {
	digits := axis.Digits(s)
	return func(v float64, decimals int) string { return d.figureOf(digits, v, decimals) }
}

// figureOf is figure with at least so many digits that count.
func (d *Data) figureOf(digits int, v float64, decimals int) string {
	const most = 14 // cells, beyond which a figure would take the space of the picture
	figure := format.NumberOf(digits, most, v, decimals)
	if !d.Percent {
		return figure
	}
	if v > 0 && strings.Trim(figure, "0.,") != "" {
		figure = "+" + figure
	}
	return figure + "%"
}

// highLow names the ends of a range in a heading, where there is little space: beyond two decimals without zeros that say
// nothing at either end.
func (d *Data) highLow(of axis.Scale) string {
	decimals, figure := d.Decimals, d.figureOn(of)
	zero := func(v float64) bool { return strings.HasSuffix(strings.TrimSuffix(figure(v, decimals), "%"), "0") }
	for decimals > 2 && zero(of.Min) && zero(of.Max) {
		decimals--
	}
	return "high " + figure(of.Max, decimals) + " low " + figure(of.Min, decimals)
}
