package format

import (
	"math"
	"testing"
)

var (
	nan  = math.NaN()
	plus = math.Inf(1)
	less = math.Inf(-1)
)

func TestNumbersHaveTheirDecimalsAndCommas(t *testing.T) {
	for _, test := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {0, 2, "0.00"}, {0, -1, "0"},
		{61240.2, 1, "61,240.2"}, {61240.2, 2, "61,240.20"}, {61240.2, -1, "61,240.2"}, {61240.2, -7, "61,240.2"},
		{999, 0, "999"}, {1000, 0, "1,000"}, {999999.96, 1, "1,000,000.0"}, {-1234567.891, 3, "-1,234,567.891"},
		{-123, 0, "-123"}, {-0.001, 2, "0.00"}, {math.Copysign(0, -1), -1, "0"}, {-0.006, 2, "-0.01"},
		{0.00001234, -1, "0.00001234"}, {0.0000001, -1, "1e-07"}, {0.0000001, 8, "0.00000010"},
		{999999999999999, 0, "999,999,999,999,999"}, {1e15, 2, "1,000,000,000,000,000"}, {1e308, -1, "1e+308"}, {-math.MaxFloat64, 1, "-1.79769e+308"},
		{1500000000000000000, 0, "1.5e+18"}, {2400000000000000000, 0, "2.4e+18"}, {8389766036995847940, 0, "8.38977e+18"}, {1795645000123456, 0, "1,795,645,000,123,456"},
		{-9007199254740991, 0, "-9,007,199,254,740,991"}, {9007199254740993, 0, "9.0072e+15"}, {1e15 + 0.5, 1, "1e+15"},
		{1.5, 400, "1.5000000000000000000000"}, {5e-324, 400, "5e-324"}, {1.25e-6, 400, "0.0000012500000000000000"},
		{1e-300, 2, "0.00"}, {0.00001234567890123456, 30, "0.0000123456789012345600"},
		{nan, 2, "NaN"}, {plus, 2, "+Inf"}, {less, -1, "-Inf"},
	} {
		if got := Number(test.v, test.decimals); got != test.want {
			t.Errorf("Number(%v, %d) = %q, want %q", test.v, test.decimals, got, test.want)
		}
	}
}

// TestNoDigitsAreShownThatAFeedHasNotSent has numbers that a float64 does not hold exactly, and decimals of longer ones.
func TestNoDigitsAreShownThatAFeedHasNotSent(t *testing.T) {
	for _, test := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{100.1, 17, "100.10000000000000000"}, {100.1, 2, "100.10"}, {11.411623477935791, 20, "11.41162347793579100000"},
		{0.00032591819763183594, 20, "0.00032591819763183594"}, {5.0527379512786865, 16, "5.0527379512786865"}, {7, 3, "7.000"},
	} {
		if got := Number(test.v, test.decimals); got != test.want {
			t.Errorf("Number(%v, %d) = %q, want %q", test.v, test.decimals, got, test.want)
		}
	}
}

func TestDecimalsAreThoseOfTheShortestText(t *testing.T) {
	for v, want := range map[float64]int{
		0: 0, 7: 0, 61240.2: 1, -99.125: 3, 0.00032591819763183594: 20, 1e300: 0, 1e-7: 7, plus: 0,
	} {
		if got := Decimals(v); got != want {
			t.Errorf("Decimals(%v) = %d, want %d", v, got, want)
		}
	}
}

// TestZerosGiveWayBeforeDigits has numbers in the cells of a narrow column.
func TestZerosGiveWayBeforeDigits(t *testing.T) {
	for _, test := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{61240.25, 2, "61,240.25"}, {61240.25, 12, "61,240.25"}, {1234567890, 2, "1,234,567,890"}, {100.1, 400, "100.1"},
		{11.411623477935791, 15, "11.4116"}, {1e308, 300, "1e+308"}, {1e-9, 400, "1e-09"},
	} {
		if got := NumberIn(14, test.v, test.decimals); got != test.want {
			t.Errorf("NumberIn(14, %v, %d) = %q, want %q", test.v, test.decimals, got, test.want)
		}
	}
}

func TestANumberHasTheDigitsThatDistinguishIt(t *testing.T) {
	for _, test := range []struct {
		digits int
		v      float64
		want   string
	}{
		{9, 1795690120000000, "1.79569012e+15"}, {9, 1795690140000000, "1.79569014e+15"}, {0, 1795690120000000, "1.79569e+15"},
		{12, 2400000000100000000, "2.4000000001e+18"}, {12, 2400000000000000000, "2.4e+18"},
		{16, 1795690120000001, "1,795,690,120,000,001"}, {12, 61240.25, "61,240.25"}, {12, 2e18, "2e+18"}, {12, plus, "+Inf"},
	} {
		if got := NumberOf(test.digits, 14, test.v, 2); got != test.want {
			t.Errorf("NumberOf(%d, 14, %v, 2) = %q, want %q", test.digits, test.v, got, test.want)
		}
	}
}

func TestShortNumbersHaveAUnit(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 0.4: "0.4", 0.04: "0.0", 1: "1", 9.94: "9.9", 9.96: "10", 96: "96", 96.4: "96", 826: "826", 999.4: "999", 999.5: "1k",
		1000: "1k", 1050: "1.1k", 12300: "12.3k", 48126: "48.1k", 99960: "100k", 999499: "999k", 999500: "1M", 1.2e6: "1.2M", 3e18: "3E",
		1e308: "Inf", plus: "+Inf",
	} {
		if got := Short(v); got != want {
			t.Errorf("Short(%v) = %q, want %q", v, got, want)
		}
	}
	if got := Short(nan); got != "NaN" {
		t.Errorf("Short(NaN) = %q", got)
	}
}

func TestCountsHaveCommasAndBytesTheirUnits(t *testing.T) {
	for n, want := range map[uint64][2]string{
		0:              {"0", "0B"},
		999:            {"999", "999B"},
		1000:           {"1,000", "1KiB"},
		1536:           {"1,536", "1.5KiB"},
		43008:          {"43,008", "42KiB"},
		48126:          {"48,126", "47KiB"},
		1 << 20:        {"1,048,576", "1MiB"},
		math.MaxUint64: {"18,446,744,073,709,551,615", "16EiB"},
	} {
		if got := Count(n); got != want[0] {
			t.Errorf("Count(%d) = %q, want %q", n, got, want[0])
		}
		if got := Bytes(n); got != want[1] {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want[1])
		}
	}
}

func TestChangesHaveASignAndThreeDigits(t *testing.T) {
	for pct, want := range map[float64]string{
		0: "0.00", 0.004: "0.00", -0.004: "0.00", 0.31: "+0.31", -0.02: "-0.02", 9.994: "+9.99", 9.996: "+10.0", -12.34: "-12.3",
		99.96: "+100", 9999.4: "+9999", 12345: "+12k", 999600: "+1M", -3e17: "-300P", 1e18: "+Inf", 1e308: "+Inf", plus: "+Inf", less: "-Inf",
	} {
		if got := Change(pct); got != want {
			t.Errorf("Change(%v) = %q, want %q", pct, got, want)
		}
	}
	if got := Change(nan); got != "NaN" {
		t.Errorf("Change(NaN) = %q", got)
	}
}
