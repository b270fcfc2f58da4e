package recall_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/recall"
)

// patience bounds what a test waits for; it is never waited out when all is well.
const patience = time.Minute

// add adds a line and waits until it is in the file.
func add(l *recall.Lines, line string) error {
	l.Add(line)
	return l.Save()
}

func TestLinesOutliveTheProgram(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "history")
	l, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"sub A", "sub A", "", "unsub A", "two\nlines"} {
		if err := add(l, line); err != nil {
			t.Fatal(err)
		}
	}
	again, err := recall.Open(file)
	if err != nil || again.Len() != 2 || again.At(0) != "sub A" || again.At(1) != "unsub A" {
		t.Fatalf("%d lines, %v", again.Len(), err)
	}
	for i := range 1200 {
		if err := add(again, fmt.Sprint("line ", i)); err != nil {
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

// TestRewritingKeepsTheLinesOfAnotherProgram has a program begin, and cut the file back, while another one has it open.
func TestRewritingKeepsTheLinesOfAnotherProgram(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	first, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1200 {
		if err := add(first, fmt.Sprint("line ", i)); err != nil {
			t.Fatal(err)
		}
	}
	second, err := recall.Open(file)
	if err != nil || second.Len() != 500 {
		t.Fatalf("%d lines, %v", second.Len(), err)
	}
	if err := errors.Join(add(first, "of the first"), add(second, "of the second")); err != nil {
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

// TestAFileThatCannotBeRewrittenStaysAsItIs opens a file that is too long, where there can be no other file: it stays as it is, with what is
// added.
func TestAFileThatCannotBeRewrittenStaysAsItIs(t *testing.T) {
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
	if err := add(l, "new"); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(long.Name())
	if err != nil || strings.Count(string(text), "\n") != 1201 || !strings.HasSuffix(string(text), "older\nnew\n") {
		t.Errorf("the file has %d lines, %v", strings.Count(string(text), "\n"), err)
	}
}

func TestWhatCannotBeKeptIsAnError(t *testing.T) {
	endless := filepath.Join(t.TempDir(), "history")
	if err := os.Symlink("/dev/zero", endless); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{t.TempDir(), endless, endless + "/history"} {
		l, err := recall.Open(file)
		if err == nil {
			t.Errorf("%s was read", file)
		}
		if err := add(l, "still kept for this run"); err != nil || l.Len() != 1 {
			t.Errorf("%d lines, %v", l.Len(), err)
		}
	}
}

// TestAFullDiskIsAnError has the file end on a disk that is full.
func TestAFullDiskIsAnError(t *testing.T) {
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
	if err := add(l, "one"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("on a full disk, the error is %v", err)
	}
	if err := add(l, "two"); err != nil || l.Len() != 2 {
		t.Errorf("after that, there are %d lines, and the error is %v", l.Len(), err)
	}
}

func TestOnlyTheEndOfALargeFileIsRead(t *testing.T) {
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

// TestSaveKeepsTheOrder saves lines that come one after the other from many goroutines.
func TestSaveKeepsTheOrder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	l, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for i := range 200 {
		line := fmt.Sprint("line ", i)
		fmt.Fprintln(&want, line)
		if l.Add(line) {
			go func() { _ = l.Save() }()
		}
	}
	l.Close(patience)
	if text, err := os.ReadFile(file); err != nil || string(text) != want.String() {
		t.Errorf("the file is %q, %v", text, err)
	}
}

// TestAFileThatBlocksIsReportedOnce has a pipe without a reader in the place of the file: one Save waits for it, and nothing else.
func TestAFileThatBlocksIsReportedOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	l, err := recall.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	feedtest.NamedPipe(t, file)
	l.Add("one")
	saved := make(chan error, 1)
	go func() { saved <- l.Save() }()
	deadline := time.Now().Add(patience)
	for err = nil; err == nil && time.Now().Before(deadline); {
		runtime.Gosched()
		err = l.Overdue(time.Now().Add(time.Hour), time.Second)
	}
	if err == nil || !strings.Contains(err.Error(), "nothing was written for 1s") {
		t.Errorf("the error is %v", err)
	}
	if err := l.Save(); err != nil || l.Add("another") || l.Overdue(time.Now().Add(time.Hour), time.Second) != nil {
		t.Error("what has failed is tried again")
	}
	l.Close(time.Millisecond)
	reader, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0) // lets the test end
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	select {
	case err := <-saved:
		if err != nil {
			t.Errorf("reported twice: %v", err)
		}
	case <-time.After(patience):
		t.Error("Save does not end")
	}
}

// A run may last for months, and a line that was pasted may be long.
func TestLinesOfOneRunAreBounded(t *testing.T) {
	const most, mostBytes = 500, 4 << 20
	var l recall.Lines
	for n := range 5 * most {
		l.Add(fmt.Sprint(n))
	}
	if last := fmt.Sprint(5*most - 1); l.Len() > 2*most || l.At(l.Len()-1) != last || l.Len() < most {
		t.Errorf("%d lines are kept, the last one is %q", l.Len(), l.At(l.Len()-1))
	}
	for n := range 100 {
		l.Add(strings.Repeat("x", 64<<10) + fmt.Sprint(n))
	}
	bytes := 0
	for n := range l.Len() {
		bytes += len(l.At(n))
	}
	if bytes > mostBytes || !strings.HasSuffix(l.At(l.Len()-1), "x99") {
		t.Errorf("%d bytes are kept", bytes)
	}
}
