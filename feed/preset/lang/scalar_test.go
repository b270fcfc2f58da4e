package lang

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestNumbersAreReadAsFeedsWriteThem(t *testing.T) {
	tests := []struct {
		text     string
		want     float64
		decimals int
	}{
		{"0", 0, 0}, {"5", 5, 0}, {"-5", -5, 0}, {"+5", 5, 0}, {"5541.20000", 5541.2, 5}, {".5", 0.5, 1}, {"5.", 5, 0},
		{"0.02097", 0.02097, 5}, {"1e3", 1000, -1}, {"1.5E-3", 0.0015, -1}, {"0x1F", 31, 0}, {"0Xff", 255, 0},
		{"0xd9263f42a87", 14922393332359, 0}, {"on", 1, 0}, {"off", 0, 0}, {"true", 1, 0}, {"false", 0, 0},
		{"14463420050456470503", 14463420050456470503, 0}, {"123456789012345678901234567890", 123456789012345678901234567890, 0},
		{"9007199254740993", 9007199254740992, 0}, {"0.1000000000000000055511151231257827", 0.1, 34}, {"1e22", 1e22, -1}, {"1e23", 1e23, -1},
		{"1e308", 1e308, -1}, {"1e-400", 0, -1}, {"0e999999999", 0, -1}, {"00012", 12, 0},
		{"0x800000000000040001", 0x8000000000000800p8, 0}, {"0x20000000000001", 9007199254740993, 0}, {" 5", 5, 0}, {"\t5.50 \n", 5.5, 2}, {"ON", 1, 0}, {"True", 1, 0}, {" OFF ", 0, 0}, {"FALSE", 0, 0}, {"0x10000000000000000000000000000000", 0x1p124, 0},
	}
	for _, test := range tests {
		v, decimals, ok := ParseNumber([]byte(test.text))
		if !ok || v != test.want || decimals != test.decimals {
			t.Errorf("%q is %v, %d, %v; want %v, %d", test.text, v, decimals, ok, test.want, test.decimals)
		}
	}
	for _, text := range []string{"", "null", "NaN", "nan", "Inf", "-Infinity", "inf", "unavailable", "1e999", "-1e999", "0x", "0xg", "1_000",
		"1,5", " ", "5 0", "- 5", "1.2.3", ".", "-", "+", "e5", "1e", "1e+", "--1", "o n", "truer", "0x" + strings.Repeat("f", 300), "-0x1", "1f"} {
		if v, _, ok := ParseNumber([]byte(text)); ok {
			t.Errorf("%q is the number %v", text, v)
		}
	}
}

