package axis

import (
	"math"
	"slices"
)

// headroom is what is left free above the highest and below the lowest value, as a part of the distance between them.
const headroom = 0.06

// Even returns the axis of a plot of so many rows, of down dots each, on which round values stand in the middle of rows, the same
// number of rows apart, with some space above and below the range r. Where there is no space for that, the ends say more.
//
// The scale reaches beyond r so that it can stay what it is while values move: see [Scale.Holds].
func Even(r Scale, figure Format, decimals, rows, down int) Values {
	wide := r.widened(decimals)
	best := Values{}
	unit := math.Inf(1) // what a row is worth on the best axis so far
	for _, every := range labelRows(rows) {
		for _, step := range steps(wide, decimals, rows, every) {
			if step.size/float64(every) >= unit {
				break // they grow
			}
			if s, first, ok := wide.aligned(step.size, every, rows, down); ok {
				unit = step.size / float64(every)
				best = Values{s, evenLabels(step, every, first, s, figure, rows, down)}
				break
			}
		}
	}
	if best.Labels == nil {
		return Ends(r, figure, decimals, rows, down)
	}
	return best
}

// Holds reports whether a range fits on the scale as it is, and is large enough to be seen there.
func (s Scale) Holds(r Scale) bool {
	const least = 0.3 // of the scale
	return s.IsSet() && r.Min >= s.Min && r.Max <= s.Max && (r.Max/2-r.Min/2) >= (s.Max/2-s.Min/2)*least
}

// Relabelled returns the axis of a scale that [Even] has made for as many rows.
func Relabelled(s Scale, figure Format, decimals, rows, down int) Values {
	dot := (s.Max - s.Min) / float64(rows*down-1)
	for _, every := range labelRows(rows) {
		step := dot * float64(down*every)
		exponent := math.Floor(math.Log10(step) + 1e-9)
		mantissa := step / math.Pow(10, exponent)
		for _, m := range mantissas {
			if math.Abs(mantissa-m) > 1e-6 {
				continue
			}
			round := roundSize{m * math.Pow(10, exponent), int(exponent)}
			first := math.Ceil((s.Min-dot/2)/round.size) * round.size
			return Values{s, evenLabels(round, every, first, s, figure, rows, down)}
		}
	}
	return Ends(s, figure, decimals, rows, down)
}

var mantissas = []float64{1, 2, 5}

// roundSize is the distance between round values, with its power of ten.
type roundSize struct {
	size     float64
	exponent int
}

// widened returns a range that is long enough to be drawn: some units of the last decimal, or of a flat one without decimals a
// little of its size.
func (s Scale) widened(decimals int) Scale {
	least := 0.0
	switch {
	case decimals >= 0:
		least = 2 * math.Pow10(-decimals)
	case s.Min == 0 && s.Max == 0:
		least = 1
	case s.Min == s.Max:
		least = math.Abs(s.Max) * 1e-4
	}
	if span := s.Max - s.Min; span < least {
		return Scale{s.Min - (least-span)/2, s.Max + (least-span)/2}
	}
	return s
}

// labelRows returns how many rows labels may be apart.
func labelRows(rows int) []int {
	switch {
	case rows < 2:
		return nil
	case rows < 7:
		return []int{2, 1}
	case rows < 12:
		return []int{2, 3}
	case rows < 24:
		return []int{3, 4}
	default:
		return []int{4, 5, 6}
	}
}

// steps returns the round distances that may fit, the smallest first, for labels so many rows apart.
func steps(r Scale, decimals, rows, every int) (all []roundSize) {
	span := r.Max - r.Min
	least := span * (1 + headroom) * float64(every) / float64(rows)
	if !Finite(least) || least <= 0 {
		return nil
	}
	exponent := int(math.Floor(math.Log10(least)))
	if decimals >= 0 {
		exponent = max(exponent, -decimals)
	}
	const maxSteps = 1 << 40 // beyond, a float64 does not distinguish the dots of a row
	for range 3 {
		for _, m := range mantissas {
			size := m * math.Pow10(exponent)
			if size >= least && math.Max(math.Abs(r.Min), math.Abs(r.Max))/size < maxSteps && Finite(size*float64(rows)) {
				all = append(all, roundSize{size, exponent})
			}
		}
		exponent++
	}
	slices.SortFunc(all, func(a, b roundSize) int { return int(math.Copysign(1, a.size-b.size)) })
	return all
}

// aligned returns the scale on which multiples of a step are in the middle of rows, so many apart, and which has the range in its
// middle; ok is false where the range has no space on it. first is the lowest multiple on it.
func (s Scale) aligned(step float64, every, rows, down int) (out Scale, first float64, ok bool) {
	dot := step / float64(every*down)
	length := dot * float64(rows*down-1)
	unit := dot * float64(down)
	middle := dot * float64(down-1) / 2 // of a row, above its lowest dot
	lowest := s.Min/2 + s.Max/2 - length/2
	lowest = math.Round((lowest+middle)/unit)*unit - middle
	if free := (s.Max - s.Min) * headroom; lowest > s.Min-free || lowest+length < s.Max+free {
		return out, 0, false
	}
	if s.Min >= 0 && lowest < 0 && s.Max < length-middle { // no label below zero where no value is
		lowest = -middle
	}
	out = Scale{lowest, lowest + length}
	return out, math.Ceil((lowest-dot/2)/step) * step, out.IsSet()
}

// evenLabels returns the labels of an axis, the lowest of which is first.
func evenLabels(step roundSize, every int, first float64, s Scale, figure Format, rows, down int) []string {
	labels := make([]string, rows)
	digits := max(-step.exponent, 0)
	row := s.Row(first, rows, down)
	for i := 0; row-i*every >= 0; i++ {
		v := first + float64(i)*step.size
		if math.Abs(v) < step.size/2 {
			v = 0 // and no minus zero
		}
		labels[row-i*every] = figure(v, digits)
	}
	return labels
}
