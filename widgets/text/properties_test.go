package text

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// What is known of single runes makes of a text what the search for the end of each cluster makes of it.
func TestPropertiesOfRunesMakeTheSameGlyphs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := []rune("a é́̈世가각각한\u200d\ufe0f\ufe0e\u200b\u202e👨👩👧❤🏽🇩🇪🏳🌈☂½ßक्षिकาำ\u0600\u06ddﷺ😀１\u1f3fe\ufffd\u00ad\u2028\ue000\u0378")
	any := func() rune {
		switch r.IntN(4) {
		case 0:
			return rune(r.IntN(0x3000))
		case 1:
			return 0x1f000 + rune(r.IntN(0x1000))
		case 2:
			return rune(r.IntN(utf8.MaxRune + 1))
		}
		return some[r.IntN(len(some))]
	}
	for range 300_000 {
		var raw []byte
		for range 1 + r.IntN(5) {
			raw = utf8.AppendRune(raw, any())
		}
		first, n := utf8.DecodeRune(raw)
		if commonWidth(first) > 0 || !printable(first, n) {
			continue
		}
		glyph, width, size, attached := nextGlyph(raw)
		wantGlyph, wantWidth, wantSize, wantAttached := nextCluster(raw)
		if string(glyph) != string(wantGlyph) || width != wantWidth || size != wantSize || attached != wantAttached {
			t.Fatalf("of %+q, %+q of %d cells and %d bytes, %v; want %+q, %d, %d, %v", raw, glyph, width, size, attached, wantGlyph, wantWidth, wantSize, wantAttached)
		}
	}
}
