// Package axis is the arithmetic of the two axes of a chart: a [Scale] of values, cut into rows, and a [Window] of time, cut
// into cells, with the labels that stand along them. It draws nothing, keeps no state and does no input or output.
//
// Moments may be any, and values any that are finite: from -1e308 to 1e308 is a scale too.
package axis
