package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sockeye/widgets/golden"
	"sockeye/widgets/text"
)

func TestReadDocument(t *testing.T) {
	for raw, want := range map[string]string{
		candle:                                `[42 ["1542057314.748456" "1542057360.435743" "3586.70000" 2] "ohlc-5" "XBT/USD"]`,
		"  7 \n":                              `7`,
		`"x"`:                                 `"x"`,
		`null`:                                `null`,
		`[]`:                                  `[]`,
		`{"b":1,"a":{}}`:                      `{b=1 a={}}`,
		`{"a":1,"a":[true,false,null],"a":2}`: `{a=1 a=[true false null] a=2}`,
		`[123456789012345678901234567890.10, 1E+400]`: `[123456789012345678901234567890.10 1E+400]`,
		`{ "a" : "\u00e9\n" , "\"" : [ 1 , 2 ] }`:     `{a="\u00e9\n" \"=[1 2]}`,
		"": "-", " ": "-", "ping": "-", "[1": "-", `{"a"`: "-", `{"a":`: "-", "[1,]": "-", `{"a":1,}`: "-", "1 2": "-", "{} x": "-", "[1 2]": "-",
		`{"a" 1}`: "-", `{1:2}`: "-", "]": "-", `"a`: "-", "01": "-", "[1}": "-", "\"\n\"": "-",
	} {
		doc := readDocument([]byte(raw))
		got := "-"
		if doc != nil {
			got = outline(doc, 0)
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", raw, got, want)
		}
	}
}

// outline writes a node and what is in it.
func outline(d *document, i int32) string {
	n := &d.nodes[i]
	value := string(d.raw[n.from:n.to])
	if n.kind == quoted {
		value = `"` + value + `"`
	}
	if !n.kind.container() {
		return value
	}
	var inside []string
	for child := i + 1; child < n.end; child = d.nodes[child].end {
		c := &d.nodes[child]
		text := outline(d, child)
		if n.kind == object {
			text = string(d.raw[c.nameFrom:c.nameTo]) + "=" + text
		}
		if int(c.index) != len(inside) || c.parent != i || c.depth != n.depth+1 || d.at[c.place] != child {
			text += fmt.Sprintf("!%+v", *c)
		}
		inside = append(inside, text)
	}
	if int(n.size) != len(inside) {
		return fmt.Sprintf("!%d values are counted as %d", len(inside), n.size)
	}
	start, end := n.kind.brackets()
	return start + strings.Join(inside, " ") + end
}

// A filling is a message of 16 MiB: what it begins and ends with, and what is repeated in between.
type filling struct{ before, unit, after string }

func (f filling) message() []byte {
	const size = 16 << 20
	n := (size - len(f.before) - len(f.after)) / len(f.unit)
	return []byte(f.before + strings.Repeat(f.unit, n) + f.after)
}

// long are messages larger than what is read of them, by what is large about them.
var long = map[string]filling{
	"numbers":    {"[0", ",12345", "]"},
	"deep":       {"", "[", ""},
	"deeper":     {"", `{"a":`, ""},
	"levels":     {`{"bids":[["1","2"]`, `,["61240.20","0.50000000"]`, "]}"},
	"names":      {`{"a":1`, `,"a":1`, "}"},
	"text":       {`{"a":1,"b":"`, "0123456789abcdef", `"}`},
	"escapes":    {`["`, `\u001b`, `"]`},
	"texts":      {`[""`, `,"` + strings.Repeat("x", 1<<10) + `"`, "]"},
	"digits":     {"[1,1", "0", "]"},
	"space":      {"[1,", " ", "2]"},
	"long name":  {`{"a":1,"`, "n", `":2}`},
	"plain text": {"it ", "says ", "so"},
	"marks":      {"", "\u0301", ""},
	"lines":      {"", "\n", ""},
	"bytes":      {"\xff", "\x00\x1b", ""},
}

func TestLongMessagesAreBounded(t *testing.T) {
	for name, filling := range long {
		t.Run(name, func(t *testing.T) {
			m := inspector(60, 10, string(filling.message()), "")
			press(t, m, "j", "G")
			view := m.View()
			golden.CheckSize(t, view, 60, 10)
			if doc := m.tree.doc; doc != nil {
				if len(doc.nodes) > maxNodes || doc.left == 0 {
					t.Errorf("%d values were read and %d bytes left out", len(doc.nodes), doc.left)
				}
				if !strings.Contains(view, "more, not parsed") {
					t.Errorf("the last line does not say what was left out\n%s", view)
				}
				if _, ok := m.Value(); ok || m.Path() != "" {
					t.Errorf("what was left out has the path %q", m.Path())
				}
				press(t, m, "left", "right", "space", "k")
			} else if m.isText && !strings.Contains(view, "more: see the bytes") {
				t.Errorf("the last line does not say what was left out\n%s", view)
			}
			press(t, m, "r", "G", "r", "G")
			golden.CheckSize(t, m.View(), 60, 10)
		})
	}
}

func TestTheBeginningOfALongTextIsShown(t *testing.T) {
	m := inspector(60, 10, string(long["text"].message()), "")
	press(t, m, "j", "j")
	if !strings.Contains(m.View(), `"0123456789abcdef`) || m.Path() != "b" {
		t.Errorf("b is not shown\n%s", m.View())
	}
	if text, ok := m.Value(); ok {
		t.Errorf("of a text that was cut, %d bytes are a value", len(text))
	}
}

func TestANumberAtTheLimitIsNotCut(t *testing.T) {
	raw := append([]byte("["), bytes.Repeat([]byte(" "), maxRead-4)...)
	raw = append(raw, "123456]"...)
	doc := readDocument(raw)
	if doc == nil || len(doc.nodes) != 1 || !doc.nodes[0].cut || doc.left != len(raw)-1 {
		t.Fatalf("it is read as %+v", doc)
	}
}

func FuzzReadDocument(f *testing.F) {
	for _, s := range []string{candle, ticker, hostile, "[1", `{"a":1,"a":{"b":[]}}`, "1 2", `"\ud800"`, "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc := readDocument(raw)
		if valid := json.Valid(raw); (doc != nil) != valid {
			t.Fatalf("%q: encoding/json says %v, the document is %v", raw, valid, doc)
		}
		if doc != nil && strings.Contains(outline(doc, 0), "!") && !bytes.Contains(raw, []byte("!")) {
			t.Fatalf("%q is read as %s", raw, outline(doc, 0))
		}
	})
}

// A text of many short lines is left out from where it has as many as are shown.
func TestLinesOfATextAreBounded(t *testing.T) {
	raw := []byte(strings.Repeat("\n", maxLines+7))
	if lines, left := wrap(raw, 10, text.Braille); len(lines) != maxLines || left != 7 {
		t.Errorf("%d lines, and %d bytes left out, want %d and 7", len(lines), left, maxLines)
	}
}
