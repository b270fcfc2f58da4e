//go:build unix

package journey

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// served is a server of screens, and what runs on the same machine.
type served struct {
	t       *testing.T
	program *exec.Cmd
	runtime string // the runtime directory of its user
	log     *bufio.Scanner
}

// startServer starts a server of screens on a free port.
func startServer(t *testing.T, args ...string) *served {
	t.Helper()
	runtime, err := os.MkdirTemp("", "run") // the path of a socket has to be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(runtime) })
	s := &served{t: t, runtime: runtime}
	s.program = s.client("serve", append(args, "--listen", "127.0.0.1:0")...)
	errors, err := s.program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.program.Process.Kill()
		_ = s.program.Wait()
	})
	s.log = bufio.NewScanner(errors)
	for s.log.Scan() {
		if strings.Contains(s.log.Text(), "serving on ") {
			go io.Copy(io.Discard, errors)
			return s
		}
	}
	t.Fatal("the server does not serve")
	return nil
}

// client returns a program that finds the server, not started.
func (s *served) client(command string, args ...string) *exec.Cmd {
	program := sockeye(s.t, append([]string{command}, args...)...)
	program.Env = append(program.Env, "XDG_RUNTIME_DIR="+s.runtime)
	return program
}

// attach is a screen of the server on a terminal.
func (s *served) attach(terminal terminaltest.Terminal, args ...string) *terminaltest.Operator {
	s.t.Helper()
	return terminaltest.Start(s.t, s.client("attach", args...), terminal)
}

// says runs a client without a terminal, and returns what it says.
func (s *served) says(command string, args ...string) (out string, code int) {
	s.t.Helper()
	program := s.client(command, args...)
	text, _ := program.CombinedOutput()
	return string(text), program.ProcessState.ExitCode()
}

// TestAClientWhoseTerminalIsGoneEnds, though no signal says so, as it is in another session.
func TestAClientWhoseTerminalIsGoneEnds(t *testing.T) {
	t.Parallel()
	s := startServer(t, "--config", tickerConfig(t, still(t)), "ticker")
	o := terminaltest.Start(t, elsewhere(t, s.client("attach")), window120)
	o.Sees(`1 ticker OPEN`)
	o.HangUp()
	for deadline := time.Now().Add(time.Minute); ; {
		out, _ := s.says("serve", "--status")
		if !strings.Contains(out, "screen") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the client goes on:\n%s", out)
		}
	}
}

// TestAttachIsAScreenOfAServer by the socket in the runtime directory: it follows the window, says what the server has, is a pipe
// with its exit codes, and leaves the terminal as it was, by its keys and where the server ends.
func TestAttachIsAScreenOfAServer(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","of":["A","B"]}`), feedtest.Send(`{"op":"subbed","of":"A"}`), feedtest.Send(`{"op":"subbed","of":"B"}`),
		feedtest.Send(`{"of":"A","price":1.5}`), feedtest.Silence(nil),
	})
	s := startServer(t, "--config", tickerConfig(t, x.URL()), "ticker")
	if info, err := os.Stat(s.runtime + "/sockeye/serve.sock"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	one, other := s.attach(window120), s.attach(terminaltest.Terminal{Columns: 80, Rows: 24}, "ticker")
	one.Sees(`1 ticker OPEN`, `A +.*1\.5`)
	other.Sees(`1 ticker OPEN`, `A +.*1\.5`)
	one.Resize(60, 20)
	one.Sees(`(?m)^╰.{58}╯`)
	out, code := s.says("serve", "--status")
	for _, wanted := range []string{
		`3 sessions, 1 feed\n`, `SESSION +OPERATOR +FROM `, `local .*B +screen ticker\n`, `local .*B +screen\n`, `local .*B +status\n`,
		`FEED +STATE +SESSIONS +MESSAGES +BYTES +DROPPED\nticker +OPEN +2 +3 +\d+B +0\n`,
	} {
		if code != 0 || !regexp.MustCompile(wanted).MatchString(out) {
			t.Errorf("the status has not %q, with the code %d:\n%s", wanted, code, out)
		}
	}
	if out, code := s.says("attach", "--", "tail", "ticker", "--for", "1ms"); code != 3 || !strings.Contains(out, "no event in 1ms") {
		t.Errorf("the pipe says, with the code %d, %s", code, out)
	}
	if out, code := s.says("attach"); code != 2 || !strings.Contains(out, "standard output is no terminal") {
		t.Errorf("without a terminal it says, with the code %d, %s", code, out)
	}
	leave(t, one)
	if err := s.program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	other.Sees("sockeye: the server was stopped")
	other.Left(1)
	if out, code := s.says("serve", "--status"); code != 1 || !strings.Contains(out, "no server: `sockeye serve` starts one") {
		t.Errorf("without a server it says, with the code %d, %s", code, out)
	}
}

// TestHostileTextNeverReachesTheTerminalOfASession of a server either: with one whose own terminal answers questions.
func TestHostileTextNeverReachesTheTerminalOfASession(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	s := startServer(t, "--config", hostileConfig(t, 1, more), "hostile", "refused", "closed")
	window := size{120, 36}
	o := s.attach(terminaltest.Terminal{Columns: window.columns, Rows: window.rows})
	walkHostile(t, o, window, 1, false, more)
	if out, code := s.says("serve", "--status"); code != 0 || len(faults(strings.ReplaceAll(out, "\n", ""), false)) > 0 {
		t.Errorf("the status has, with the code %d, %q", code, out)
	}
}
