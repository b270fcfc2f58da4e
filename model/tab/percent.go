package tab

import (
	"math"

	"sockeye/widgets/chart"
)

// percentDecimals are the digits of changes in per cent.
const percentDecimals = 2

// inPercent turns values into changes in per cent since the window began; begins are what the main series and the others
// were then. A series that begins with zero has none.
func inPercent(data *chart.Data, begins []float64) {
	begin := begins[0]
	data.Last = percent(data.Last, begin)
	columnsInPercent(data.Columns, begin)
	kept := data.Candles[:0]
	for _, c := range data.Candles {
		c.Open, c.High, c.Low, c.Close = percent(c.Open, begin), percent(c.High, begin), percent(c.Low, begin), percent(c.Close, begin)
		if !math.IsNaN(c.Open) {
			kept = append(kept, c)
		}
	}
	data.Candles = kept
	for i := range data.Overlays {
		o := &data.Overlays[i]
		o.Last, o.Decimals = percent(o.Last, begin), percentDecimals
		columnsInPercent(o.Columns, begin)
	}
	for i := range data.Others {
		s := &data.Others[i]
		begin := begins[i+1]
		s.Last, s.Decimals = percent(s.Last, begin), percentDecimals
		columnsInPercent(s.Columns, begin)
	}
	data.Percent, data.Decimals, data.Change = true, percentDecimals, math.NaN()
	data.Marks = nil // alerts are about values
}

// firstOf returns the first value of some columns; NaN without one.
func firstOf(columns []chart.Column) float64 {
	for i := range columns {
		if columns[i].Count > 0 {
			return columns[i].First
		}
	}
	return math.NaN()
}

func columnsInPercent(columns []chart.Column, begin float64) {
	for i := range columns {
		c := &columns[i]
		if c.Count == 0 {
			continue
		}
		c.First, c.Last = percent(c.First, begin), percent(c.Last, begin)
		low, high := percent(c.Min, begin), percent(c.Max, begin)
		c.Min, c.Max = min(low, high), max(low, high) // of a negative begin
	}
}

// percent returns how far v is from begin; NaN where that says nothing.
func percent(v, begin float64) float64 {
	if begin == 0 {
		return math.NaN()
	}
	return (v - begin) / math.Abs(begin) * 100
}

// apart reports whether some of the series that are compared have no value in common with others, so that on one scale each is a
// straight line at an edge of it.
func apart(data *chart.Data) bool {
	if data.Hidden {
		return false
	}
	low, high := extremes(data.Columns)
	for i := range data.Others {
		if s := &data.Others[i]; !s.Hidden {
			l, h := extremes(s.Columns)
			if h < low || l > high {
				return true
			}
		}
	}
	return false
}

// extremes returns the lowest and the highest value of some columns; of none, what is apart from nothing.
func extremes(columns []chart.Column) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, c := range columns {
		if c.Count > 0 {
			low, high = min(low, c.Min), max(high, c.Max)
		}
	}
	if low > high {
		return math.Inf(-1), math.Inf(1)
	}
	return low, high
}
