package notify

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

// TestMain lets the test binary be the commands that the tests run.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "command" {
		command(os.Args[2], os.Args[3:])
	}
	os.Setenv("GORACE", "atexit_sleep_ms=0") // the commands have nothing to wait for when they end
	os.Exit(feedtest.Main(m))
}

func command(what string, args []string) {
	switch what {
	case "save": // standard input, and two variables of the environment, to a file
		input, err := io.ReadAll(os.Stdin)
		if err == nil {
			err = os.WriteFile(args[0], append(input, os.Getenv("TZ")+os.Getenv("NOTIFY_TEST")...), 0o600)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "fail":
		fmt.Println(strings.Repeat("this is not read\n", 100_000))
		fmt.Fprintf(os.Stderr, "\n  the pager is off\x1b[2J\n%s", strings.Repeat("more\n", 100_000))
		os.Exit(3)
	case "hold": // a connection, for ever
		hold(args[0])
	case "family": // two of them
		if err := exec.Command(os.Args[0], "command", "hold", args[0]).Start(); err != nil {
			os.Exit(1)
		}
		hold(args[0])
	case "leave": // one of them, and end
		child := exec.Command(os.Args[0], "command", "hold", args[0])
		child.Stderr = os.Stderr
		says, err := child.StdoutPipe()
		if err != nil || child.Start() != nil {
			os.Exit(1)
		}
		_, _ = says.Read(make([]byte, 1)) // it holds its connection
	}
	os.Exit(0)
}

func hold(address string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		os.Exit(1)
	}
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, conn)
	os.Exit(0)
}

// commandOf is a command that does one of these things.
func commandOf(timeout time.Duration, what string, args ...string) Command {
	return Command{Name: what, Args: append([]string{os.Args[0], "command", what}, args...), Timeout: timeout}
}

// callers listens for the commands that hold a connection.
func callers(t *testing.T) (address string, accept func() net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	_ = listener.(*net.TCPListener).SetDeadline(time.Now().Add(feedtest.Patience))
	return listener.Addr().String(), func() net.Conn {
		conn, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return conn
	}
}

// wantGone waits until the process at the other end of a connection is gone.
func wantGone(t *testing.T, conn net.Conn) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(feedtest.Patience))
	if _, err := conn.Read(make([]byte, 1)); os.IsTimeout(err) {
		t.Error("a process of the command goes on")
	}
}

// result is what has become of a run.
type result struct {
	Command string
	Err     error
}

// runner runs commands, and has what has become of them.
type runner struct {
	*Commands
	results chan result
}

func started(t *testing.T) runner {
	t.Helper()
	c := NewCommands()
	t.Cleanup(c.Close)
	return runner{c, make(chan result, 100)}
}

// Run runs a command for an event.
func (r runner) Run(command Command, e Event) {
	r.Commands.Run(command, e, func(err error) { r.results <- result{command.Name, err} })
}

// next returns the next result.
func next(t *testing.T, r runner) result {
	t.Helper()
	select {
	case got := <-r.results:
		return got
	case <-time.After(feedtest.Patience):
		t.Fatal("there is no result")
		return result{}
	}
}

var raised = Event{
	Feed: "kraken", Alert: "XBT/USD > 61230 run save", State: "raised", Label: "XBT/USD", Value: 61240.5,
	Time: time.Date(2026, 3, 1, 13, 0, 0, 123456789, time.FixedZone("", 3600)), Text: "XBT/USD 61240.5 > 61230",
}

