package preset

import (
	"strings"
	"testing"
	"time"
)

func TestALabelIsStaleAfterTheTimeOfItsWildcard(t *testing.T) {
	presets, err := Parse("f", []byte(`presets:
  a: {url: ws://h, stale: 5s}
  b: {url: ws://h, stale: {"*": 10s, "DOT/*": 1m, DOT/EUR: off}}
  c: {url: ws://h, stale: off}
  d: {url: ws://h, stale: {X: 1s}}
  e: {url: ws://h}
  f: {url: ws://h, stale: {"*": off, Y: auto}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		preset, label string
		want          time.Duration
	}{
		{"a", "X", 5 * time.Second}, {"b", "XBT/USD", 10 * time.Second}, {"b", "DOT/USD", time.Minute}, {"b", "DOT/EUR", 0},
		{"c", "X", 0}, {"d", "X", time.Second}, {"d", "Y", StaleAuto}, {"e", "X", StaleAuto}, {"f", "X", 0}, {"f", "Y", StaleAuto},
	} {
		p, _ := presets.Find(test.preset)
		if got := p.StaleAfter(test.label); got != test.want {
			t.Errorf("%s: %s is stale after %v, want %v", test.preset, test.label, got, test.want)
		}
	}
	for text, want := range map[string]string{
		"never":          "^ `auto` is learned, and `off` is never",
		"[5s]":           "`stale` must be a duration, `auto`, `off`, or a map of symbols and their durations, and this is a list",
		`{X: 5}`:         "`X`: ",
		`{"": 5s}`:       "an empty wildcard is like nothing",
		`{X: {a: 1s}}`:   "`X` must be a duration",
		`{"X": 1s, Y: }`: "`Y` has no value",
	} {
		_, err := Parse("f", []byte("presets: {x: {url: ws://h, stale: "+text+"}}"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
