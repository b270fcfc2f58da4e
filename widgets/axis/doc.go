// Package axis is the arithmetic of the two axes of a chart: a [Scale] of values, cut into rows, and a [Window] of time, cut
// into cells, with the labels that stand along them. It draws nothing, keeps no state and does no input or output.
//
// Values and moments may be any that a feed sends; values must be finite.
package axis
