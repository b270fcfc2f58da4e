package inspect

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/preset/lang"
	"sockeye/widgets/golden"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

var (
	received = time.Date(2026, 11, 21, 14, 3, 21, 931e6, time.UTC)
	sent     = time.Date(2026, 11, 21, 14, 3, 21, 894e6, time.UTC)
)

const (
	ticker = `{"type":"ticker","product_id":"BTC-USD","price":"61240.20","sequence":137212619516000000001,` +
		`"best":{"bid":"61240.19","ask":"61240.21","depth":{"bids":[["61240.19","0.5"],["61240.18","1.25"]],"asks":[]}},` +
		`"time":"2026-11-21T14:03:21.894Z","listed_at":1445817600000,"rate":1700000000,"side":null,"live":true}`
	before = `{"type":"ticker","product_id":"BTC-USD","price":"61241.00","sequence":137212619516000000000,` +
		`"best":{"bid":"61240.19","ask":{"price":"61240.21"},"depth":{"bids":[["61240.19","0.5"]],"asks":[]}},` +
		`"time":"2026-11-21T14:03:20.894Z","listed_at":1445817600000,"rate":1700000000,"volume":"18.5","last":[1,2]}`
	candle = `[42,["1542057314.748456","1542057360.435743","3586.70000",2],"ohlc-5","XBT/USD"]`
)

// hostile is what a feed might send to control the terminal.
const hostile = "{\"\\u001b[2J\\u202ename\":\"\\u001b]0;title\\u0007\\r\\n\\t\u200b\u009b2J\",\"\":\"👩‍👩‍👧🇨🇭\",\"日本円\":{\"\u0301\":[\"\\ud800\",\"\u202e\"]},\"*\":1e999}"

func inspector(width, height int, raw, previous string) *Model {
	m := newModel(theme.Default())
	m.SetLocation(time.UTC)
	m.SetFooter("c copy  y path  D diff  & filter")
	m.SetSize(width, height)
	m.SetMessage(message(raw, previous))
	return &m
}

// newModel returns an inspector that reads numbers and times as presets do.
func newModel(th *theme.Theme) Model {
	m := New(th)
	m.ReadNumber = func(text []byte) (float64, bool) {
		v, _, ok := lang.ParseNumber(text)
		return v, ok
	}
	m.ReadTime = func(text []byte) (time.Time, bool) {
		ns, ok := lang.ParseTime(text, nil)
		return time.Unix(0, ns), ok
	}
	return m
}

func message(raw, previous string) Message {
	msg := Message{Number: 88215, Title: "BTC-USD", At: received, Time: sent, Raw: []byte(raw)}
	if previous != "" {
		msg.Previous = []byte(previous)
	}
	return msg
}

// press types keys as Bubble Tea names them.
func press(t *testing.T, m *Model, keys ...string) {
	t.Helper()
	actions := map[string]Action{
		"k": LineUp, "j": LineDown, "ctrl+u": HalfUp, "ctrl+d": HalfDown, "pgup": PageUp, "pgdown": PageDown, "g": Top, "G": Bottom,
		"space": ToggleFold, "enter": ToggleFold, "left": Fold, "right": Unfold, "D": ToggleDifference, "r": CycleMode,
	}
	for _, name := range keys {
		a, ok := actions[name]
		if !ok {
			t.Fatalf("no action has the key %q", name)
		}
		m.Do(a)
	}
}

// goTo puts the cursor on the first line with the path.
func goTo(t *testing.T, m *Model, path string) {
	t.Helper()
	press(t, m, "g")
	for range m.tree.lines {
		if m.Path() == path {
			return
		}
		press(t, m, "j")
	}
	t.Fatalf("no line has the path %q", path)
}

func TestViewGolden(t *testing.T) {
	text := "HTTP/1.1 error\r\n\tsomething went wrong with the 日本円 feed, and it says so at some length\n\nbye\x1b[2J"
	for _, size := range []struct{ width, height int }{{38, 12}, {60, 20}, {100, 30}, {24, 6}} {
		for _, c := range []struct {
			name, raw, previous string
			keys                []string
		}{
			{"ticker", ticker, "", []string{"j", "j", "j"}},
			{"folded", ticker, "", []string{"j", "j", "j", "j", "j", "space"}},
			{"difference", ticker, before, []string{"D", "j"}},
			{"candle", candle, "", nil},
			{"raw", ticker, "", []string{"r"}},
			{"hex", ticker, "", []string{"r", "r"}},
			{"text", text, "", nil},
			{"binary", "\x00\xff\x1b[2J" + candle, "", nil},
			{"hostile", hostile, "", nil},
			{"end", ticker, "", []string{"G"}},
		} {
			name := fmt.Sprintf("%s-%dx%d", c.name, size.width, size.height)
			t.Run(name, func(t *testing.T) {
				m := inspector(size.width, size.height, c.raw, c.previous)
				press(t, m, c.keys...)
				golden.CheckSize(t, m.View(), size.width, size.height)
				golden.Check(t, name, ansi.Strip(m.View()))
			})
		}
	}
}

