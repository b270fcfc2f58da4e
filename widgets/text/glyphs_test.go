package text

import (
	"strings"
	"testing"
)

func TestParseGlyphs(t *testing.T) {
	for i, name := range glyphNames {
		if g, err := ParseGlyphs(name); err != nil || int(g) != i {
			t.Errorf("%s is %d (error %v), want %d", name, g, err, i)
		}
	}
	if _, err := ParseGlyphs("ebcdic"); err == nil || !strings.Contains(err.Error(), "braille, blocks, ascii") {
		t.Errorf("unknown glyphs give %v", err)
	}
}
