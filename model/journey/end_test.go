//go:build unix

package journey

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// still is a ticker server that has said all that it has to say.
func still(t *testing.T) (url string) {
	return feedtest.New(t, slices.Concat(subscribed(), ticks(1, 3), feedtest.Conversation{feedtest.Silence(nil)})).URL()
}

// TestATerminalThatIsGoneEndsTheProgramAndItsCommands ends the program while an alert has a command run: neither is left.
func TestATerminalThatIsGoneEndsTheProgramAndItsCommands(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]struct {
		act  func(*terminaltest.Operator)
		code syscall.Signal
	}{
		"hung up":                 {(*terminaltest.Operator).HangUp, syscall.SIGHUP},
		"hung up, writes blocked": {func(o *terminaltest.Operator) { o.BlockWrites(); o.HangUp() }, syscall.SIGHUP},
		"writes blocked":          {func(o *terminaltest.Operator) { o.BlockWrites(); o.Signal(syscall.SIGTERM) }, syscall.SIGTERM},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark := t.TempDir()
			config := tickerConfig(t, still(t), `    alerts: ["A > 2 run wait"]`,
				`ui: {commands: {wait: {run: [/bin/sh, -c, "sleep 600; exit", "`+mark+`"], timeout: 1m}}}`)
			o := open(t, "--config", config, "ticker")
			o.Sees(`\[1 ticker OPEN`, `alert: A 3 > 2`)
			o.Until("the command", func(terminaltest.Screen) bool { return running(t, "sleep 600; exit", mark) })
			end.act(o)
			o.Gone(128 + int(end.code))
			for deadline := time.Now().Add(time.Minute); running(t, mark); time.Sleep(10 * time.Millisecond) { // it may have been killed just now
				if time.Now().After(deadline) {
					t.Fatal("the command goes on")
				}
			}
		})
	}
}

// TestATerminalThatIsGoneEndsAProgramOfAnotherSession, which gets no signal of that: what it reads ends.
func TestATerminalThatIsGoneEndsAProgramOfAnotherSession(t *testing.T) {
	t.Parallel()
	config := tickerConfig(t, still(t))
	o := terminaltest.Start(t, elsewhere(t, sockeye(t, "--config", config, "ticker")), window120)
	o.Sees(`\[1 ticker OPEN`, `A +3 `)
	o.HangUp()
	for deadline := time.Now().Add(time.Minute); running(t, config); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the program goes on")
		}
	}
}

// elsewhere returns a program, not started, so that it is in another session than its terminal.
func elsewhere(t *testing.T, program *exec.Cmd) *exec.Cmd {
	t.Helper()
	setsid, err := exec.LookPath("setsid")
	if err != nil {
		t.Skip(err)
	}
	program.Path, program.Args = setsid, append([]string{"setsid", "--wait"}, program.Args...)
	return program
}

// running reports whether there is a process with all of these words in its command line.
func running(t *testing.T, words ...string) bool {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(files) == 0 {
		t.Skip("there is no /proc to see processes in")
	}
	return slices.ContainsFunc(files, func(file string) bool {
		command, _ := os.ReadFile(file) // the process may have ended
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(string(command), word) })
	})
}

// TestAStuckProgramGivesTheMouseBack ends the program while it has the mouse, and reads a configuration that never comes.
func TestAStuckProgramGivesTheMouseBack(t *testing.T) {
	t.Parallel()
	config := tickerConfig(t, still(t))
	o := open(t, "--config", config, "ticker")
	o.Sees(`\[1 ticker OPEN`, `A +3 `)
	o.Types("\x1bOQ") // f2
	o.Sees(`gives the mouse back`)
	if err := errors.Join(os.Remove(config), syscall.Mkfifo(config, 0o600)); err != nil {
		t.Fatal(err)
	}
	endless, err := os.OpenFile(config, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer endless.Close()
	command(o, "reload")
	o.Types("\x03\x03")
	o.Left(0)
}

// TestAPipeThatSaysNothingDoesNotKeepTheProgram, which reads it as a recording when it is asked to end.
func TestAPipeThatSaysNothingDoesNotKeepTheProgram(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"tail": {"tail"}, "exchange": {"exchange", "--listen", "127.0.0.1:0", "--replay"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pipe := filepath.Join(t.TempDir(), "recording")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			program := sockeye(t, append(args, pipe)...)
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			kept := time.AfterFunc(time.Minute, func() {
				t.Error("the program goes on")
				program.Process.Kill()
			})
			writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // as soon as the program reads
			if err != nil {
				t.Fatal(err)
			}
			defer writer.Close()
			program.Process.Signal(syscall.SIGTERM)
			program.Wait()
			kept.Stop()
		})
	}
}

// TestTheScreenIsWholeOnOtherTerminals, and with standard streams that are not the terminal's.
func TestTheScreenIsWholeOnOtherTerminals(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env            []string
		redirection    string // of a shell
		ascii, colours bool
		stderr         string
	}{
		"no TERM":          {env: []string{"TERM="}},
		"linux":            {env: []string{"TERM=linux"}, colours: true},
		"tmux":             {env: []string{"TERM=tmux-256color", "TMUX=/nowhere,1,0"}, colours: true},
		"vt100":            {env: []string{"TERM=vt100"}, ascii: true},
		"LANG=C":           {env: []string{"LANG=C"}, ascii: true, colours: true},
		"NO_COLOR":         {env: []string{"NO_COLOR=1"}},
		"no stderr":        {env: []string{"XDG_STATE_HOME=/dev/null"}, redirection: "2>&-", colours: true}, // about which there is something to say
		"nothing is typed": {redirection: "</dev/null", colours: true},
		"no history":       {env: []string{"XDG_STATE_HOME=/dev/null"}, colours: true, stderr: "sockeye: earlier commands cannot be read, "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := sockeye(t, "--config", tickerConfig(t, still(t)), "ticker")
			program.Env = append(program.Env, tt.env...)
			if tt.redirection != "" {
				program.Args = append([]string{"sh", "-c", `exec "$0" "$@" ` + tt.redirection}, program.Args...)
				program.Path = "/bin/sh"
			}
			o := terminaltest.Start(t, program, window120)
			o.Sees(`\[1 ticker OPEN`, `A +3 `, `"price":3`)
			if !strings.Contains(fmt.Sprint(tt.env), "TERM=") { // the emulator is one for xterm-256color
				o.Until("whole borders", func(s terminaltest.Screen) bool { return tornAt(s, tt.ascii) == "" })
			}
			if tt.stderr == "" {
				leave(t, o)
			} else {
				o.Types("\x03")
				o.Gone(0)
				o.Until("the terminal as it was", func(terminaltest.Screen) bool { return len(o.Changed()) == 0 }) // all is written
			}
			for _, fault := range faults(o.Written(), tt.ascii) {
				t.Errorf("the terminal was sent %s", fault)
			}
			if coloured := regexp.MustCompile(`\x1b\[([0-9;]*;)?([349][0-7]|10[0-7]|[34]8;[0-9;]*)(;[0-9;]*)?m`).FindString(o.Written()); (coloured != "") != tt.colours {
				t.Errorf("the first colour is %q, and colours are %t", coloured, tt.colours)
			}
			if text := o.Stderr(); !strings.HasPrefix(text, tt.stderr) {
				t.Errorf("standard error has %q", text)
			}
		})
	}
}