func TestViewStyled(t *testing.T) {
	m := inspector(60, 20, ticker, before)
	press(t, m, "D", "j", "j", "j")
	golden.Check(t, "styled", m.View())
	m.SetFocused(true)
	golden.Check(t, "styled-focused", m.View())
}

func TestViewWithoutMessage(t *testing.T) {
	m := New(theme.Default())
	m.SetSize(30, 4)
	press(t, &m, "j", "k", "G", "g", "space", "left", "right", "D", "r", "pgdown", "pgup", "r", "r")
	golden.Check(t, "none", ansi.Strip(m.View()))
	if path := m.Path(); path != "" {
		t.Errorf("without a message the path is %q", path)
	}
	m.SetMessage(Message{Number: 7, At: received})
	golden.Check(t, "empty", ansi.Strip(m.View()))
}

func TestViewIsExactAtAnySize(t *testing.T) {
	deep := strings.Repeat(`[{"a":`, 200)
	for name, raw := range map[string]string{
		"none": "", "ticker": ticker, "hostile": hostile, "deep": deep + "1" + strings.Repeat("}]", 200),
		"unclosed": deep, "binary": "\xff\xfe\x00" + hostile, "text": "日本円\x1b" + hostile,
		"zalgo": `"` + strings.Repeat("a\u0301\u0302\u0303\u0304", 100) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			m := inspector(0, 0, raw, hostile)
			m.SetFooter("\x1b[2J日本\n")
			msg := message(raw, hostile)
			msg.Title = "\x1b[31m\u202eXBT\r\n日本円"
			m.SetMessage(msg)
			for _, keys := range [][]string{nil, {"D"}, {"r"}, {"r"}} {
				press(t, m, keys...)
				for width := -1; width <= 70; width += 1 + width/8 {
					for height := -1; height <= 9; height++ {
						if width > 3 && height > 6 && (width+height)%5 != 0 {
							continue
						}
						m.SetSize(width, height)
						m.SetFocused(!m.focused)
						press(t, m, "j", "right")
						golden.CheckSize(t, m.View(), width, height)
					}
				}
			}
		})
	}
}

func TestViewIsKeptUntilSomethingChanges(t *testing.T) {
	m := inspector(60, 20, ticker, before)
	first := m.View()
	m.SetSize(60, 20)
	m.SetFooter("c copy  y path  D diff  & filter")
	m.SetLocation(time.UTC)
	m.SetFocused(false)
	if m.dirty {
		t.Error("setting what is set makes it draw again")
	}
	for i, change := range []func(){
		func() { m.SetSize(61, 20) },
		func() { m.SetFooter("x") },
		func() { m.SetFocused(true) },
		func() { m.SetLocation(time.FixedZone("", 3600)) },
		func() { press(t, m, "j") },
		func() { press(t, m, "left") },
		func() { press(t, m, "D") },
		func() { press(t, m, "r") },
		func() { m.SetMessage(message(candle, "")) },
	} {
		m.View()
		change()
		if !m.dirty {
			t.Errorf("change %d does not make it draw again", i)
		}
	}
	if m.View() == first {
		t.Error("everything changed but the view")
	}
}

func TestTheCursorIsAlwaysVisible(t *testing.T) {
	for _, height := range []int{1, 3, 6, 9} {
		m := inspector(40, height, ticker, before)
		press(t, m, "D")
		moves := strings.Fields(strings.Repeat("j ", 12) + "pgdown ctrl+u G k k g ctrl+d left space right pgup G left left space")
		for i, key := range moves {
			press(t, m, key)
			if n := strings.Count(ansi.Strip(m.View()), "›"); n != 1 {
				t.Fatalf("height %d, after %v: %d cursors\n%s", height, moves[:i+1], n, ansi.Strip(m.View()))
			}
		}
	}
}

