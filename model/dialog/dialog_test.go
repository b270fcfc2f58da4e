package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/dialog"
	"sockeye/widgets/theme"
)

var keys = dialog.Keys{
	Back: bind("esc"), Up: bind("k"), Down: bind("j"), PageDown: bind("pgdown"), Top: bind("g"), Bottom: bind("G"),
}

func bind(name string) key.Binding {
	return key.NewBinding(key.WithKeys(name), key.WithHelp(name, name))
}

// press passes keys to a dialog, and reports whether it stays open.
func press(d dialog.Dialog, codes ...rune) (open bool) {
	for _, code := range codes {
		msg := tea.KeyPressMsg{Code: code}
		if code < tea.KeyExtended && code > ' ' && code != tea.KeyBackspace {
			msg.Text = string(code)
		}
		_, open = d.Update(msg)
	}
	return open
}

func size(d dialog.Dialog, width, height int) {
	d.Update(dialog.SizeMsg{Width: width, Height: height, Theme: theme.Default()})
}

// cursorLine is the line of a box that has the sign of the cursor or is drawn in its style.
func cursorLine(d dialog.Dialog) string {
	for line := range strings.SplitSeq(d.View(), "\n") {
		if strings.Contains(line, "\x1b[7m") || strings.Contains(ansi.Strip(line), "▌") {
			return strings.Trim(ansi.Strip(line), " │")
		}
	}
	return ""
}

func TestQuestionIsAnsweredWithTheKeyThatAskedToo(t *testing.T) {
	for code, yes := range map[rune]bool{'y': true, tea.KeyEnter: true, 'X': true, 'n': false, tea.KeyEscape: false} {
		answered := false
		q := dialog.NewQuestion(theme.Default(), "Clear?", bind("X"), func() tea.Cmd { answered = true; return nil })
		if press(q, code) || answered != yes {
			t.Errorf("%c: answered with yes: %t, open after it: %t", code, answered, press(q, code))
		}
	}
	q := dialog.NewQuestion(theme.Default(), "Clear?", bind("X"), nil)
	if !press(q, 'z') {
		t.Error("a key that is no answer closes the question")
	}
}

func TestQuestionShowsItsKeysAtAnyWidth(t *testing.T) {
	q := dialog.NewQuestion(theme.Default(), strings.Repeat("long ", 30), key.Binding{}, nil)
	for width, want := range map[int]string{10: "y/n ", 60: "…  y yes   n no"} {
		size(q, width, 0)
		if got := ansi.Strip(q.Footer()); !strings.Contains(got, want) || ansi.StringWidth(got) != width {
			t.Errorf("at %d: %q", width, got)
		}
	}
}

var subscribe = dialog.Choice{Title: "SUBSCRIBE", Prompt: "symbol: ", Verb: "subscribe"}

func TestPickerChoosesWhatIsTypedAboveTheFirstMatch(t *testing.T) {
	for _, test := range []struct {
		codes []rune
		want  string
	}{
		{[]rune{tea.KeyEnter}, "[ADA/USD]"},
		{[]rune{tea.KeyDown, tea.KeyDown, tea.KeyDown, tea.KeyEnter}, "[XBT/USD]"},
		{[]rune{'x', tea.KeyEnter}, "[XBT/USD]"},
		{[]rune{'x', tea.KeyUp, tea.KeyEnter}, "[x]"},
		{[]rune{'q', tea.KeyEnter}, "[q]"},
	} {
		var chosen []string
		p := dialog.NewPicker(theme.Default(), keys, subscribe, []string{"ADA/USD", "XBT/USD"}, func(s []string) tea.Cmd { chosen = s; return nil })
		size(p, 60, 10)
		if open := press(p, test.codes...); open || fmt.Sprint(chosen) != test.want {
			t.Errorf("%q chooses %v, want %s", test.codes, chosen, test.want)
		}
	}
}

