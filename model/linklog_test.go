package model

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/draw"
)

// tail is a log that shows its last rows up to one, five of them at most, as logview draws it.
func tail(last int) string {
	var body []string
	for n := max(last-4, 1); n <= last; n++ {
		cursor := " "
		if n == last {
			cursor = ">"
		}
		body = append(body, fmt.Sprintf("%srow %d", cursor, n))
	}
	return draw.Box(fmt.Sprintf("LOG %d", last), body, 20, 7, false, draw.DefaultTheme())
}

func testNote(text string) string {
	if text != "" {
		text = "NOTE"
	}
	return strings.Split(draw.Box("", []string{text}, 20, 3, false, draw.DefaultTheme()), "\n")[1]
}

func TestThinLog(t *testing.T) {
	var l thinLog
	for _, step := range []struct {
		last, most int
		want       string
	}{
		{3, 2, "NOTE,row 2,>row 3,,"},
		{4, 2, "NOTE,row 2,row 3,>row 4,"},      // no more than it can bring
		{9, 2, "row 3,row 4,NOTE,row 8,>row 9"}, // more
		{9, 2, "row 3,row 4,NOTE,row 8,>row 9"}, // nothing new
		{11, 2, "NOTE,row 8,row 9,row 10,>row 11"},
		{31, 2, "row 10,row 11,NOTE,row 30,>row 31"},
		{32, 2, "row 11,NOTE,row 30,row 31,>row 32"},
		{99, 2, "row 31,row 32,NOTE,row 98,>row 99"},
		{200, 1, "NOTE,row 98,row 99,NOTE,>row 200"},
		{300, 9, "row 296,row 297,row 298,row 299,>row 300"}, // the link has become better
	} {
		shown := l.show(tail(step.last), step.most, testNote, ">")
		var rows []string
		lines := strings.Split(shown, "\n")
		for _, line := range lines[1 : len(lines)-1] {
			rows = append(rows, strings.Trim(ansi.Strip(line), "│ "))
		}
		if got := strings.Join(rows, ","); got != step.want {
			t.Errorf("at row %d, %d at a time: %q, want %q", step.last, step.most, got, step.want)
		}
		if !strings.Contains(lines[0], fmt.Sprintf("LOG %d", step.last)) {
			t.Errorf("at row %d the title is %q", step.last, lines[0])
		}
	}
}