func TestTimesAreReadAsFeedsWriteThem(t *testing.T) {
	exact := func(year, month, day, hour, minute, second, nanos int) int64 {
		return time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC).UnixNano()
	}
	tests := []struct {
		text string
		want int64
	}{
		{"1542057360.435743", 1542057360435743000}, {"1542057314.748456", 1542057314748456000}, {"1534614057.321597", 1534614057321597000},
		{"1542057360", 1542057360e9}, {"1542057360435", 1542057360435e6}, {"1542057360435.5", 15420573604355e5},
		{"1542057360435743", 1542057360435743e3}, {"1542057360435743123", 1542057360435743123}, {"0", 0}, {"0.0", 0},
		{"1542057360.4357431239", 1542057360435743123}, {"1.542057360435743e9", 1542057360435743000}, {"1542057360435e0", 1542057360435e6},
		{"9223372035.999999999", 9223372035999999999}, {"9223372036", 9223372036e9},
		{"-1.5", -15e8}, {"0.000000001", 1}, {"0.0000000001", 0}, {"1e-999999", 0},
		{"2026-10-03T20:58:33.794283Z", exact(2026, 10, 3, 20, 58, 33, 794283000)},
		{"2023-10-04T16:26:01.806315597Z", exact(2023, 10, 4, 16, 26, 1, 806315597)},
		{"2023-10-04T16:26:01.8063155979Z", exact(2023, 10, 4, 16, 26, 1, 806315597)},
		{"2026-10-03t20:58:33z", exact(2026, 10, 3, 20, 58, 33, 0)},
		{"2026-10-03 20:58:33+02:00", exact(2026, 10, 3, 18, 58, 33, 0)},
		{"2026-10-03T20:58:33.5-05:30", exact(2026, 10, 4, 2, 28, 33, 5e8)},
		{"2024-02-29T00:00:00Z", exact(2024, 2, 29, 0, 0, 0, 0)}, {"2000-02-29T23:59:60Z", exact(2000, 3, 1, 0, 0, 0, 0)},
		{"1969-12-31T23:59:59.25Z", -75e7}, {"1677-10-01T00:00:00Z", exact(1677, 10, 1, 0, 0, 0, 0)},
		{"2023-02-09 20:32:50.714964855 +0000 UTC m=+87732.156", exact(2023, 2, 9, 20, 32, 50, 714964855)},
		{"2023-02-09 20:32:50 -0330 NST", exact(2023, 2, 10, 0, 2, 50, 0)},
		{"2026-09-06T13:29:39.031", exact(2026, 9, 6, 13, 29, 39, 31e6)}, {"2026-09-06 13:29:39", exact(2026, 9, 6, 13, 29, 39, 0)},
		{"2026-09-06T13:29:39.031+0000", exact(2026, 9, 6, 13, 29, 39, 31e6)}, {"2026-09-06T13:29:39+00", exact(2026, 9, 6, 13, 29, 39, 0)},
		{"2026-09-06T13:29:39-0330", exact(2026, 9, 6, 16, 59, 39, 0)}, {"2026-09-06 13:29:39+02", exact(2026, 9, 6, 11, 29, 39, 0)},
		{"2026-09-06 13:29:39 UTC", exact(2026, 9, 6, 13, 29, 39, 0)}, {"2026-09-06 13:29:39.5 gmt", exact(2026, 9, 6, 13, 29, 39, 5e8)},
		{"2026-09-06 13:29:39 +0200", exact(2026, 9, 6, 11, 29, 39, 0)}, {" 2026-09-06T13:29:39Z\n", exact(2026, 9, 6, 13, 29, 39, 0)},
		{"Sun, 06 Sep 2026 13:29:39 GMT", exact(2026, 9, 6, 13, 29, 39, 0)}, {"Sun, 06 Sep 2026 13:29:39 +0900", exact(2026, 9, 6, 4, 29, 39, 0)},
		{"20260906T132939Z", exact(2026, 9, 6, 13, 29, 39, 0)}, {"20260906T132939.031", exact(2026, 9, 6, 13, 29, 39, 31e6)},
		{"20260906t132939+0900", exact(2026, 9, 6, 4, 29, 39, 0)}, {" 1542057360 ", 1542057360e9},
		{"0x66b2c0f0", 0x66b2c0f0 * 1e9}, {"0X190E3DC7B2A", 0x190E3DC7B2A * 1e6}, {"0x0", 0}, {"0x7fffffffffffffff", math.MaxInt64},
	}
	for _, test := range tests {
		ns, ok := ParseTime([]byte(test.text), nil)
		if !ok || ns != test.want {
			t.Errorf("%q is %d, %v; want %d", test.text, ns, ok, test.want)
		}
	}
	for _, text := range []string{"", "null", "now", "2026-10-03", "2026-10-03T20:58", "2026-10-03T20:58:33.Z", "2023-02-29T00:00:00Z",
		"2026-13-03T20:58:33Z", "2026-10-03T24:00:00Z", "2026-10-03T20:58:33+020", "2026-10-03T20:58:33+2", "2026-10-03T20:58:33 CET", "Sun, 06 Sep 2026 13:29:39 CET", "Sun, 06 Spt 2026 13:29:39 GMT", "Sun, 06 Sep 2026 13:29:39", "20260906T1329", "20261306T132939Z", "2026-10-03T20:58:33Zx", "2026/10/03T20:58:33Z",
		"9999-10-03T20:58:33Z", "9223372037", "9500000000.5", "99999999999",
		"1e30", "123456789012345678901234567890", "12:30:00", "0000-01-01T00:00:00Z", "2026-10-03T20:58:33+25:00",
		"2026-10-03T20:58:33 +", "2026-10-03T20:58:33+00:", "2026-10-03T20:58:33+00 CET", "on",
		"0x", "0xg", "0x66b2c0f0 0", "66b2c0f0", "0xffffffffffffffff", "0x10000000000000000", "-0x1"} {
		if ns, ok := ParseTime([]byte(text), nil); ok {
			t.Errorf("%q is the time %v", text, time.Unix(0, ns).UTC())
		}
	}
}

