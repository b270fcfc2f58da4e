package recall_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sockeye/model/recall"
)

func TestLinesOutliveTheProgram(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "history")
	l, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"sub A", "sub A", "", "unsub A", "two\nlines"} {
		if err := l.Add(line); err != nil {
			t.Fatal(err)
		}
	}
	again, err := recall.Open(file)
	if err != nil || again.Len() != 2 || again.At(0) != "sub A" || again.At(1) != "unsub A" {
		t.Fatalf("%d lines, %v", again.Len(), err)
	}
	for i := range 1200 {
		if err := again.Add(fmt.Sprint("line ", i)); err != nil {
			t.Fatal(err)
		}
	}
	cut, err := recall.Open(file)
	if err != nil || cut.Len() != 500 || cut.At(499) != "line 1199" {
		t.Fatalf("%d lines, %v", cut.Len(), err)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Count(string(text), "\n") != 500 {
		t.Fatalf("the file has %d lines, %v", strings.Count(string(text), "\n"), err)
	}
}

func TestWhatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	l, err := recall.Open(dir)
	if err == nil {
		t.Error("a folder was read")
	}
	if err := l.Add("still kept for this run"); err != nil || l.Len() != 1 {
		t.Errorf("%d lines, %v", l.Len(), err)
	}
}
