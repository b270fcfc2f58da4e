package recall_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// TestCutUnderAnother has a program begin, and cut the file back, while another one has it open.
func TestCutUnderAnother(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	first, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1200 {
		if err := first.Add(fmt.Sprint("line ", i)); err != nil {
			t.Fatal(err)
		}
	}
	second, err := recall.Open(file)
	if err != nil || second.Len() != 500 {
		t.Fatalf("%d lines, %v", second.Len(), err)
	}
	if err := errors.Join(first.Add("of the first"), second.Add("of the second")); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Count(string(text), "\n") != 502 || !strings.HasSuffix(string(text), "\nline 1199\nof the first\nof the second\n") {
		t.Errorf("the file has %d lines and ends with %q, %v", strings.Count(string(text), "\n"), text[max(0, len(text)-50):], err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("%d files are there, %v", len(left), err)
	}
}

// TestTooLongToRewrite opens a file that is too long, where there can be no other file: it stays as it is, with what is
// added.
func TestTooLongToRewrite(t *testing.T) {
	long, err := os.OpenFile(filepath.Join(t.TempDir(), "history"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer long.Close()
	if _, err := long.WriteString(strings.Repeat("old\nolder\n", 600)); err != nil {
		t.Fatal(err)
	}
	file := fmt.Sprintf("/dev/fd/%d", long.Fd())
	if _, err := os.Stat(file); err != nil {
		t.Skip("there is no /dev/fd")
	}
	l, err := recall.Open(file)
	if err != nil || l.Len() != 500 {
		t.Fatalf("%d lines, %v", l.Len(), err)
	}
	if err := l.Add("new"); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(long.Name())
	if err != nil || strings.Count(string(text), "\n") != 1201 || !strings.HasSuffix(string(text), "older\nnew\n") {
		t.Errorf("the file has %d lines, %v", strings.Count(string(text), "\n"), err)
	}
}

func TestWhatCannotBeKept(t *testing.T) {
	endless := filepath.Join(t.TempDir(), "history")
	if err := os.Symlink("/dev/zero", endless); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{t.TempDir(), endless, endless + "/history"} {
		l, err := recall.Open(file)
		if err == nil {
			t.Errorf("%s was read", file)
		}
		if err := l.Add("still kept for this run"); err != nil || l.Len() != 1 {
			t.Errorf("%d lines, %v", l.Len(), err)
		}
	}
}

// TestDiskFull has the file end on a disk that is full.
func TestDiskFull(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	file := filepath.Join(t.TempDir(), "history")
	l, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", file); err != nil {
		t.Fatal(err)
	}
	if err := l.Add("one"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("on a full disk, the error is %v", err)
	}
	if err := l.Add("two"); err != nil || l.Len() != 2 {
		t.Errorf("after that, there are %d lines, and the error is %v", l.Len(), err)
	}
}

func TestLargeFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(file, []byte(strings.Repeat("x", 5<<20)+"\nlast\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := recall.Open(file)
	if err != nil || l.Len() != 1 || l.At(0) != "last" {
		t.Errorf("%d lines, %v", l.Len(), err)
	}
	if info, err := os.Stat(file); err != nil || info.Size() > 10 {
		t.Errorf("the file is not cut: %v, %v", info, err)
	}
}
