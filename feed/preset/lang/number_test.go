package lang

import (
	"encoding/json"
	"testing"
)

func TestANumberOfYAMLBecomesOneOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0": "-0", "00": "0", "00012": "12", "+5": "5", "-5.0": "-5.0", "1.10": "1.10", ".5": "0.5", "-.5": "-0.5", "5.": "5", "0.": "0", "1.e5": "1e5",
		"1e05": "1e05", "1E+5": "1E+5", "1_000": "1000", "0x1F": "31", "-0x10": "-16", "0o17": "15", "0b11": "3", "123456789012345678901234567890": "123456789012345678901234567890",
	} {
		if got, ok := decimal(text); !ok || got != want {
			t.Errorf("%q becomes %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "+", ".", ".e5", "1.e", "1..5", "..5", "1.2.3", "1e", "1e+", "e5", "_1", "1_", "1__0", "0x", "0x-1", "0b12", "1 ", "--1", "Inf", "nan", "0x1p3"} {
		if got, ok := decimal(text); ok {
			t.Errorf("%q is the number %s", text, got)
		}
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0x1F", ".5", "+5", "1_000", "007", "-0", "1e5", "5.", "0b11", "0o17", "0x-1", "__", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		number, ok := decimal(text)
		if ok && !json.Valid([]byte(number)) {
			t.Errorf("%q became %q, which is not JSON", text, number)
		}
		if !ok {
			var n json.Number
			if json.Unmarshal([]byte(text), &n) == nil && n.String() == text && text != "" && text != "null" {
				t.Errorf("%q is a JSON number and is refused", text)
			}
		}
		if quoted := appendString(nil, text); !json.Valid(quoted) {
			t.Errorf("%q was quoted as %s", text, quoted)
		}
	})
}
