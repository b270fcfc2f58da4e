package yamldoc

import (
	"strings"
	"testing"
)

func TestAReportShowsTheLineAroundItsColumn(t *testing.T) {
	long := strings.Repeat("x", 300)
	tests := []struct {
		text        string
		column      int
		line, caret string
	}{
		{"abc", 2, "abc", " ^"},
		{"\té: x", 4, " é: x", "   ^"},
		{"abc", 9, "abc", "   ^"},
		{"", 0, "", "^"},
		{"a\u202eb", 1, "a·b", "^"},
		{long, 1, long[:100] + "…", "^"},
		{long, 200, "…" + long[:100] + "…", strings.Repeat(" ", 51) + "^"},
	}
	for _, test := range tests {
		if line, caret := excerpt(test.text, test.column); line != test.line || caret != test.caret {
			t.Errorf("%q at %d:\n%s\n%s", test.text, test.column, line, caret)
		}
	}
}
