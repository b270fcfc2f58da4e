package axis

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

func plain(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', max(decimals, 0), 64) }

// TestRoundValuesStandOnEqualRows, exactly in the rows of their labels, whatever the range and the size; with space above and below
// the values, and most of the height used.
func TestRoundValuesStandOnEqualRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		rows, down := 3+r.IntN(60), []int{1, 2, 3, 4, 8}[r.IntN(5)]
		from := (r.Float64() - 0.3) * math.Pow10(r.IntN(8)-2)
		data := Scale{from, from + r.Float64()*math.Pow10(r.IntN(8)-4)}
		a := Even(data, plain, -1, rows, down)
		last, apart, count, step := -1, 0, 0, 0.0
		var above float64
		for row, label := range a.Labels {
			if label == "" {
				continue
			}
			v, err := strconv.ParseFloat(label, 64)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Scale.Row(v, rows, down); got != row {
				t.Fatalf("%v in %d rows of %d: %s stands in row %d, and is in row %d", data, rows, down, label, row, got)
			}
			if last >= 0 {
				if apart > 0 && row-last != apart || step != 0 && math.Abs(above-v-step) > step/1000 {
					t.Fatalf("%v in %d rows: %q", data, rows, a.Labels)
				}
				apart, step = row-last, above-v
			}
			last, above, count = row, v, count+1
		}
		if count < 2 && rows > 4 {
			t.Fatalf("%v in %d rows of %d has %d labels: %q", data, rows, down, count, a.Labels)
		}
		if data.Min < a.Scale.Min || data.Max > a.Scale.Max {
			t.Fatalf("%v is not on %v", data, a.Scale)
		}
		if used := (data.Max - data.Min) / (a.Scale.Max - a.Scale.Min); used < 0.3 && rows > 6 && data.Max-data.Min > math.Abs(data.Max)*1e-5 {
			t.Fatalf("%v uses %.2f of %v in %d rows", data, used, a.Scale, rows)
		}
	}
}

// TestAxesWithoutSpaceHaveTheEnds, and so has what no float64 can be stepped along.
func TestAxesWithoutSpaceHaveTheEnds(t *testing.T) {
	for _, s := range []Scale{{-1e308, 1e308}, {1e15, 1e15 + 2}} {
		if got := Even(s, plain, -1, 8, 4); got.Scale != s {
			t.Errorf("%v became %v, %q", s, got.Scale, got.Labels)
		}
	}
	if got := Even(Scale{5, 5}, plain, 0, 9, 4); got.Labels[4] != "5" || !got.Scale.IsSet() {
		t.Errorf("a flat range has %q on %v", got.Labels, got.Scale)
	}
}

// TestAScaleHoldsWhatIsOnIt until it is too large for that, with the labels that it had.
func TestAScaleHoldsWhatIsOnIt(t *testing.T) {
	a := Even(Scale{61_190, 61_240}, plain, 1, 10, 4)
	for _, c := range []struct {
		data Scale
		want bool
	}{{Scale{61_190, 61_240}, true}, {Scale{61_200, 61_225}, true}, {Scale{61_200, 61_205}, false}, {Scale{61_200, a.Scale.Max + 1}, false}} {
		if got := a.Scale.Holds(c.data); got != c.want {
			t.Errorf("%v holds %v: %t", a.Scale, c.data, got)
		}
	}
	again := Relabelled(a.Scale, plain, 1, 10, 4)
	for row := range a.Labels {
		if a.Labels[row] != again.Labels[row] {
			t.Fatalf("%q became %q", a.Labels, again.Labels)
		}
	}
}