func TestCommandGetsTheAlert(t *testing.T) {
	t.Setenv("NOTIFY_TEST", ", and a secret") // commands get no variable that may hold one
	t.Setenv("TZ", "the environment")
	file := filepath.Join(t.TempDir(), "a file")
	c := started(t)
	c.Run(commandOf(feedtest.Patience, "save", file), raised)
	if r := next(t, c); r.Err != nil || r.Command != "save" {
		t.Fatalf("%+v", r)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"feed":"kraken","alert":"XBT/USD \u003e 61230 run save","state":"raised","label":"XBT/USD","value":61240.5,` +
		`"time":"2026-03-01T12:00:00.123456789Z","text":"XBT/USD 61240.5 \u003e 61230","labels":[],"lasted_seconds":null}` + "\nthe environment"
	if string(text) != want {
		t.Errorf("%s\nwant\n%s", text, want)
	}
}

func TestAValueThatIsNoNumberIsNull(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{math.NaN(), math.Inf(1)} {
		text, err := json.Marshal(Event{Value: v, Text: "a\xff\x1b"})
		if err != nil || !strings.Contains(string(text), `"value":null`) || !json.Valid(text) {
			t.Errorf("%s, %v", text, err)
		}
	}
}

func TestAFailureHasTheFirstLineOfStandardError(t *testing.T) {
	t.Parallel()
	c := started(t)
	c.Run(commandOf(feedtest.Patience, "fail"), raised)
	if r := next(t, c); r.Err == nil || r.Err.Error() != "exit status 3: the pager is off\x1b[2J" {
		t.Errorf("%v", r.Err)
	}
	c.Run(Command{Name: "x", Args: []string{"/no/such/program"}, Timeout: time.Minute}, raised)
	if r := next(t, c); r.Err == nil || !strings.Contains(r.Err.Error(), "/no/such/program") {
		t.Errorf("%v", r.Err)
	}
}

func TestATimeoutKillsTheWholeGroup(t *testing.T) {
	t.Parallel()
	address, accept := callers(t)
	c := started(t)
	c.Run(commandOf(5*time.Second, "family", address), raised) // in which two processes begin, also on a busy machine
	one, other := accept(), accept()
	if r := next(t, c); r.Err == nil || !strings.HasPrefix(r.Err.Error(), "it was ended after 5s: ") {
		t.Errorf("%v", r.Err)
	}
	wantGone(t, one)
	wantGone(t, other)
}

func TestProcessesThatACommandLeavesAreKilled(t *testing.T) {
	t.Parallel()
	address, accept := callers(t)
	c := started(t)
	c.Run(commandOf(feedtest.Patience, "leave", address), raised)
	if r := next(t, c); r.Err != nil {
		t.Error(r.Err)
	}
	wantGone(t, accept())
}

// TestCommandsRunOneAtATime lets runs wait behind one that does not end, more than there is space for, and closes.
func TestCommandsRunOneAtATime(t *testing.T) {
	t.Parallel()
	address, accept := callers(t)
	folder := t.TempDir()
	c := started(t)
	c.Run(commandOf(feedtest.Patience, "hold", address), raised)
	conn := accept() // it runs
	for n := range maxWaiting + 3 {
		c.Run(commandOf(feedtest.Patience, "save", filepath.Join(folder, fmt.Sprint(n))), raised)
	}
	if files, _ := os.ReadDir(folder); len(files) > 0 {
		t.Error("two run at a time")
	}
	conn.Close() // which is what it waits for
	if r := next(t, c); r.Command != "hold" || r.Err != nil {
		t.Errorf("%+v", r)
	}
	if r := next(t, c); r.Err == nil || !strings.HasPrefix(r.Err.Error(), "3 runs were left out") {
		t.Errorf("%+v", r)
	}
	for range maxWaiting {
		if r := next(t, c); r.Err != nil || r.Command != "save" {
			t.Errorf("%+v", r)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != maxWaiting || files[0].Name() != "10" {
		t.Errorf("%v", files)
	}
}

func TestCloseKillsTheCommand(t *testing.T) {
	t.Parallel()
	address, accept := callers(t)
	c := started(t)
	c.Run(commandOf(feedtest.Patience, "family", address), raised)
	c.Run(commandOf(feedtest.Patience, "family", address), raised)
	one, other := accept(), accept()
	c.Close()
	wantGone(t, one)
	wantGone(t, other)
	if len(c.results) > 0 {
		t.Errorf("after the end: %+v", <-c.results)
	}
	c.Close()
	c.Run(commandOf(feedtest.Patience, "save", "/"), raised)
}

func TestTheFirstLineIsBounded(t *testing.T) {
	t.Parallel()
	var line firstLine
	for range 1000 {
		if n, err := line.Write([]byte(" \xffno end")); n != 8 || err != nil {
			t.Fatal(n, err)
		}
	}
	if text := line.String(); len(text) > maxLine || !strings.HasPrefix(text, "no end no end") {
		t.Errorf("%q", text)
	}
}

func TestCommandsAreKnownByTheirNames(t *testing.T) {
	t.Parallel()
	c := started(t)
	c.Define([]Command{{Name: "old"}, {Name: "page", Timeout: time.Second}})
	if got, ok := c.Named("page"); !ok || got.Timeout != time.Second {
		t.Errorf("%+v, %t", got, ok)
	}
	c.Define([]Command{{Name: "page"}})
	if _, ok := c.Named("old"); ok {
		t.Error("a command of before is known")
	}
}
