//go:build unix

package terminal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClipboardWhereTheTerminalHasNone(t *testing.T) {
	for _, tt := range []struct {
		environment map[string]string
		none        string // why; "" where it may have one
	}{
		{map[string]string{"TERM": "xterm-256color"}, ""},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "7600"}, ""},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "7402"}, "VTE before 0.76"},
		{map[string]string{"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "Apple's Terminal"},
		{map[string]string{"TERM": "linux"}, "the console"},
		{map[string]string{"TERM": "vt100"}, "the terminal"},
		{map[string]string{"TERM": "screen", "STY": "1234.pts-0"}, "GNU screen"},
		{map[string]string{"TERM": "screen"}, ""}, // tmux over SSH has it too
		{map[string]string{"TERM": "tmux-256color", "TMUX": "/tmp/tmux", "VTE_VERSION": "7402"}, ""},
	} {
		c := NewClipboard(func(name string) string { return tt.environment[name] }, false, "")
		switch {
		case (c != nil) != (tt.none != ""):
			t.Errorf("%v: the terminal is known to have no clipboard: %v", tt.environment, c != nil)
		case c != nil && !strings.Contains(c.why, tt.none):
			t.Errorf("%v: %s", tt.environment, c.why)
		}
	}
}

func TestCopyWithoutTheTerminal(t *testing.T) {
	dir, bin := filepath.Join(t.TempDir(), "state"), t.TempDir()
	t.Setenv("PATH", bin)
	console := map[string]string{"TERM": "linux", "DISPLAY": ":0"}
	clipboard := func(remote bool) *Clipboard {
		return NewClipboard(func(name string) string { return console[name] }, remote, dir)
	}
	done, err := clipboard(false).Copy("text")
	name, _, _ := strings.Cut(strings.TrimPrefix(done, "written to "), ": ")
	if text, _ := os.ReadFile(name); err != nil || string(text) != "text" || filepath.Dir(name) != dir {
		t.Errorf("without a tool: %q, %v, and the file has %q", done, err, text)
	}
	tool := "#!/bin/sh\nexec /bin/cat > " + filepath.Join(bin, "got") + "\n"
	if err := os.WriteFile(filepath.Join(bin, "xclip"), []byte(tool), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/bin/cat"); err != nil {
		t.Skip("there is no /bin/cat")
	}
	done, err = clipboard(false).Copy("text")
	if text, _ := os.ReadFile(filepath.Join(bin, "got")); err != nil || string(text) != "text" || !strings.HasPrefix(done, "copied with xclip") {
		t.Errorf("with a tool: %q, %v, and it has %q", done, err, text)
	}
	if done, err := clipboard(true).Copy("text"); err != nil || !strings.HasPrefix(done, "written to "+dir) {
		t.Errorf("over a network, where the tool's clipboard is another machine's: %q, %v", done, err)
	}
	dir = ""
	if _, err := clipboard(true).Copy("text"); err == nil || !strings.Contains(err.Error(), "XDG_STATE_HOME") {
		t.Errorf("without a place for files, the error is %v", err)
	}
}
