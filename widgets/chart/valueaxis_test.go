package chart

import (
	"math"
	"slices"
	"testing"
)

func TestRoundStep(t *testing.T) {
	for _, c := range []struct {
		scale    scale
		decimals int
		most     int
		step     float64
		digits   int
	}{
		{scale{61199.6, 61261.8}, 1, 4, 20, 0},
		{scale{0, 10}, 2, 5, 2, 0},
		{scale{0, 1}, 2, 4, 0.5, 1},
		{scale{1.0001, 1.0009}, -1, 4, 0.0002, 4},
		{scale{5, 6}, 0, 4, 1, 0},       // no finer than the values
		{scale{0, 9e-9}, 2, 4, 0.01, 2}, // nor there
		{scale{3, 3}, 2, 4, 0, 0},
		{scale{1e18, 1e18 + 256}, 0, 4, 0, 0},
		{scale{-math.MaxFloat64, math.MaxFloat64}, 2, 4, 1e308, 0},
		{scale{0, math.SmallestNonzeroFloat64}, -1, 4, 0, 0},
		{scale{0, 10}, 2, 1, 0, 0},
	} {
		step, digits := roundStep(c.scale, c.decimals, c.most)
		if math.Abs(step-c.step) > c.step*1e-9 || digits != c.digits {
			t.Errorf("%v, %d decimals, %d steps: %v with %d digits, want %v with %d", c.scale, c.decimals, c.most, step, digits, c.step, c.digits)
		}
	}
}

func TestRoundAxis(t *testing.T) {
	for _, c := range []struct {
		name   string
		scale  scale
		locked bool
		rows   int
		want   []string
		ends   scale
	}{
		{"stretched", scale{61199.6, 61261.8}, false, 8, []string{"61,260", "", "61,240", "", "", "61,220", "", "61,200"}, scale{61196, 61264}},
		{"locked", scale{61210, 61250}, true, 8, []string{"61,250", "", "61,240", "61,230", "", "61,220", "", "61,210"}, scale{61210, 61250}},
		{"low", scale{1, 2}, false, 2, []string{"2.0", "1.0"}, scale{1, 2}},
		{"flat", scale{1, 1}, false, 3, []string{"", "1.0", ""}, scale{1, 1}},
	} {
		a := roundAxis(c.scale, c.locked, (&Data{}).figure, 1, c.rows, 4)
		if !slices.Equal(a.labels, c.want) || a.scale != c.ends {
			t.Errorf("%s: %q on %v, want %q on %v", c.name, a.labels, a.scale, c.want, c.ends)
		}
	}
}
