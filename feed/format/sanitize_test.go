package format

import "testing"

func TestSanitizeShowsWhatATerminalWouldExecute(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"plain é 世界 👍":             "plain é 世界 👍",
		"\x1b[2J\n\x07\x7f":        "␛[2J␊␇␡",
		"\u009b\u202e\u200b\u2028": "····",
		"a\xff\uFFFDb":             "a��b",
		"e\u0301\u0301\u0301":      "e\u0301\u0301·",
		"\u0301":                   "·",
		"❤\ufe0f":                  "❤·",
	} {
		if got := Sanitize(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
