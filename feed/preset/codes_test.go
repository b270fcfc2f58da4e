package preset

import "testing"

func TestCloseCodesAreNumbersAndRanges(t *testing.T) {
	for text, want := range map[string]CodeRange{"4400": {4400, 4400}, "4400-4403": {4400, 4403}} {
		if got, err := parseCodes(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "999", "5000", "4403-4400", "1000-", "-1", "1-2-3"} {
		if got, err := parseCodes(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}
