package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// writes has an operator write the log to a file, and returns what the screen says.
func (d *driver) writes(file string) string {
	d.t.Helper()
	d.keys(":")
	d.types("write " + file)
	d.keys("enter")
	d.wait("an answer", func() bool { return d.m.notices.Text != "" })
	return d.m.notices.Text
}

func TestWriteSaysWhatIsInTheFile(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "ticks", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	h := d.m.tab().Tab.History()
	h.Note(time.Now(), event.Notice, "a \x1b]0;title\a\nof two lines")
	d.m.tab().Log.Refresh()
	_ = d.m.tab().Log.AddFilter("nothing has this", false)
	for d.m.tab().Log.Work(1_000) {
	}
	hidden := d.m.tab().Log.Hidden()
	if hidden == 0 {
		t.Fatal("the filter hides nothing")
	}
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
	if !strings.Contains(string(text), "of two lines") || strings.Count(string(text), "\n") < hidden {
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
	write := d.m.commands.execute("write " + file)
	if d.m.commands.execute("write " + file + "2"); !strings.Contains(d.m.notices.Text, ":write "+file+" is still under way") {
		t.Errorf("of a second one, the screen says %q", d.m.notices.Text)
	}
	d.keys("esc")
	d.sees(":write " + file + " is cancelled")
	d.send(write())
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(found) != 0 {
		t.Errorf("what was cancelled has written %q", found)
	}
	if said := d.writes(file); !strings.Contains(said, "entries written") {
		t.Errorf("after that, the screen says %q", said)
	}
}
