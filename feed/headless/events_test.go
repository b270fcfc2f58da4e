package headless

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNumbersStandInLinesAsJSONHasThem compares what counts as a number with encoding/json, on texts of the characters of numbers.
func TestNumbersStandInLinesAsJSONHasThem(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	texts := []string{"", "-", "0", "-0", "00", "01", "1.", ".1", "1.5", "1e5", "1E+05", "1e", "1e-", "e1", "0x10", "NaN", " 1", "1 ", "1.2.3", "3586.60000"}
	for range 20_000 {
		text := make([]byte, random.IntN(7))
		for i := range text {
			text[i] = "0019+-.eE "[random.IntN(10)]
		}
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		want := json.Valid([]byte(text)) && !strings.Contains(text, " ")
		if got := isNumber([]byte(text)); got != want {
			t.Errorf("%q is a number: %v, want %v", text, got, want)
		}
	}
}
