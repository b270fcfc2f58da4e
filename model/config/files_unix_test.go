//go:build unix

package config_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"sockeye/model/config"
)

// TestAFileThatHasReplacedAPipeIsRead, while the pipe, to which nothing was written, still is.
func TestAFileThatHasReplacedAPipeIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	files := new(config.Files)
	old, read := path+".old", make(chan error, 1)
	go func() {
		_, err := files.Read(path)
		read <- err
	}()
	writer, err := os.OpenFile(path, os.O_WRONLY, 0) // waits for the reader
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, old); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("ui: {}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := files.Read(path); err != nil || string(text) != "ui: {}" {
		t.Errorf("%q, %v", text, err)
	}
	if pending := files.Pending(); pending != "" {
		t.Errorf("%s is still being read", pending)
	}
	writer.Close()
	if err := <-read; err != nil {
		t.Error(err)
	}
}