// TestTheBestMatchIsTheFirstOfThePicker: what is typed itself, then what begins with it, each in the same case first.
func TestTheBestMatchIsTheFirstOfThePicker(t *testing.T) {
	known := []string{"WBTC/USD", "btcusdt", "BTC", "BTC/USD", "btc", "wbtc"}
	for typed, want := range map[string]string{
		"btc": "btc BTC btcusdt BTC/USD wbtc WBTC/USD", "BTC": "BTC btc BTC/USD btcusdt WBTC/USD wbtc", "": "WBTC/USD btcusdt BTC BTC/USD btc wbtc",
	} {
		p := dialog.NewPicker(theme.Default(), keys, subscribe, known, nil)
		size(p, 60, 12)
		press(p, []rune(typed)...)
		var got []string
		for _, line := range strings.Split(ansi.Strip(p.View()), "\n")[3:] {
			if fields := strings.Fields(strings.Trim(line, "│▸╰─╯ ")); len(fields) == 1 {
				got = append(got, fields[0])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q offers %q, want %q", typed, got, want)
		}
	}
}

func TestPickerIsTheBottomLineWhereItsBoxHasNoSpace(t *testing.T) {
	p := dialog.NewPicker(theme.Default(), keys, subscribe, nil, nil)
	size(p, 20, 0)
	press(p, 'a')
	if p.View() != "" || !strings.HasPrefix(ansi.Strip(p.Footer()), "symbol: a") {
		t.Errorf("%q %q", p.View(), p.Footer())
	}
}

// many returns a list of so many lines, under a heading each ten.
func many(n *int) *dialog.List {
	return dialog.NewList(theme.Default(), keys, dialog.Content{
		Title: "LIST",
		Lines: func(int) (lines []dialog.Line) {
			for i := *n - 1; i >= 0; i-- { // the newest first
				if i%10 == 9 {
					lines = append(lines, dialog.Line{Text: "heading"})
				}
				lines = append(lines, dialog.Line{ID: i, Text: fmt.Sprintf("line %d", i)})
			}
			return lines
		},
		Press: func(*dialog.List, any, tea.KeyPressMsg) (tea.Cmd, bool) { return nil, true },
	})
}

func TestListKeepsItsCursorOnALineWhateverComesAboveIt(t *testing.T) {
	n := 30
	l := many(&n)
	size(l, 40, 10)
	press(l, 'j', 'j')
	before := cursorLine(l)
	n = 35
	l.Update(dialog.RefreshMsg{})
	if got := cursorLine(l); got != before || !strings.Contains(got, "line 27") {
		t.Errorf("the cursor was on %q and is on %q", before, got)
	}
}

func TestListShowsTheLineWithTheCursorAtAnyHeight(t *testing.T) {
	n := 30
	l := many(&n)
	for _, height := range []int{3, 5, 12, 60} {
		size(l, 40, height)
		press(l, 'g')
		for i := 29; i >= 0; i-- {
			if got, want := cursorLine(l), fmt.Sprintf("line %d", i); got != want {
				t.Fatalf("in %d rows the cursor is on %q, want %q:\n%s", height, got, want, l.View())
			}
			press(l, 'j')
		}
	}
}

func TestPageIsMadeAnewForAnotherWidth(t *testing.T) {
	p := dialog.NewPage(theme.Default(), keys, "HELP", func(width int) []string { return []string{fmt.Sprint(width, " cells")} })
	for _, width := range []int{40, 50} {
		size(p, width, 10)
		if !strings.Contains(ansi.Strip(p.View()), fmt.Sprint(width-2, " cells")) {
			t.Errorf("at %d:\n%s", width, p.View())
		}
	}
}

func TestInputShowsWhatWasPastedAsTextFromTheNetwork(t *testing.T) {
	in := dialog.NewInput(theme.Default(), ":")
	in.SetWidth(40)
	in.Update(tea.PasteMsg{Content: "a\u202eb"})
	if got := ansi.Strip(in.View(40)); in.Value() != "a\u202eb" || !strings.HasPrefix(got, ":a·b") {
		t.Errorf("the line is %q and reads %q", in.Value(), got)
	}
}
