package lang

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestDecimalsAreNumbersOfJSONThatAreRead compares what is a decimal with encoding/json and ParseNumber, on texts of the characters of
// numbers.
func TestDecimalsAreNumbersOfJSONThatAreRead(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	texts := []string{"", "-", "0", "-0", "-0.0", "00", "01", "1.", ".1", "1.5", "3586.60000", "NaN", " 1", "1 ", "1.2.3", "0x10",
		strings.Repeat("9", longestDecimal), "0." + strings.Repeat("9", longestDecimal-2)}
	for range 20_000 {
		text := make([]byte, random.IntN(7))
		for i := range text {
			text[i] = "0019+-.e "[random.IntN(9)]
		}
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		want := json.Valid([]byte(text)) && !strings.ContainsAny(text, "e ")
		if got := IsDecimal([]byte(text)); got != want {
			t.Errorf("%q is a decimal: %v, want %v", text, got, want)
		}
		if _, _, ok := ParseNumber([]byte(text)); want && !ok {
			t.Errorf("%q is a decimal, and ParseNumber does not read it", text)
		}
	}
	if IsDecimal([]byte(strings.Repeat("9", longestDecimal+1))) {
		t.Error("a number that a float64 may have no place for is a decimal")
	}
}

func BenchmarkIsDecimal(b *testing.B) {
	in := []byte("3586.70000")
	for b.Loop() {
		IsDecimal(in)
	}
}
