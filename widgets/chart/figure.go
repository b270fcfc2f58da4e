package chart

import (
	"strings"

	"sockeye/feed/format"
	"sockeye/widgets/axis"
)

// figure returns a value with the given decimals, and with sign and unit if it is per cent.
func (d *Data) figure(v float64, decimals int) string {
	const most = 14 // cells, beyond which a figure would take the space of the picture
	figure := format.NumberIn(most, v, decimals)
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
	decimals := d.Decimals
	zero := func(v float64) bool { return strings.HasSuffix(strings.TrimSuffix(d.figure(v, decimals), "%"), "0") }
	for decimals > 2 && zero(of.Min) && zero(of.Max) {
		decimals--
	}
	return "high " + d.figure(of.Max, decimals) + " low " + d.figure(of.Min, decimals)
}
