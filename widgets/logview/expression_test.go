package logview

import (
	"strings"
	"testing"
)

func TestErrorSaysWhatIsWrongWithAnExpression(t *testing.T) {
	for expression, want := range map[string]string{
		"":         "type one",
		"BTC(":     "missing closing )",
		"a**":      "invalid nested repetition",
		`x\`:       "trailing backslash",
		`\p{`:      "invalid character class range",
		"[\x1b[2J": "␛[2J",
		`\x{`:      "invalid escape",

		`(.{1,100}){1,10}z`: "2022 steps, 400 at most",
	} {
		_, err := compile(expression)
		if err == nil {
			t.Errorf("%q: no error", expression)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v, want %s", expression, err, want)
		}
	}
}
