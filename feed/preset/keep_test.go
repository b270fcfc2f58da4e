package preset

import (
	"strings"
	"testing"
)

func TestKeepSelectsLabelsByWildcards(t *testing.T) {
	tests := []struct {
		keep  []string
		label string
		want  bool
	}{
		{nil, "anything", true}, {nil, "", true},
		{[]string{"sensor.*", "light.*"}, "light.bed", true}, {[]string{"sensor.*", "light.*"}, "switch.bed", false},
		{[]string{"XBT/*"}, "XBT/USD", true}, {[]string{"*USD"}, "XBT/USD", true}, {[]string{"a/*/c"}, "a/b/b/c", true}, {[]string{"*"}, "", true},
		{[]string{"A?C"}, "AéC", true}, {[]string{"A?C"}, "AC", false}, {[]string{`A\*`}, "A*", true}, {[]string{`A\*`}, "AB", false},
		{[]string{"sensor"}, "sensor.a", false}, {[]string{"Sensor.*"}, "sensor.a", false},
		{[]string{"*a*a*a*a*a*a*a*a*b"}, strings.Repeat("a", 1<<16), false},
	}
	for _, test := range tests {
		e := Event{Keep: test.keep}
		if got := e.Keeps(test.label); got != test.want {
			t.Errorf("%q keeps %.20q: %v", test.keep, test.label, got)
		}
	}
}
