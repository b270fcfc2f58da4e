package lang

import (
	"strings"
	"testing"
)

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"", "${id}", "a${b|str}c", "${", "${}", "${|str}", "${a|b}", "$${x}}", "${secret:@/a|b|str}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pieces, err := parsePieces(text)
		if err != nil || pieces == nil {
			if err == nil && strings.Contains(text, "${") {
				t.Errorf("%q has a placeholder that was not seen", text)
			}
			return
		}
		var back strings.Builder
		for _, p := range pieces {
			back.WriteString(p.Text)
			if p.Name != "" {
				back.WriteString("${" + p.Name)
				if p.Str {
					back.WriteString("|str")
				}
				back.WriteString("}")
			}
		}
		if back.String() != text {
			t.Errorf("%q became %q", text, back.String())
		}
	})
}
