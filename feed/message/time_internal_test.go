package message

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/preset/lang"
)

// FuzzClock parses two times, in turn and each twice, and compares them with what each of them means by itself.
func FuzzClock(f *testing.F) {
	for _, pair := range [][2]string{
		{"1542057360.435743", "1542057360.5"},
		{"1542057360.435743", "1542057360.1234567891"},
		{"1542057360748.5", "1542057360748.25"},
		{"1542057360748.0", "1542057360748.25"},
		{"2026-09-06T13:29:39.000Z", "2026-09-06T13:29:39.5Z"},
		{"1.5", "1.25"},
		{"-1.5", "-1.25"},
		{"2026-09-06T13:29:39.123Z", "2026-09-06T13:29:39.5Z"},
		{"2026-09-06T13:29:39.123Z", "2026-09-06T13:29:39.5+01:00"},
		{"2026-09-06 13:29:39.123", "2026-09-06 13:29:39."},
		{"2026-09-06T13:29:39.123+01:00", "2026-09-06T13:29:39.999999999+01:00"},
		{"20260906T132939.1Z", "20260906T132939.12Z"},
		{"1.5e9", "1.25e9"},
		{"1542057360.5 ", "1542057360.25 "},
		{"0x1.8p3", "1."},
		{"9223372036.5", "9223372036.9"},
	} {
		f.Add(pair[0], pair[1])
	}
	zone := time.FixedZone("", 3600)
	f.Fuzz(func(t *testing.T, first, second string) {
		var c clock
		for _, text := range []string{first, first, second, second, first, second} {
			ns, ok := c.parse([]byte(text), zone)
			want, wantOK := lang.ParseTime([]byte(text), zone)
			if ok != wantOK || ok && ns != want {
				t.Errorf("%q is %d, %t: want %d, %t", text, ns, ok, want, wantOK)
			}
		}
	})
}

// TestClockKnowsTheSecondThatCameTwice and finds out for no other one what it means.
func TestClockKnowsTheSecondThatCameTwice(t *testing.T) {
	for _, text := range []string{"1542057360.%d", "2026-09-06T13:29:39.%dZ", "2026-09-06 13:29:39.%d +01:00"} {
		var c clock
		for i, known := range []bool{false, true} {
			if _, ok := c.parse(fmt.Appendf(nil, text, 123456+i), nil); !ok || c.known != known {
				t.Errorf("time %d of %s: what its second means is known: %t", i+1, text, c.known)
			}
		}
	}
}
