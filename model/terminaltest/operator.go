// Package terminaltest is a terminal with an operator in front of it, for the tests of programs that have a screen.
// A test says what is typed and what is to be seen:
//
//	o := terminaltest.Start(t, program, terminaltest.Terminal{Columns: 80, Rows: 24})
//	o.Sees(`\[1 demo OPEN\]`, `reconnects 0`)
//	o.Types("q")
//	o.Sees(`Leave Sockeye\?`)
//	o.Types("q")
//	o.Left(0)
//
// The terminal is a real pseudo-terminal, and the program that runs in it is any executable. Between the two and the
// screen that the operator sees there can be a [Link] that is thin, slow or dead. What the program asks the terminal
// is answered by the emulator, when the question has come there, as a terminal at the far end does.
//
// Nothing here sleeps a fixed time: a condition is waited for until it holds, with a deadline. What does not come fails the test, with what was wanted and what is on the screen. When the test ends, so do
// the program and all that was started here.
//
// The package does not depend on Sockeye. It may be imported by tests only.
package terminaltest

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// patience bounds every wait for the program. It is no measure of speed.
const patience = time.Minute

// lastWords is for how long nothing comes to the screen from a program that has ended, and nothing is on the way, before it counts as
// having written everything.
const lastWords = 2 * time.Second

// A program writes a picture in pieces. What has stood for a moment counts as a whole one, and so does what has not
// stood still for the length of restlessness, as over a thin link.
const (
	moment       = 10 * time.Millisecond
	restlessness = 10 * moment
)

// Terminal describes a terminal.
type Terminal struct {
	Columns, Rows int  // in cells, at the start
	Link          Link // between the program and the screen
}

// Operator is a person at a terminal in which a program runs. Its methods are for the goroutine of the test; where one
// times out, it ends the test.
type Operator struct {
	t             testing.TB
	program       *exec.Cmd
	over          chan struct{} // closed when program has ended
	master, slave *os.File
	before        *term.State // of the terminal, before the program had it
	hungUp        sync.Once   // the terminal is gone
	stderr        *os.File    // not the terminal's: a screen would hide it
	emulator      *emulator
	down          *downlink
	up            *delay
}

// Start starts a program in a terminal. It sets the program's standard input and output, and makes it the leader of the
// terminal, so that it is notified of a change of its size; standard error is a file, see [Operator.Stderr]. The environment
// is left to the caller, TERM with it: the emulator understands what is written for xterm-256color.
func Start(t testing.TB, program *exec.Cmd, terminal Terminal) *Operator {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatalf("terminaltest: cannot open a pseudo-terminal: %v", err)
	}
	o := &Operator{
		t: t, program: program, over: make(chan struct{}),
		// The slave stays open here too: what the terminal is like after the program is a question of the tests.
		master: master, slave: slave,
		up: newDelay(terminal.Link.RoundTrip / 2),
	}
	o.emulator = newEmulator(terminal.Columns, terminal.Rows, o.Types, !terminal.Link.Silent)
	o.down = newDownlink(terminal.Link, o.emulator.draw)
	t.Cleanup(o.end)
	o.setSize(terminal.Columns, terminal.Rows)
	if o.before, err = term.GetState(slave.Fd()); err != nil {
		t.Fatalf("terminaltest: cannot read the settings of the pseudo-terminal: %v", err)
	}
	if o.stderr, err = os.Create(filepath.Join(t.TempDir(), "stderr")); err != nil {
		t.Fatal(err)
	}
	program.Stdin, program.Stdout, program.Stderr = slave, slave, o.stderr
	program.SysProcAttr = leader()
	if err := program.Start(); err != nil {
		t.Fatalf("terminaltest: cannot start the program: %v", err)
	}
	go func() {
		_ = program.Wait() // its exit code is what a test compares
		close(o.over)
	}()
	o.down.open(master)
	return o
}

// end ends all that Start has started, as far as it came.
func (o *Operator) end() {
	if o.program.Process != nil {
		_ = o.program.Process.Kill()
		<-o.over
	}
	o.HangUp()
	o.stderr.Close()
}

// Types types keys: text as it is, or the bytes that a terminal sends for a key. They are on the way for half a round
// trip. It may be called from any goroutine.
func (o *Operator) Types(keys string) {
	o.up.carry(func() {
		if _, err := o.master.WriteString(keys); err != nil && !ended(o.up.done) {
			o.t.Errorf("terminaltest: %q cannot be typed: %v", keys, err)
		}
	})
}

// Resize makes the window of the terminal larger or smaller: the emulator at once, and half a round trip later the
// program hears of it.
func (o *Operator) Resize(columns, rows int) {
	o.emulator.resize(columns, rows)
	o.up.carry(func() { o.setSize(columns, rows) })
}

func (o *Operator) setSize(columns, rows int) {
	if err := pty.Setsize(o.master, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		o.t.Errorf("terminaltest: the terminal cannot have %d columns and %d rows: %v", columns, rows, err)
	}
}