// TestAZoneIsForTimesWithoutOne: `zone` is where a date without a zone is at home, and nothing to the others.
func TestAZoneIsForTimesWithoutOne(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-09-06T13:29:39": "2026-09-06T11:29:39Z", "2026-12-06 13:29:39.5": "2026-12-06T12:29:39.5Z", "20260906T132939": "2026-09-06T11:29:39Z",
		"2026-09-06T13:29:39Z": "2026-09-06T13:29:39Z", "2026-09-06T13:29:39+09": "2026-09-06T04:29:39Z", "1788701379": "2026-09-06T13:29:39Z",
		"Sun, 06 Sep 2026 13:29:39 GMT": "2026-09-06T13:29:39Z",
	} {
		if ns, ok := ParseTime([]byte(text), berlin); !ok || time.Unix(0, ns).UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s in Berlin is %v, %v; want %s", text, time.Unix(0, ns).UTC(), ok, want)
		}
	}
}

func TestScalarsAllocateNothing(t *testing.T) {
	for _, text := range []string{"5541.20000", "1542057360.435743", "2026-10-03T20:58:33.794283Z", "Sun, 06 Sep 2026 13:29:39 GMT", "20260906T132939", " On ", "0xd9263f42a87", "14463420050456470503", "x"} {
		b := []byte(text)
		if n := testing.AllocsPerRun(100, func() { ParseNumber(b); ParseTime(b, nil) }); n != 0 {
			t.Errorf("%q costs %v allocations", text, n)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1", "-0", "5541.20000", "0x1F", "1e400", "9007199254740993", "0.1000000000000000055511151231257827", "on", "1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, _, ok := ParseNumber([]byte(text))
		if ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Fatalf("%q is %v", text, v)
		}
		if digits, isHex := strings.CutPrefix(strings.ToLower(string(TrimBlanks([]byte(text)))), "0x"); isHex {
			n, valid := new(big.Int).SetString(digits, 16)
			valid = valid && !strings.ContainsAny(digits, "_+-")
			if ok && !valid {
				t.Fatalf("%q is the number %v", text, v)
			}
			if valid {
				if want, _ := new(big.Float).SetInt(n).Float64(); ok != !math.IsInf(want, 0) || ok && v != want {
					t.Fatalf("%q is %v, %v; want %v", text, v, ok, want)
				}
			}
			return
		}
		var js json.Number
		if json.Unmarshal([]byte(text), &js) == nil && js != "" && text[0] != '"' {
			want, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if strings.TrimSpace(text) == text && (ok != (err == nil) || ok && v != want) {
				t.Fatalf("%q is %v, %v; want %v, %v", text, v, ok, want, err)
			}
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-10-03T20:58:33.794283Z", "2000-02-29T23:59:59+23:59", "1600-01-01T00:00:00Z", "1542057360.435743", "-1e-5", "0x66b2c0f0", "2023-02-09 20:32:50 -0330 NST"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ns, ok := ParseTime([]byte(text), nil)
		// Go reads an hour of one digit, and zones of 24 hours, which RFC 3339 does not know.
		if want, err := time.Parse(time.RFC3339Nano, text); err == nil && text[13] == ':' && !strings.HasSuffix(text[:len(text)-3], "24") && want.Year() >= 1678 && want.Year() <= 2261 {
			if !ok || ns != want.UnixNano() {
				t.Fatalf("%q is %d, %v; want %d", text, ns, ok, want.UnixNano())
			}
		}
	})
}

func BenchmarkParseNumber(b *testing.B) {
	for _, text := range []string{"3586.70000", "61240.2", "14463420050456470503", "0xd9263f42a87"} {
		b.Run(text, func(b *testing.B) {
			in := []byte(text)
			b.ReportAllocs()
			for b.Loop() {
				ParseNumber(in)
			}
		})
	}
}

func BenchmarkParseTime(b *testing.B) {
	for _, text := range []string{"1542057360.435743", "2026-10-03T20:58:33.794283Z", "1542057360435"} {
		b.Run(text, func(b *testing.B) {
			in := []byte(text)
			b.ReportAllocs()
			for b.Loop() {
				ParseTime(in, nil)
			}
		})
	}
}
