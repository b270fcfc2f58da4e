package commandline

import (
	"os"
	"testing"
)

// TestTheCommandThatLogsInNamesAHost, and not the address that stands for all of them.
func TestTheCommandThatLogsInNamesAHost(t *testing.T) {
	name, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	for listener, want := range map[string]string{
		"127.0.0.1:2323": "ssh -p 2323 127.0.0.1", "[::1]:22": "ssh -p 22 ::1", "[::]:2323": "ssh -p 2323 " + name, "0.0.0.0:2323": "ssh -p 2323 " + name,
	} {
		if got := sshTo(listener); got != want {
			t.Errorf("%s: %s, want %s", listener, got, want)
		}
	}
}