func TestModesFollowTheMessage(t *testing.T) {
	m := inspector(60, 8, ticker, "")
	for _, step := range []struct {
		raw  string
		key  string
		want mode
	}{
		{ticker, "", asTree},
		{"ping", "", asText},
		{"\xff\x00", "", asHex},
		{ticker, "", asTree}, // what was wanted all along
		{"{\"a\":\"\xff\"}", "", asTree},
		{ticker, "r", asText},
		{candle, "", asText},
		{"\xff\x00", "", asHex},
		{candle, "r", asHex},
		{candle, "r", asTree},
		{"ping", "r", asHex},
		{"ping", "r", asText},
		{"\xff\x00", "r", asHex},
	} {
		m.SetMessage(message(step.raw, ""))
		if step.key != "" {
			press(t, m, step.key)
		}
		if got := m.shown(); got != step.want {
			t.Errorf("%q after %q is shown as %d, want %d", step.raw, step.key, got, step.want)
		}
	}
}

func TestTextScrolls(t *testing.T) {
	m := inspector(30, 6, strings.Join(strings.Split("abcdefghij", ""), "\n"), "")
	for _, step := range []struct {
		key  string
		want string // the first line
	}{{"j", "b"}, {"pgdown", "d"}, {"G", "h"}, {"k", "g"}, {"ctrl+u", "f"}, {"g", "a"}, {"k", "a"}} {
		press(t, m, step.key)
		if got := strings.Trim(strings.Split(ansi.Strip(m.View()), "\n")[1], "│ "); got != step.want {
			t.Errorf("after %q the first line is %q, want %q", step.key, got, step.want)
		}
	}
	if m.Path() != "" {
		t.Errorf("text has the path %q", m.Path())
	}
	if _, ok := m.Value(); ok {
		t.Error("text has a value")
	}
}

func TestWrapLosesNothing(t *testing.T) {
	content := strings.Repeat("a日é👩‍👩‍👧 e\u0301\u0302", 50)
	whole, _, _ := text.Braille.AppendText(nil, []byte(content), 0, len(content))
	for width := 1; width < 40; width++ {
		lines, left := wrap([]byte(content), width, text.Braille)
		if left != 0 || strings.Join(lines, "") != string(whole) {
			t.Fatalf("width %d: the lines are not the text", width)
		}
		for _, l := range lines {
			if w := ansi.StringWidth(l); w > max(width, 2) {
				t.Fatalf("width %d: a line of %d cells", width, w)
			}
		}
	}
	raw := bytes.Repeat([]byte("€"), maxProse)
	lines, left := wrap(raw, 80, text.Braille)
	if shown := len(strings.Join(lines, "")); shown+left != len(raw) || left == 0 {
		t.Errorf("%d bytes shown and %d left out are not %d", shown, left, len(raw))
	}
}

// TestNamesOfThePresetStandBesideThePaths, unless the message has the same.
func TestNamesOfThePresetStandBesideThePaths(t *testing.T) {
	m := inspector(60, 12, "", "")
	msg := message(`{"c":["1.5"],"low":2,"x":3}`, "")
	msg.Name = func(path string) string { return map[string]string{"c.0": "close", "low": "low", "x": "\x1b[2J"}[path] }
	m.SetMessage(msg)
	view := ansi.Strip(m.View())
	for _, want := range []string{`0: close "1.5"`, `low: 2`, `x: ␛[2J 3`} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
}

// TestNumbersOfAMessageHaveTheirPaths, and the names that the preset has for them, in the order of the message.
func TestNumbersOfAMessageHaveTheirPaths(t *testing.T) {
	m := New(theme.Default())
	if got := m.Numbers(10); got != nil {
		t.Errorf("of no message: %v", got)
	}
	m.ReadNumber = func(text []byte) (float64, bool) {
		v, err := strconv.ParseFloat(string(text), 64)
		return v, err == nil
	}
	m.SetMessage(Message{Raw: []byte(`{"a":[1,"2.5",{"b":-3e2}],"c":"x","d":true,"e":4}`), Name: func(path string) string {
		return map[string]string{"a.1": "price"}[path]
	}})
	want := []NumberAt{{"a.0", "", "1"}, {"a.1", "price", "2.5"}, {"a.2.b", "", "-3e2"}, {"e", "", "4"}}
	if got := m.Numbers(10); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := m.Numbers(2); !slices.Equal(got, want[:2]) {
		t.Errorf("two of them: %v", got)
	}
}
