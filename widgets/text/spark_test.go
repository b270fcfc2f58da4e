package text

import (
	"math"
	"strings"
	"testing"
)

func TestSpark(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   string
	}{
		{nil, ""},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8}, "▁▂▃▄▅▆▇█"},
		{[]float64{60000, 60009, 60004}, "▁█▄"},
		{[]float64{5, 5, 5}, "▄▄▄"},
		{[]float64{5}, "▄"},
		{[]float64{1, math.NaN(), 2, math.Inf(1), math.Inf(-1)}, "▁ █  "},
		{[]float64{math.NaN(), math.NaN()}, "  "},
		{[]float64{-math.MaxFloat64, 0, math.MaxFloat64}, "▁▅█"},
		{[]float64{0, 1e-300}, "▁█"},
	} {
		if got := Braille.Spark(test.values); got != test.want {
			t.Errorf("Spark(%v) = %q, want %q", test.values, got, test.want)
		}
		ascii := strings.NewReplacer("▁", "_", "▂", ".", "▃", "-", "▄", "~", "▅", "=", "▆", "+", "▇", "*", "█", "#").Replace(test.want)
		if test.want == "▄▄▄" || test.want == "▄" {
			ascii = strings.ReplaceAll(ascii, "~", "-")
		}
		if got := ASCII.Spark(test.values); got != ascii {
			t.Errorf("in ASCII, Spark(%v) = %q, want %q", test.values, got, ascii)
		}
	}
}
