package axis

import "math"

// Format writes a value with so many decimals.
type Format func(v float64, decimals int) string

// Values are a scale with its labels.
type Values struct {
	Scale  Scale
	Labels []string // by row, "" for most
}

// Width returns the width of the widest label in cells.
func (v Values) Width() (cells int) {
	for _, label := range v.Labels {
		cells = max(cells, len(label))
	}
	return cells
}

// Ends returns the axis of a sparkline: the maximum in the first row and the minimum in the last; between them stands a
// label every four rows or so. A flat series has one label, in the middle where its trace is.
func Ends(s Scale, figure Format, decimals, rows, down int) Values {
	decimals = Decimals(s, decimals)
	labels := make([]string, rows)
	if s.Min == s.Max {
		labels[s.Row(s.Min, rows, down)] = figure(s.Min, decimals)
		return Values{s, labels}
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
	return Values{s, labels}
}

// Round returns the axis with round values on it, one every second row or fewer. A scale that is not locked is stretched a
// little, to a fifth of a step, so that it does not move with every new extreme. Where there is no space for two round
// values, the ends say more.
func Round(s Scale, locked bool, figure Format, decimals, rows, down int) Values {
	step, digits := roundStep(s, decimals, rows/2)
	if step == 0 {
		return Ends(s, figure, decimals, rows, down)
	}
	stretched := s
	if !locked {
		stretched = s.stretch(step / 5)
	}
	labels := make([]string, rows)
	count := 0
	first := math.Ceil(stretched.Min / step)
	for i := range rows + 1 {
		v := (first + float64(i)) * step
		if v > stretched.Max {
			break
		}
		if row := stretched.Row(v, rows, down); labels[row] == "" {
			labels[row] = figure(v, digits)
			count++
		}
	}
	if count < 2 {
		return Ends(s, figure, decimals, rows, down)
	}
	return Values{stretched, labels}
}

// roundStep returns the least of 1, 2, 5, 10, 20, ... that goes into the scale at most the given number of times, with the
// decimals that it needs: no more than the values have. It is 0 if there is none, as when the scale is flat, or so narrow
// that a float64 does not distinguish its steps.
func roundStep(s Scale, decimals, most int) (step float64, digits int) {
	span := s.Max/2 - s.Min/2 // halved, as from -1e308 to 1e308 is more than a float64 holds
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
	size := max(math.Abs(s.Min), math.Abs(s.Max))
	if step < least || math.IsInf(step, 0) || size/step > maxSteps {
		return 0, 0
	}
	return step, max(-exponent, 0)
}

// stretch returns the scale with its ends moved out to multiples of grain.
func (s Scale) stretch(grain float64) Scale {
	out := Scale{math.Floor(s.Min/grain) * grain, math.Ceil(s.Max/grain) * grain}
	if !Finite(out.Min) || out.Min > s.Min {
		out.Min = s.Min
	}
	if !Finite(out.Max) || out.Max < s.Max {
		out.Max = s.Max
	}
	return out
}

// Decimals returns the decimals that labels along the scale need: three digits of the distance between its ends, and no more
// than the values have, unless that would give both ends the same text.
func Decimals(s Scale, decimals int) int {
	span := s.Max/2 - s.Min/2
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

// Digits returns how many digits that count distinguish values along the scale: down to three of the distance between its ends.
// It is 0 where the scale is flat, and no more than a float64 has.
func Digits(s Scale) int {
	const most = 17
	size, span := max(math.Abs(s.Min), math.Abs(s.Max)), s.Max/2-s.Min/2
	if span <= 0 || !Finite(size) {
		return 0
	}
	return min(int(math.Floor(math.Log10(size)))-int(math.Floor(math.Log10(span)+math.Log10(2)))+3, most)
}
