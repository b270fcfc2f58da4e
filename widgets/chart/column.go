package chart

import (
	"sockeye/widgets/axis"
	"sockeye/widgets/trace"
)

// Column is what the series did during one slice of the window. The slices are of equal length and follow each other without
// holes, so a slice in which nothing happened is a Column too.
type Column = trace.Column

// rangeOf returns the scale from the lowest to the highest value of some series; ok is false if there is none.
func rangeOf(series ...Series) (s axis.Scale, ok bool) {
	all := make([][]Column, len(series))
	for i := range series {
		all[i] = series[i].Columns
	}
	return trace.Range(all...)
}
