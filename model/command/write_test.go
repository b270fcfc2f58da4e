package command

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The disk is full before the log is written.
func TestFileIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	full := errors.New("no space left")
	_, err := writeFile(filepath.Join(dir, "log"), func(w io.Writer) (writeResult, error) {
		_, _ = io.WriteString(w, "half")
		if found, _ := os.ReadDir(dir); len(found) != 1 || found[0].Name() == "log" {
			t.Errorf("while it is written, there are %v", found)
		}
		return writeResult{}, full
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "nothing written to "+filepath.Join(dir, "log")) {
		t.Errorf("the error is %v", err)
	}
	if found, _ := os.ReadDir(dir); len(found) != 0 {
		t.Errorf("%v stay", found)
	}
}

func TestAFileThatCannotBeWrittenIsNamed(t *testing.T) {
	for file, want := range map[string]string{
		"/dev/full":      "exists already, choose another name: /dev/full",
		t.TempDir():      "exists already, choose another name: ",
		"/proc/none/log": "nothing written: there is no folder /proc/none: create it, or choose another name",
		"/dev/null/log":  "nothing written to /dev/null/log: ",
	} {
		_, err := writeFile(file, func(io.Writer) (writeResult, error) { return writeResult{}, nil })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
