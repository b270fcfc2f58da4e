package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// writes has an operator write the log to a file, and returns what the screen says.
func (d *driver) writes(file string) string {
	d.t.Helper()
	d.command("write " + file)
	d.misses("? help")
	return d.footer()
}

func TestWriteSaysWhatIsInTheFile(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "ticks", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.feed().Note(event.Notice, "a \x1b]0;title\a\nof two lines")
	d.sees("of two lines")
	d.command("filter nothing has this")
	d.sees("hidden 4 ")
	d.send(tea.WindowSizeMsg{Width: 240, Height: 36}) // with space for what is said
	file := filepath.Join(t.TempDir(), "log")
	said := d.writes(file)
	for _, want := range []string{" entries written, ", ", to " + file, " of them hidden by the filters"} {
		if !strings.Contains(said, want) {
			t.Errorf("the screen says %q, and not %q", said, want)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(string(text), "\x1b\a") {
		t.Errorf("the file has what a terminal would execute: %q", text)
	}
	if !strings.Contains(string(text), "of two lines") || strings.Count(string(text), "\n") < 8 {
		t.Errorf("the file does not have all entries, one a line: %q", text)
	}
	if said := d.writes(file); !strings.Contains(said, "exists already, choose another name: "+file) {
		t.Errorf("a second time, the screen says %q", said)
	}
	if again, _ := os.ReadFile(file); string(again) != string(text) {
		t.Error("a file that was there is overwritten")
	}
	gone := filepath.Join(t.TempDir(), "gone")
	if said := d.writes(filepath.Join(gone, "log")); !strings.Contains(said, "there is no folder "+gone) {
		t.Errorf("in a folder that is not there, the screen says %q", said)
	}
}

// One log is written at a time, and one that is cancelled is not written, nor are its entries kept for it.
func TestWriteIsOneAtATimeAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "ticks", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	file := filepath.Join(t.TempDir(), "log")
	d.keys(":")
	d.types("write " + file)
	_, write := d.m.Update(tea.KeyPressMsg{Code: tea.KeyEnter}) // and it is not begun
	d.command("write " + file + "2")
	d.says(":write " + file + " is still under way")
	d.keys("esc")
	d.sees(":write " + file + " is cancelled")
	d.finish(write)
	d.sees(":write " + file + " is cancelled")
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(found) != 0 {
		t.Errorf("what was cancelled has written %q", found)
	}
	if said := d.writes(file); !strings.Contains(said, "entries written") {
		t.Errorf("after that, the screen says %q", said)
	}
}
