//go:build !windows

package feedtest

import (
	"syscall"
	"testing"
)

// NamedPipe makes a named pipe without a peer: opening it blocks.
func NamedPipe(t testing.TB, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}
