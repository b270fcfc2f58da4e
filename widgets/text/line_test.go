package text

import (
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

var (
	bold    = lipgloss.NewStyle().Bold(true)
	reverse = lipgloss.NewStyle().Reverse(true)
)

func TestLineHasItsWidthWhateverIsAdded(t *testing.T) {
	for width := -1; width < 12; width++ {
		l := NewLine(Braille, width)
		l.Add("世界", bold)
		l.Blank(1)
		l.AddText([]byte("a\x1bb\xff"), 3, bold)
		l.Left("left", 5, bold)
		l.Right("r", 2, bold)
		if got := l.Fill(); ansi.StringWidth(got) != max(width, 0) {
			t.Errorf("%d cells: %q", width, got)
		}
	}
}

func TestLineCutsTheFirstPieceThatHasNoSpace(t *testing.T) {
	l := NewLine(Braille, 6)
	l.Add("abc", bold)
	l.Add("defg", bold)
	l.Add("h", bold)
	if got := ansi.Strip(l.Fill()); got != "abcde…" {
		t.Errorf("got %q", got)
	}
}

func TestLineAligns(t *testing.T) {
	l := NewLine(Braille, 12)
	l.Left("ab", 4, bold)
	l.Right("cd", 4, bold)
	if got := ansi.Strip(l.Fill()); got != "ab    cd    " {
		t.Errorf("got %q", got)
	}
}

func TestLineOfOneStyleKeepsHighlights(t *testing.T) {
	l := NewLine(Braille, 8)
	l.Over(reverse)
	l.Add("ab", bold)
	l.Highlight("cd", bold)
	l.Add("e", bold)
	if got, want := l.Fill(), reverse.Render("ab")+bold.Render("cd")+reverse.Render("e   "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReservedSpaceIsForWhatIsJoined(t *testing.T) {
	behind := NewLine(Braille, 4)
	behind.Add("was 1", bold)
	l := NewLine(Braille, 8)
	l.Reserve(behind.Used())
	l.Add("123456", bold)
	l.Reserve(-behind.Used())
	l.Join(behind)
	if got := ansi.Strip(l.Fill()); got != "123…was…" {
		t.Errorf("got %q", got)
	}
}
