package model_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/feedtest"
	"sockeye/model/dialog"
)

// TestPaste pastes what a terminal would not draw in its place.
func TestPaste(t *testing.T) {
	t.Parallel()
	const pasted = "1\ufe0f\u20e3日本\u202e👩‍👩‍👧\u0301\u0301\u0301 end"
	server := feedtest.New(t, talk(feedtest.Expect(pasted)))
	d := drive(t, ticks(t, "ticks", server.URL()))
	d.sees("1.50")
	d.keys(":")
	d.types("send ")
	d.send(tea.PasteMsg{Content: pasted})
	line := func() string {
		lines := strings.Split(d.screen(), "\n")
		last := lines[len(lines)-1]
		if width, clusters := ansi.StringWidthWc(last), ansi.StringWidth(last); width != 120 || clusters != 120 {
			t.Errorf("the line is %d cells wide by its characters, and %d by its clusters: %q", width, clusters, last)
		}
		return last
	}
	if got := line(); !strings.HasPrefix(got, ":send 1 ·日本·👩·👩·👧\u0301\u0301·") || !strings.Contains(got, " end") {
		t.Errorf("what was pasted reads %q", got)
	}
	for range 12 { // over all of it
		d.send(tea.KeyPressMsg{Code: tea.KeyLeft})
		line()
	}
	d.send(tea.KeyPressMsg{Code: tea.KeyEnd})
	d.keys("enter")
	d.sees("y yes")
	if got := line(); !strings.Contains(got, "Send to ticks: 1 ·日本·👩·👩·👧\u0301\u0301· end ") {
		t.Errorf("the question reads %q", got)
	}
	d.keys("y")
	server.Wait()
}

func TestPasteTooLong(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "ticks", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	long := strings.Repeat("x", dialog.LongestPaste)
	d.keys(":")
	d.types("send ")
	d.send(tea.PasteMsg{Content: long})
	d.keys("enter")
	d.sees("Send to ticks: xxx", "…  y yes   n no") // all of it is asked about, as far as there is space
	d.keys("n", ":")
	d.send(tea.PasteMsg{Content: long + "x"})
	d.sees("65,537 bytes were pasted, and a line takes 65,536: nothing was done with them")
}

// TestSearchGoesOnWithoutFilter ends a filter while there is a search, and no more data comes.
func TestSearchGoesOnWithoutFilter(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*driver){
		"nofilter": func(d *driver) { d.keys(":"); d.types("nofilter"); d.keys("enter") },
		"key":      func(d *driver) { d.keys("&", "enter") },
	} {
		t.Run(name, func(t *testing.T) {
			d := drive(t, ticks(t, "ticks", feedtest.New(t, talk(feedtest.Send(`{"s":"A","p":"2.50"}`))).URL()))
			d.sees("2.50")
			d.keys("&")
			d.types("why")
			d.keys("enter", "/")
			d.types(`.s.:.A`)
			d.keys("enter")
			d.sees("/.s.:.A 0", "hidden")
			end(d)
			d.sees("/.s.:.A 3")
		})
	}
}
