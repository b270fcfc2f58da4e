//go:build unix

package feed_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// suspendable is set in the process that TestASuspendedProcessKeepsItsConnection suspends, to the address of its server.
const suspendable = "SOCKEYE_TEST_SUSPENDABLE"

// TestASuspendedProcessKeepsItsConnection stops a process for longer than the silence that its preset allows, while the server goes on:
// what it has sent waits in the socket, and the connection is as good as before.
func TestASuspendedProcessKeepsItsConnection(t *testing.T) {
	if url := os.Getenv(suspendable); url != "" {
		feedtest.CheckLeaks(t)
		report(t, url)
		return
	}
	t.Parallel()
	server := feedtest.New(t, after(feedtest.Stream(feedtest.RawFrame(0x81, []byte(`{"s":"A","p":1}`)), 20*time.Millisecond)))
	process := exec.Command(os.Args[0], "-test.run=^TestASuspendedProcessKeepsItsConnection$")
	process.Env = append(os.Environ(), suspendable+"="+server.URL())
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() {
		_ = process.Process.Kill()
		<-ended
		_ = process.Wait()
	})
	lines := make(chan string, 10_000)
	go func() {
		defer close(ended)
		defer close(lines)
		for reader := bufio.NewScanner(out); reader.Scan(); {
			lines <- reader.Text()
		}
	}()
	until := func(what string) {
		t.Helper()
		timeout := time.After(feedtest.Patience)
		for {
			select {
			case line, ok := <-lines:
				if !ok {
					t.Fatalf("the process has ended before it said %q", what)
				}
				if strings.Contains(line, what) {
					return
				}
				if strings.HasPrefix(line, "wrong") {
					t.Fatal(line)
				}
			case <-timeout:
				t.Fatalf("the process never says %q", what)
			}
		}
	}
	until("data")
	if err := process.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(5 * time.Second) // a time in which nothing runs has to be one: longer than silence, by more than a timer may be late
	if err := process.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	until("awake")
	for range 10 {
		until("data")
	}
	_ = in.Close()
	until("PASS") // nothing is left there, either
}

// report says what a feed does, a line each, until its standard input ends.
func report(t *testing.T, url string) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	s := watch(t, ticks(url, "    silence: 2s\n    stale: 2s"))
	last := time.Now()
	for points := 0; ; {
		select {
		case <-done:
			return
		default:
		}
		s.until("data", func() bool { return len(s.points) > points })
		points = len(s.points)
		now := time.Now()
		if now.Sub(last) > 3*time.Second { // that nothing ran is in the log only where that is noticed before something is read
			fmt.Println("awake")
		}
		last = now
		if s.status.Reconnects > 0 || s.status.State != event.Open || s.logged("stale:")() {
			fmt.Printf("wrong: %+v\n%s", s.status, s.log())
		}
		fmt.Println("data")
	}
}
