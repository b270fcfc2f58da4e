package dialog_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/dialog"
	"sockeye/widgets/theme"
)

// prompt returns a prompt, and where the line goes that is entered.
func prompt(typed string) (p *dialog.Prompt, entered *string) {
	entered = new(string)
	p = dialog.NewPrompt(theme.Default(), keys, ":", typed, func(line string) tea.Cmd { *entered = line; return nil })
	size(p, 60, 20)
	return p, entered
}

func TestPromptIsEnteredOrClosed(t *testing.T) {
	p, entered := prompt("a")
	if press(p, 'b', tea.KeyEnter) || *entered != "ab" {
		t.Errorf("entered %q", *entered)
	}
	p, entered = prompt("a")
	if press(p, tea.KeyEscape) || *entered != "" {
		t.Errorf("escape enters %q, or the prompt stays open", *entered)
	}
	p, entered = prompt("a")
	if !press(p, tea.KeyBackspace) || press(p, tea.KeyBackspace) || *entered != "" {
		t.Error("backspace does not close an empty line, or closes one that is not")
	}
}

func TestPromptCompletesAsFarAsAllAgreeAndOffersTheRest(t *testing.T) {
	for _, test := range []struct{ typed, value, offers string }{
		{"su", "sub", "sub  subscribe"},
		{"S", "sub", "sub  subscribe"},
		{"uns", "unsub ", ""},
		{"write a", "write a", ""},
		{"open f", "open feeds/", ""},
		{"x", "x", ""},
	} {
		p, _ := prompt(test.typed)
		p.SetCompletion(func(line string) ([]string, tea.Cmd) {
			if line != test.typed {
				t.Errorf("%q is asked for %q", test.typed, line)
			}
			return []string{"sub", "subscribe", "unsub", "feeds/", "a b", "a\x1b"}, nil
		})
		press(p, tea.KeyTab)
		if footer := ansi.Strip(p.Footer()); p.Value() != test.value || !strings.Contains(footer, test.offers) {
			t.Errorf("%q becomes %q, want %q; shown as %q", test.typed, p.Value(), test.value, footer)
		}
		if press(p, 'z'); strings.Contains(p.Footer(), "subscribe") {
			t.Error("the offers stay after another key")
		}
	}
}

func TestWhatWasLookedUpCompletesTheLineThatItWasAskedForAlone(t *testing.T) {
	p, _ := prompt("write f")
	p.SetCompletion(func(line string) ([]string, tea.Cmd) {
		return nil, func() tea.Msg { return dialog.OffersMsg{Line: line, Words: []string{"feed.log"}} }
	})
	lookup, open := p.Update(tea.KeyPressMsg{Code: tea.KeyTab})
	if p.Value() != "write f" || lookup == nil || !open {
		t.Fatalf("%q before anything was looked up", p.Value())
	}
	answer := lookup()
	press(p, 'o')
	if p.Update(answer); p.Value() != "write fo" {
		t.Errorf("another line is completed to %q", p.Value())
	}
	press(p, tea.KeyBackspace)
	if p.Update(answer); p.Value() != "write feed.log " {
		t.Errorf("the line is completed to %q", p.Value())
	}
}

// lines are earlier lines.
type lines []string

func (l lines) Len() int        { return len(l) }
func (l lines) At(i int) string { return l[i] }

func TestPromptShowsEarlierLinesAndTheOneThatIsTyped(t *testing.T) {
	p, _ := prompt("now")
	p.SetLines(lines{"first", "second"})
	for _, step := range []struct {
		key  rune
		want string
	}{{tea.KeyUp, "second"}, {tea.KeyUp, "first"}, {tea.KeyUp, "first"}, {tea.KeyDown, "second"}, {tea.KeyDown, "now"}, {tea.KeyDown, "now"}} {
		if press(p, step.key); p.Value() != step.want {
			t.Errorf("the line is %q, want %q", p.Value(), step.want)
		}
	}
}

func TestPromptShowsTheNextAlternativeUntilALineIsTyped(t *testing.T) {
	p, _ := prompt("A > 1")
	p.SetAlternatives([]string{"A > 1", "A silent"})
	if !strings.Contains(ansi.Strip(p.Footer()), ":A > 1    tab: A silent") {
		t.Errorf("the line is %q", ansi.Strip(p.Footer()))
	}
	for _, step := range []struct {
		key  rune
		want string
	}{{tea.KeyTab, "A silent"}, {tea.KeyTab, "A > 1"}, {'2', "A > 12"}, {tea.KeyTab, "A > 12"}} {
		if press(p, step.key); p.Value() != step.want {
			t.Errorf("the line is %q, want %q", p.Value(), step.want)
		}
	}
	if strings.Contains(ansi.Strip(p.Footer()), "tab: ") {
		t.Errorf("of a line that is typed there is another one: %q", ansi.Strip(p.Footer()))
	}
}
