package config

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset"
)

// TestQuietOfTheConfigurationIsOfEveryFeed, presets and addresses, beside what a preset has.
func TestQuietOfTheConfigurationIsOfEveryFeed(t *testing.T) {
	c, err := (&Loader{BuiltIn: []byte("ui: {}"), Files: &Files{}}).Parse("f", []byte(`quiet: {days: Sat, from: "22:00", to: "02:00", zone: Europe/Berlin}
presets:
  a: {url: ws://h, quiet: [{from: "12:00", to: "13:00"}], events: [{match: {a: "*"}, value: a}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := c.Bind([]string{"a", "ws://127.0.0.1:1"}, Overrides{}, preset.Env{})
	if err != nil {
		t.Fatal(err)
	}
	night := time.Date(2026, 11, 29, 0, 30, 0, 0, time.UTC) // Sunday 01:30 in Berlin
	for i, want := range []int{2, 1} {
		if quiet := bound[i].Quiet; len(quiet) != want || !preset.Within(quiet, night) {
			t.Errorf("%s: %+v", bound[i].Name, quiet)
		}
	}
	if p, _ := c.Presets.Find("a"); len(p.Quiet) != 1 {
		t.Errorf("the preset has changed: %+v", p.Quiet)
	}
	for text, want := range map[string]string{
		`quiet: {from: "22:00", to: "22:00"}`:             "f:1:28: `from` and `to` are the same",
		`quiet: {from: "22:00", to: "6:00", zone: Mars}`:  "there is no time zone `Mars`",
		`quiet: [{from: "22:00"}]`:                        "`to` is missing in `quiet`",
		`quiet: {days: Caturday, from: "1:00", to: 2:00}`: "days are written as in `Mon-Fri`",
	} {
		if _, err := (&Loader{BuiltIn: []byte("ui: {}"), Files: &Files{}}).Parse("f", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
