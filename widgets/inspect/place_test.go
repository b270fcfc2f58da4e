package inspect

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestPath(t *testing.T) {
	m := inspector(60, 20, `{"data":[{"price":1}],"a.b":{"c\\d":2},"$":{"x":3},"":{"y":4},"*":[5],"0":6,"n\u0061me":7,"twice":8,"twice":9}`, "")
	var got []string
	for range m.tree.lines {
		got = append(got, m.Path())
		press(t, m, "j")
	}
	want := []string{
		"$", "data", "data.0", "data.0.price", "data.0", "data",
		`a\.b`, `a\.b.c\\d`, `a\.b`, "$.$", "$.$.x", "$.$",
		"", "", "", "", "", "", // the language has no empty name, and * matches all of them
		"0", "name", "twice", "twice", "$",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the paths are\n%q, want\n%q", got, want)
	}
}

func TestPathAndValueOfAKrakenMessage(t *testing.T) {
	m := inspector(60, 20, candle, "")
	goTo(t, m, "1.2")
	if text, ok := m.Value(); text != "3586.70000" || !ok {
		t.Errorf("the value is %q, %v", text, ok)
	}
	if v, ok := m.Number(); v != 3586.7 || !ok {
		t.Errorf("the number is %v, %v", v, ok)
	}
}

func TestSteppingKeepsThePlace(t *testing.T) {
	m := inspector(60, 14, ticker, "")
	goTo(t, m, "best.bid")
	row := m.tree.cursor - m.top
	m.SetMessage(message(`{"1":1,"2":2,"3":3,"4":4,"5":5,"6":6,"best":{"more":3,"bid":"1"},"z":[1,2,3,4,5,6,7,8]}`, ""))
	if m.Path() != "best.bid" || m.tree.cursor-m.top != row {
		t.Errorf("the cursor is on %q in row %d, want best.bid in row %d", m.Path(), m.tree.cursor-m.top, row)
	}
	// Where there is no such value it goes out, and comes back.
	for _, step := range []struct{ raw, want string }{
		{`{"best":{"ask":1}}`, "best"}, {`[1]`, "$"}, {"ping", ""}, {"\xff", ""}, {ticker, "best.bid"},
	} {
		m.SetMessage(message(step.raw, ""))
		if m.Path() != step.want {
			t.Errorf("in %q the cursor is on %q, want %q", step.raw, m.Path(), step.want)
		}
	}
	// A name is not an index.
	goTo(t, m, "$")
	m.SetMessage(message(`{"0":1}`, ""))
	goTo(t, m, "0")
	m.SetMessage(message(`[1]`, ""))
	if m.Path() != "$" {
		t.Errorf("the cursor went from a member to the element %q", m.Path())
	}
}

func TestTheSecondOfANameKeepsItsPlace(t *testing.T) {
	m := inspector(60, 10, `{"a":1,"a":2,"a":3}`, "")
	press(t, m, "j", "j")
	m.SetMessage(message(`{"b":0,"a":4,"a":5,"a":6}`, ""))
	if text, _ := m.Value(); text != "5" {
		t.Errorf("the cursor is on %q, want the second a, 5", text)
	}
}

func TestFoldsKeepFromMessageToMessage(t *testing.T) {
	m := inspector(60, 20, ticker, "")
	goTo(t, m, "best")
	press(t, m, "space")
	if m.Path() != "best" || !strings.Contains(ansi.Strip(m.View()), "▸ best: {3}") {
		t.Errorf("space did not fold best\n%s", m.View())
	}
	lines := len(m.tree.lines)
	m.SetMessage(message(strings.Replace(ticker, "61240", "61241", 9), ""))
	if len(m.tree.lines) != lines {
		t.Errorf("%d lines are %d in the next message", lines, len(m.tree.lines))
	}
	press(t, m, "right") // unfolds
	if len(m.tree.lines) <= lines || m.Path() != "best" {
		t.Errorf("right did not unfold best: %d lines, cursor on %q", len(m.tree.lines), m.Path())
	}
	press(t, m, "right", "j") // goes in
	if m.Path() != "best.ask" {
		t.Errorf("right and j led to %q", m.Path())
	}
	press(t, m, "left") // goes out
	if m.Path() != "best" {
		t.Errorf("left led to %q", m.Path())
	}
	press(t, m, "left", "left") // folds, then goes out
	if m.Path() != "$" || len(m.tree.lines) != lines {
		t.Errorf("left and left led to %q with %d lines", m.Path(), len(m.tree.lines))
	}
	press(t, m, "G", "enter") // the closing bracket folds too
	if m.Path() != "$" || len(m.tree.lines) != 1 {
		t.Errorf("enter on the last line left %d lines and the cursor on %q", len(m.tree.lines), m.Path())
	}
}

func TestDeepContainersBeginFolded(t *testing.T) {
	m := inspector(60, 20, `[0,{"as":[["5541.3","2.5"],["5541.8","0.3"]]},"book-100"]`, "")
	press(t, m, "j", "j", "j", "j")
	if m.Path() != "1.as.0" || !strings.Contains(m.View(), `▸ `) {
		t.Fatalf("the cursor is on %q\n%s", m.Path(), m.View())
	}
	press(t, m, "right", "right")
	if text, _ := m.Value(); text != "5541.3" {
		t.Errorf("right and right led to %q", text)
	}
}
