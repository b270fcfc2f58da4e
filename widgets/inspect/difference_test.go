package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// marked returns the marked lines of the tree as "~price", "-last".
func marked(m *Model) []string {
	var lines []string
	for _, l := range m.tree.lines {
		k := same
		switch l.part {
		case gone:
			k = removed
		case opening:
			k = m.tree.diff.marks[l.node]
		}
		if k != same {
			lines = append(lines, k.sign()+l.doc.path(l.node))
		}
	}
	return lines
}

func TestDifference(t *testing.T) {
	for _, test := range []struct {
		before, now string
		want        string
	}{
		{ticker, ticker, ""},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, ""},
		{`{"a":"\u0061"}`, `{"a":"a"}`, ""},
		{`{"a":1.0}`, `{"a":1.00}`, "~a"},
		{`{"a":1}`, `{"a":"1"}`, "~a"},
		{`[1,2,3]`, `[1,5]`, "~1 -2"},
		{`{"a":{"x":1}}`, `{"a":[1]}`, "~a +a.0"},
		{`{"a":{"x":1,"y":2}}`, `{"a":{}}`, "-a.x -a.y"},
		{`{}`, `{"a":{"x":[1]}}`, "+a +a.x +a.x.0"},
		{`[1]`, `{"0":1}`, "~$ +0"},
		{`1`, `2`, "~$"},
		{`{"a":1,"a":2}`, `{"a":1,"a":3}`, "~a"},
		{`{"a":1,"a":2}`, `{"a":1}`, "-a"},
		{`{"a":{"b":{"c":1}}}`, `{"a":null}`, "~a"},
	} {
		m := inspector(60, 20, test.now, test.before)
		press(t, m, "D")
		if got := marked(m); !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("from %s to %s: %v, want %s", test.before, test.now, got, test.want)
		}
		press(t, m, "D")
		if m.tree.diff != nil {
			t.Error("D does not end the difference")
		}
	}
}

func TestFoldsSayThatSomethingInThemChanged(t *testing.T) {
	m := inspector(60, 20, `{"a":{"b":{"c":2}},"d":{"e":1}}`, `{"a":{"b":{"c":1}},"d":{"e":1,"f":2}}`)
	press(t, m, "D", "j", "space", "j", "space")
	for i, line := range strings.Split(ansi.Strip(m.View()), "\n")[2:4] {
		if !strings.Contains(line, "~") {
			t.Errorf("fold %d is not marked: %s", i, line)
		}
	}
}

func TestAValueThatIsGoneCanBeCopied(t *testing.T) {
	m := inspector(60, 20, `{"a":1}`, `{"a":1,"b":{"c":2},"d":"x"}`)
	press(t, m, "D", "j", "j")
	if _, ok := m.Value(); ok || m.Path() != "b" {
		t.Errorf("the cursor is on %q", m.Path())
	}
	press(t, m, "space", "right", "j") // which cannot unfold it
	if text, ok := m.Value(); !ok || text != "x" || m.Path() != "d" {
		t.Errorf("the cursor is on %q with %q", m.Path(), text)
	}
	press(t, m, "left")
	if m.Path() != "$" {
		t.Errorf("left leads to %q", m.Path())
	}
}

func TestTheTitleSaysThatThereIsNothingToCompare(t *testing.T) {
	for previous, want := range map[string]string{"": "difference: none before", "ping": "difference: not JSON before", before: "difference"} {
		m := inspector(80, 20, ticker, previous)
		press(t, m, "D")
		if title, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(title, want+"  BTC-USD") {
			t.Errorf("the title is %s, want %q in it", title, want)
		}
	}
}

func TestWhatWasNotReadIsNotMarked(t *testing.T) {
	list := func(n int) string { return "[0" + strings.Repeat(",1", n) + "]" }
	short, tooLong := list(10), list(maxNodes+10)
	for _, test := range []struct{ now, before string }{{tooLong, short}, {short, tooLong}, {tooLong, list(2 * maxNodes)}} {
		m := inspector(60, 20, test.now, test.before)
		press(t, m, "D")
		want := 0
		if test.now == short || test.before == short {
			want = maxNodes - 1 - 11 // the short one was read whole
		}
		if got := len(marked(m)); got != want {
			t.Errorf("from %d bytes to %d: %d values are marked, want %d", len(test.before), len(test.now), got, want)
		}
	}
	// What is not there any more may be in the part that was not read.
	m := inspector(60, 20, fmt.Sprintf(`{"a":%s,"b":1}`, tooLong), `{"b":1}`)
	press(t, m, "D")
	if got := marked(m); slices.Contains(got, "-b") {
		t.Error("b is marked as gone, and was not read")
	}
	// And what is new may have been there.
	m = inspector(60, 20, `{"a":[0],"b":1}`, fmt.Sprintf(`{"a":%s,"b":1}`, tooLong))
	press(t, m, "D")
	if got := marked(m); slices.Contains(got, "+b") {
		t.Error("b is marked as new, and was not read before")
	}
}
