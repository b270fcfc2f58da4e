//go:build unix

package journey

import (
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// shell starts a shell with job control.
func shell(t *testing.T) *terminaltest.Operator {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	program := sockeye(t)
	program.Path, program.Args = bash, []string{"bash", "-c", "PS1='prompt> ' exec bash --norc --noprofile --noediting -i 2>&1"} // prompts go to standard error
	program.Env = append(program.Env, "SOCKEYE="+built)
	return terminaltest.Start(t, program, window120)
}

// stopped waits until the shell has the terminal, as it was before the program.
func stopped(o *terminaltest.Operator) {
	o.Until("the shell, and a terminal that is as it was", func(s terminaltest.Screen) bool {
		return lastLine(s) == "prompt>" && len(o.Changed()) == 0
	})
}

func TestSuspendRestoresTheTerminalAndResumes(t *testing.T) {
	t.Parallel()
	o := shell(t)
	stopped(o)
	o.Types("$SOCKEYE demo\r")
	o.Sees(`\[1 demo OPEN\]`, `●▸XBT/USD +\d`)
	o.Types("\x1bOQ") // f2: the mouse
	o.Sees(`the wheel scrolls`)
	for range 12 { // whether it comes back depends on who runs first
		o.Types("\x1a")
		stopped(o)
		o.Types("fg\r")
		o.Until("the whole screen, and its modes", func(s terminaltest.Screen) bool {
			changed := o.Changed()
			for _, mode := range []string{terminaltest.Settings, "private mode 1049 is true", "private mode 2004 is true", "private mode 1002 is true"} {
				if !slices.Contains(changed, mode) {
					return false
				}
			}
			return tornAt(s, false) == "" && pane(s, "LOG") != nil
		})
	}
	o.Types(":mark here\r")
	o.Sees(`mark here`)
	o.Types(":kill\r")
	o.Sees(`no command :kill`) // by then keys are answered
	o.Types("\x03")
	stopped(o)
	o.Types("exit\r")
	o.Gone(0)
}

// TestSuspendForLong is stopped for longer than a program waits for its signal: that it was not suspended would be wrong.
func TestSuspendForLong(t *testing.T) {
	t.Parallel()
	o := shell(t)
	stopped(o)
	o.Types("$SOCKEYE demo\r")
	o.Sees(`\[1 demo OPEN\]`, `●▸XBT/USD +\d`)
	var wrong atomic.Bool
	o.Watch(func(s terminaltest.Screen) {
		if strings.Contains(s.String(), "not suspended") {
			wrong.Store(true)
		}
	})
	for range 12 { // which of two signals is received first depends on who runs first
		o.Types("\x1a")
		stopped(o)
		time.Sleep(700 * time.Millisecond)
		o.Types("fg\r")
		o.Until("the whole screen", func(s terminaltest.Screen) bool { return tornAt(s, false) == "" && pane(s, "LOG") != nil })
	}
	o.Types("\x03")
	stopped(o)
	if wrong.Load() {
		t.Error("it says that it was not suspended, although it was")
	}
	o.Types("exit\r")
	o.Gone(0)
}

// TestSuspendWithoutAShell has a program go on where nothing could continue it.
func TestSuspendWithoutAShell(t *testing.T) {
	t.Parallel()
	o := open(t, "demo")
	o.Sees(`\[1 demo OPEN\]`)
	o.Types("\x1a")
	o.Sees(`not suspended: there is no shell`, `\[1 demo OPEN\]`)
	leave(t, o)
}

// lastLine is the last line on the screen with anything on it.
func lastLine(s terminaltest.Screen) string {
	for _, line := range slices.Backward(s.Lines) {
		if text := strings.TrimRight(line, " "); text != "" {
			return text
		}
	}
	return ""
}
