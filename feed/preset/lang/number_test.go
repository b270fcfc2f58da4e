package lang

import (
	"encoding/json"
	"testing"
)

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
