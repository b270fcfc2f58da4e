package chart

import "math"

// format writes a value with so many decimals.
type labelFormat func(v float64, decimals int) string

// valueAxis is the scale of a plot with its labels.
type valueAxis struct {
	scale  scale
	labels []string // by row, "" for most
}

// endsAxis returns the axis of a sparkline: the maximum in the first row and the minimum in the last;
// between them stands a label every four rows or so. A flat series has one label, in the middle where
// its trace is.
func endsAxis(s scale, figure labelFormat, decimals, rows, down int) valueAxis {
	decimals = labelDecimals(s, decimals)
	labels := make([]string, rows)
	if s.min == s.max {
		labels[s.row(s.min, rows, down)] = figure(s.min, decimals)
		return valueAxis{s, labels}
	}
	const every = 4
	steps := max((rows-1)/every, 1)
	before := ""
	for step := range steps + 1 {
		fraction := float64(step) / float64(steps)
		label := figure(s.at(1-fraction), decimals)
		if label == before {
			continue // a rounded label twice would be wrong once
		}
		labels[int(math.Round(fraction*float64(rows-1)))] = label
		before = label
	}
	return valueAxis{s, labels}
}

// roundAxis returns the axis with round values on it, one every second row or fewer. A scale that is not
// locked is stretched a little, to a fifth of a step, so that it does not move with every new extreme.
// Where there is no space for two round values, the ends say more.
func roundAxis(s scale, locked bool, figure labelFormat, decimals, rows, down int) valueAxis {
	step, digits := roundStep(s, decimals, rows/2)
	if step == 0 {
		return endsAxis(s, figure, decimals, rows, down)
	}
	stretched := s
	if !locked {
		stretched = s.stretch(step / 5)
	}
	labels := make([]string, rows)
	count := 0
	first := math.Ceil(stretched.min / step)
	for i := range rows + 1 {
		v := (first + float64(i)) * step
		if v > stretched.max {
			break
		}
		if row := stretched.row(v, rows, down); labels[row] == "" {
			labels[row] = figure(v, digits)
			count++
		}
	}
	if count < 2 {
		return endsAxis(s, figure, decimals, rows, down)
	}
	return valueAxis{stretched, labels}
}

// roundStep returns the least of 1, 2, 5, 10, 20, ... that goes into the scale at most the given number of
// times, with the decimals that it needs: no more than the values have. It is 0 if there is none, as when
// the scale is flat, or so narrow that a float64 does not distinguish its steps.
func roundStep(s scale, decimals, most int) (step float64, digits int) {
	span := s.max/2 - s.min/2 // halved, as from -1e308 to 1e308 is more than a float64 holds
	if span <= 0 || most < 2 {
		return 0, 0
	}
	least := span / (float64(most) / 2)
	exponent := int(math.Floor(math.Log10(least)))
	if decimals >= 0 && exponent < -decimals {
		exponent = -decimals
	}
	for _, factor := range []float64{1, 2, 5, 10} {
		if step = factor * math.Pow10(exponent); step >= least {
			if factor == 10 {
				exponent++
			}
			break
		}
	}
	const maxSteps = 1 << 52
	size := max(math.Abs(s.min), math.Abs(s.max))
	if step < least || math.IsInf(step, 0) || size/step > maxSteps {
		return 0, 0
	}
	return step, max(-exponent, 0)
}

// stretch returns the scale with its ends moved out to multiples of grain.
func (s scale) stretch(grain float64) scale {
	out := scale{math.Floor(s.min/grain) * grain, math.Ceil(s.max/grain) * grain}
	if !finite(out.min) || out.min > s.min {
		out.min = s.min
	}
	if !finite(out.max) || out.max < s.max {
		out.max = s.max
	}
	return out
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
