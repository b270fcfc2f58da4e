package lang

import "testing"

func TestAnchoredLiteralsNeedNoRegexp(t *testing.T) {
	for text, want := range map[string]comparison{
		`/^ohlc-/`: wantPrefix, `/^a\.b/`: wantPrefix, `/^ohlc$/`: wantText, `/ohlc/`: wantRegexp, `/^a|b/`: wantRegexp, `/(?m)^a/`: wantRegexp,
		`/(?i)^a/`: wantRegexp, `/^a+/`: wantRegexp, `/^\x{fffd}/`: wantRegexp,
	} {
		got, err := ParseExpect(TextValue(text))
		if err != nil || got.how != want {
			t.Errorf("%s is compared as %d, %v; want %d", text, got.how, err, want)
		}
	}
}