// HangUp removes the terminal, as the end of its window or of an SSH connection does: the program gets SIGHUP, and
// nothing can be written or typed any more.
func (o *Operator) HangUp() {
	o.hungUp.Do(func() {
		o.up.stop()
		o.slave.Close()
		o.master.Close() // without this side, all reads and writes end
		o.up.wait()
		o.down.close()
	})
}

// Interfere does to the terminal what a shell does that has stopped the program: it restores its own settings, leaves the
// other screen, and writes a text.
func (o *Operator) Interfere(text string) {
	o.t.Helper()
	if err := term.Restore(o.slave.Fd(), o.before); err != nil {
		o.t.Fatalf("terminaltest: the settings of the terminal cannot be changed: %v", err)
	}
	if _, err := o.slave.WriteString(text); err != nil {
		o.t.Fatalf("terminaltest: the terminal accepts nothing: %v", err)
	}
}

// Signal sends the program a signal.
func (o *Operator) Signal(s os.Signal) {
	o.t.Helper()
	if err := o.program.Process.Signal(s); err != nil {
		o.t.Fatalf("terminaltest: the program cannot be sent %v: %v", s, err)
	}
}

// Until waits until something holds for what is on the screen, checking whole pictures as far as there are any: when
// nothing has come for a moment, or when things never stop coming. It fails the test when the program has ended and
// nothing of what it wrote comes any more.
func (o *Operator) Until(what string, holds func(Screen) bool) {
	o.t.Helper()
	over, timeout := o.over, time.After(patience)
	var silence <-chan time.Time // for what an ended program has written to come to the screen
	for restless := time.Now(); ; {
		shown, changed := o.emulator.screen()
		if time.Since(restless) < restlessness {
			select {
			case <-changed:
				continue
			case <-time.After(moment):
			}
		}
		if holds(shown) {
			return
		}
		select {
		case <-changed:
			if over == nil {
				silence = time.After(lastWords)
			}
			restless = time.Now()
		case <-over:
			over, silence = nil, time.After(lastWords)
		case <-silence:
			if o.down.carries() {
				silence = time.After(lastWords)
				continue
			}
			o.t.Fatalf("the program has ended, and was to show %s\n%s\n%s", what, shown, o.Stderr())
		case <-timeout:
			o.t.Fatalf("the screen was to show %s\n%s\n%s", what, shown, o.Stderr())
		}
	}
}

// Sees waits until all of the regular expressions are found on the screen at once, the lines of which are separated by
// "\n".
func (o *Operator) Sees(patterns ...string) {
	o.t.Helper()
	var wanted []*regexp.Regexp
	for _, p := range patterns {
		wanted = append(wanted, regexp.MustCompile(p))
	}
	o.Until(strings.Join(patterns, " and "), func(s Screen) bool {
		text := s.String()
		return !slices.ContainsFunc(wanted, func(r *regexp.Regexp) bool { return !r.MatchString(text) })
	})
}

// Screen is what the screen shows now.
func (o *Operator) Screen() Screen {
	shown, _ := o.emulator.screen()
	return shown
}

// Watch has f called with each picture from now on that the program draws in one piece, between the marks of
// synchronized output (mode 2026). It is called by another goroutine, and nothing is drawn until it returns.
func (o *Operator) Watch(f func(Screen)) { o.emulator.watched(f) }

// Stderr is what the program has written to standard error.
func (o *Operator) Stderr() string {
	o.t.Helper()
	text, err := os.ReadFile(o.stderr.Name())
	if err != nil {
		o.t.Error(err)
	}
	return string(text)
}

// Gone waits until the program has ended, and compares its exit code.
func (o *Operator) Gone(code int) {
	o.t.Helper()
	select {
	case <-o.over:
	case <-time.After(patience):
		o.t.Fatalf("the program was to end with exit code %d, and goes on\n%s\n%s", code, o.Screen(), o.Stderr())
	}
	if got := o.program.ProcessState.ExitCode(); got != code {
		o.t.Errorf("exit code %d, want %d\n%s\n%s", got, code, o.Screen(), o.Stderr())
	}
}

// Left is Gone, and fails the test if there is anything on standard error, or if the terminal is not as it was found.
func (o *Operator) Left(code int) {
	o.t.Helper()
	o.Gone(code)
	if text := o.Stderr(); text != "" {
		o.t.Errorf("standard error has\n%s", text)
	}
	for timeout := time.After(patience); ; {
		_, changed := o.emulator.screen()
		left := o.Changed()
		if len(left) == 0 {
			return
		}
		select {
		case <-changed:
			continue
		case <-time.After(lastWords):
			if o.down.carries() {
				continue
			}
		case <-timeout:
		}
		o.t.Fatalf("the program leaves the terminal changed: %s", strings.Join(left, ", "))
	}
}

// Settings is what [Operator.Changed] calls the settings of the terminal that its driver keeps: echo, raw mode and the
// like.
const Settings = "its settings (stty)"

// Changed names what is not as it was before the program: [Settings], and modes of the terminal that were set and not
// reset. What has not come to the emulator is not included.
func (o *Operator) Changed() (changed []string) {
	if now, err := term.GetState(o.slave.Fd()); err != nil || !reflect.DeepEqual(now, o.before) {
		changed = append(changed, Settings)
	}
	return append(changed, o.emulator.changed()...)
}
