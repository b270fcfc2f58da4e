//go:build unix

package journey

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/feedtest"
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
	program.Env = append(program.Env, "SOCKEYE="+os.Args[0])
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
	var wrong atomic.Bool
	o.Watch(func(s terminaltest.Screen) {
		if strings.Contains(s.String(), "not suspended") {
			wrong.Store(true)
		}
	})
	for i := range 12 { // which of two signals is received first, and whether the screen comes back, depends on who runs first
		o.Types("\x1a")
		stopped(o)
		if i%4 == 0 {
			time.Sleep(700 * time.Millisecond) // longer than the program waits for its signal
		}
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
	if wrong.Load() {
		t.Error("it says that it was not suspended, although it was")
	}
	o.Types("exit\r")
	o.Gone(0)
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

// TestAStoppedProgramResumesWithoutAFalseAlarm has a shell stop the program for longer than any of its patience, while data goes on.
func TestAStoppedProgramResumesWithoutAFalseAlarm(t *testing.T) {
	t.Parallel()
	long := make(chan struct{})
	c := append(subscribed(), tick("A", 1), tick("B", 1))
	for range 120 { // without a break, whether the program runs or not
		c = append(c, tick("A", 2), tick("B", 2), rest(50*time.Millisecond))
	}
	const frames = "\x81\x16" + `{"of":"A","price":999}` + "\x81\x16" + `{"of":"B","price":999}`
	server := feedtest.New(t, append(c, feedtest.Do(func() { close(long) }), feedtest.Stream([]byte(frames), 50*time.Millisecond)))
	o := open(t, "--config", tickerConfig(t, server.URL(), "    stale: 4s", "    silence: 4s", `    alerts: [silent 4s bell]`), "ticker")
	o.Sees(`\[1 ticker OPEN`, `●▸A +[1-9]`)
	o.Signal(syscall.SIGSTOP)
	const prompt = "\x1b[?1049l\x1b[?25h\x1b[5;20Hoperator$ vi\x1b[12;1H\x1b[31m~\r\n~\r\n~"
	o.Interfere(prompt)
	o.Sees(`operator\$ vi`)
	<-long
	o.Signal(syscall.SIGCONT)
	o.Sees(`\[1 ticker OPEN`, `●▸A +999 `, `● B +999 `)
	balances(t, o, `in [\d,]{3,} = [\d,]{3,} log \+ 0 beats \+ 0 dropped`)
	o.Until("its own screen, whole", func(s terminaltest.Screen) bool {
		return tornAt(s, false) == "" && !strings.Contains(s.String(), "operator") && !strings.Contains(s.String(), "~")
	})
	o.Until("raw mode and the other screen", func(terminaltest.Screen) bool {
		changed := o.Changed()
		return slices.Contains(changed, terminaltest.Settings) && slices.Contains(changed, "private mode 1049 is true")
	})
	for _, falseAlarm := range []string{"STALE", "RETRY", "alert:"} {
		if strings.Contains(o.Written(), falseAlarm) {
			t.Errorf("the program has said %q after it was stopped", falseAlarm)
		}
	}
	leave(t, o)
}
