package axis

import (
	"math"
	"slices"
	"testing"

	"sockeye/feed/format"
)

func TestRoundStep(t *testing.T) {
	for _, c := range []struct {
		scale    Scale
		decimals int
		most     int
		step     float64
		digits   int
	}{
		{Scale{61199.6, 61261.8}, 1, 4, 20, 0},
		{Scale{0, 10}, 2, 5, 2, 0},
		{Scale{0, 1}, 2, 4, 0.5, 1},
		{Scale{1.0001, 1.0009}, -1, 4, 0.0002, 4},
		{Scale{5, 6}, 0, 4, 1, 0},       // no finer than the values
		{Scale{0, 9e-9}, 2, 4, 0.01, 2}, // nor there
		{Scale{3, 3}, 2, 4, 0, 0},
		{Scale{1e18, 1e18 + 256}, 0, 4, 0, 0},
		{Scale{-math.MaxFloat64, math.MaxFloat64}, 2, 4, 1e308, 0},
		{Scale{0, math.SmallestNonzeroFloat64}, -1, 4, 0, 0},
		{Scale{0, 10}, 2, 1, 0, 0},
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
		scale  Scale
		locked bool
		rows   int
		want   []string
		ends   Scale
	}{
		{"stretched", Scale{61199.6, 61261.8}, false, 8, []string{"61,260", "", "61,240", "", "", "61,220", "", "61,200"}, Scale{61196, 61264}},
		{"locked", Scale{61210, 61250}, true, 8, []string{"61,250", "", "61,240", "61,230", "", "61,220", "", "61,210"}, Scale{61210, 61250}},
		{"low", Scale{1, 2}, false, 2, []string{"2.0", "1.0"}, Scale{1, 2}},
		{"flat", Scale{1, 1}, false, 3, []string{"", "1.0", ""}, Scale{1, 1}},
	} {
		a := Round(c.scale, c.locked, format.Number, 1, c.rows, 4)
		if !slices.Equal(a.Labels, c.want) || a.Scale != c.ends {
			t.Errorf("%s: %q on %v, want %q on %v", c.name, a.Labels, a.Scale, c.want, c.ends)
		}
	}
}

func TestDecimalsDistinguishTheEnds(t *testing.T) {
	for _, c := range []struct {
		scale    Scale
		decimals int
		low, top string
	}{
		{Scale{61210.44, 61262.12}, 2, "61,210.4", "61,262.1"},
		{Scale{61210, 61262}, 0, "61,210", "61,262"},
		{Scale{100, 250000}, 8, "100", "250,000"},
		{Scale{0.9998, 1.0002}, -1, "0.999800", "1.000200"},
		{Scale{1.01, 1.02}, 2, "1.01", "1.02"},
		{Scale{5, 5.001}, 2, "5.00000", "5.00100"}, // decimals that would make the ends the same
		{Scale{-math.MaxFloat64, math.MaxFloat64}, 2, "-1.79769e+308", "1.79769e+308"},
	} {
		decimals := Decimals(c.scale, c.decimals)
		low, top := format.Number(c.scale.Min, decimals), format.Number(c.scale.Max, decimals)
		if low != c.low || top != c.top {
			t.Errorf("%v with %d decimals: %s to %s, want %s to %s", c.scale, c.decimals, low, top, c.low, c.top)
		}
	}
}

func TestDigitsDistinguishValuesAlongTheScale(t *testing.T) {
	for scale, want := range map[Scale]int{
		{1795690060000000, 1795690120000000}: 11, {61199.6, 61261.8}: 6, {0, 10}: 3, {-10, 10}: 3, {5, 5}: 0,
		{2400000000000000000, 2400000000000000512}: 17, {1e18, math.Nextafter(1e18, 2e18)}: 17, {-math.MaxFloat64, math.MaxFloat64}: 3,
	} {
		if got := Digits(scale); got != want {
			t.Errorf("%v: %d digits, want %d", scale, got, want)
		}
	}
}
