package preset

import (
	"strings"
	"testing"
	"time"
)

func TestAMarketIsOpenInItsHours(t *testing.T) {
	presets, err := Parse("f", []byte(`presets:
  none: {url: ws://h}
  york: {url: ws://h, hours: {days: Mon-Fri, from: "09:30", to: "16:00", zone: America/New_York}}
  two: {url: ws://h, hours: [{days: "mon, Wednesday", from: "09:00", to: "11:30"}, {from: "12:30:30", to: "24:00"}]}
  night: {url: ws://h, hours: {days: Fri-Mon, from: "22:00", to: "06:00"}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		preset, at string
		open       bool
	}{
		{"none", "2026-11-26T03:00:00Z", true},
		{"york", "2026-11-26T14:29:59Z", false}, // Thursday 09:29:59
		{"york", "2026-11-26T14:30:00Z", true},
		{"york", "2026-11-26T20:59:59Z", true},
		{"york", "2026-11-26T21:00:00Z", false},
		{"york", "2026-11-28T15:00:00Z", false}, // Saturday
		{"york", "2026-07-02T13:30:00Z", true},  // in summer time
		{"two", "2026-11-25T09:00:00Z", true},   // Wednesday
		{"two", "2026-11-26T09:00:00Z", false},
		{"two", "2026-11-26T12:30:29Z", false},
		{"two", "2026-11-26T23:59:59Z", true},
		{"night", "2026-11-27T21:59:59Z", false}, // Friday
		{"night", "2026-11-27T22:00:00Z", true},
		{"night", "2026-11-28T05:59:59Z", true},
		{"night", "2026-11-28T06:00:00Z", false},
		{"night", "2026-12-01T05:00:00Z", true}, // Tuesday, the end of Monday's
		{"night", "2026-12-01T22:00:00Z", false},
	} {
		p, _ := presets.Find(test.preset)
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.MarketOpen(at); got != test.open {
			t.Errorf("%s at %s: open %v", test.preset, test.at, got)
		}
	}
	for name, want := range map[string]string{
		"none": "0001-01-01T00:00:00Z", "york": "2026-11-26T14:30:00Z", "two": "2026-11-26T12:30:30Z", "night": "2026-11-27T22:00:00Z",
	} {
		p, _ := presets.Find(name)
		if got := Change(p.Hours, time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)).UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s changes at %s, want %s", name, got, want)
		}
	}
	for text, want := range map[string]string{
		"9":                                      "`hours` must be a map {days, from, to, zone}, or a list of such maps, and this is a number",
		`{to: "9:00"}`:                           "`from` is missing in `hours`",
		`{from: "9.30", to: "16:00"}`:            "`from`: a time of the day is written as in \"09:30\"",
		`{from: 9:30, to: "25:00"}`:              "`to`: a time of the day",
		`{days: Mo, from: "9:00", to: "10:00"}`:  "`days`: days are written as in `Mon-Fri`",
		`{zone: Mars, from: "9:00", to: "9:00"}`: "there is no time zone `Mars`",
		`{from: "9:00", to: "9:00"}`:             "`from` and `to` are the same",
		`{until: "9:00"}`:                        "unknown key `until` in `hours`",
	} {
		_, err := Parse("f", []byte("presets: {x: {url: ws://h, hours: "+text+"}}"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if _, err := Parse("f", []byte(`presets: {x: {url: ws://h, hours: {from: "25:00", to: "1"}}}`)); err == nil || strings.Contains(err.Error(), "are the same") {
		t.Errorf("two times that cannot be read: %v", err)
	}
}
