package text

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// A rune with a common width is shown as it is, without another check.
func TestCommonRunesArePrintable(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if commonWidth(r) > 0 && !printable(r, utf8.RuneLen(r)) {
			t.Errorf("%U has a width, and is not printable", r)
		}
	}
}

// A text that is divided where Advance says reads as it does in one piece.
func TestAdvanceDividesBetweenGlyphs(t *testing.T) {
	pieces := []string{"a", "bc", "é", "e\u0301", "e\u0301\u0301\u0301", "世", "👨\u200d👩\u200d👧", "❤\ufe0f", "\x1b", "\xff", "\u202e", "क्षि", "🇩🇪", "👍🏽", "\n"}
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		var text []byte
		for range 1 + r.IntN(30) {
			text = append(text, pieces[r.IntN(len(pieces))]...)
		}
		for _, g := range []Glyphs{Braille, ASCII} {
			cells := r.IntN(40)
			at, cell := g.Advance(text, cells)
			if cell > cells {
				t.Fatalf("%q: %d cells, of %d", text, cell, cells)
			}
			whole, width, _ := g.AppendText(nil, text, 0, 1000)
			head, headWidth, _ := g.AppendText(nil, text[:at], 0, 1000)
			tail, tailWidth, _ := g.AppendText(nil, text[at:], 0, 1000)
			if string(head)+string(tail) != string(whole) || headWidth != cell || headWidth+tailWidth != width {
				t.Fatalf("%q divided at %d: %q and %q, want %q", text, at, head, tail, whole)
			}
		}
	}
}
