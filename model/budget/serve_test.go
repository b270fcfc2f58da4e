//go:build unix

package budget

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"sockeye/model/terminaltest"
)

// served is a server of screens, in a process of its own, on a feed of 100 messages a second.
type served struct {
	program *exec.Cmd
	address string
}

// startServe starts a server of screens.
func startServe(b *testing.B, rate int) *served {
	b.Helper()
	config := filepath.Join(b.TempDir(), "config.yaml")
	text := floodConfig(b, flooded(startFlood(b), 1<<30, rate))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	s := &served{program: sockeye(b, "serve", "--config", config, floodName(0), "--listen", "127.0.0.1:0", "--socket", filepath.Join(b.TempDir(), "s"))}
	errors, err := s.program.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := s.program.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = s.program.Process.Signal(os.Interrupt)
		_ = s.program.Wait()
	})
	for lines := bufio.NewScanner(errors); lines.Scan(); {
		if _, found, ok := strings.Cut(lines.Text(), "serving on "); ok {
			s.address, _, _ = strings.Cut(found, ": ")
			go io.Copy(io.Discard, errors)
			return s
		}
	}
	b.Fatal("the server does not serve")
	return nil
}

// replying is a terminal that draws nothing, and answers what the flow control asks.
type replying struct {
	keys io.Writer
	mu   sync.Mutex
	last []byte
}

var askPosition, position = []byte("\x1b[6n"), []byte("\x1b[9;9R")

func (r *replying) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	whole := append(r.last, p...)
	if n := bytes.Count(whole, askPosition); n > 0 {
		_, _ = r.keys.Write(bytes.Repeat(position, n))
		whole = whole[bytes.LastIndex(whole, askPosition)+len(askPosition):]
	}
	r.last = append(r.last[:0], whole[max(len(whole)-len(askPosition)+1, 0):]...)
	return len(p), nil
}

// open opens a screen of a size on a connection of its own. Without a terminal, one that only replies.
func (s *served) open(b *testing.B, columns, rows int, terminal func(keys io.Writer) io.Writer) (keys io.Writer) {
	b.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	c, channels, requests, err := gossh.NewClientConn(conn, s.address, &gossh.ClientConfig{User: "load", HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		b.Fatal(err)
	}
	session, err := gossh.NewClient(c, channels, requests).NewSession()
	if err != nil {
		b.Fatal(err)
	}
	if err := session.Setenv("LANG", "C.UTF-8"); err != nil {
		b.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", rows, columns, nil); err != nil {
		b.Fatal(err)
	}
	typed, err := session.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	keys = terminaltest.OneAtATime(typed)
	session.Stdout = terminal(keys)
	if err := session.Shell(); err != nil {
		b.Fatal(err)
	}
	return keys
}

func onlyReplies(keys io.Writer) io.Writer { return &replying{keys: keys} }

// measureServe is what a hundred screens of one feed cost.
func measureServe(b *testing.B) {
	const screens, keys = 100, 200
	s := startServe(b, 100)
	for range screens - 1 {
		s.open(b, 120, 36, onlyReplies)
	}
	var remote *terminaltest.Remote
	press := s.open(b, 120, 36, func(keys io.Writer) io.Writer {
		remote = terminaltest.NewRemote(120, 36, keys)
		return remote
	})
	b.Cleanup(remote.Close)
	remote.Sees(b, `\[1 flood1 OPEN\]`, `╭ WATCHLIST`)
	time.Sleep(5 * time.Second) // the links are measured, and every screen has drawn its first picture
	const length = 20 * time.Second
	cores := used(b, s.program, length) / 100
	memory := resident(b, s.program, "VmRSS")
	var answered []time.Duration
	for i := range keys {
		answer := []string{"╭ LOG ", "╭ WATCHLIST "}[i%2]
		time.Sleep(time.Duration(i*7%40) * time.Millisecond)
		pressed := time.Now()
		_, _ = io.WriteString(press, "z")
		for deadline := pressed.Add(patience); !strings.Contains(remote.Screen().Lines[2], answer); time.Sleep(sampleInterval) {
			if time.Now().After(deadline) {
				b.Fatalf("a key has no answer:\n%s", remote.Screen())
			}
		}
		answered = append(answered, time.Since(pressed))
	}
	slices.Sort(answered)
	p99 := answered[len(answered)*99/100-1]
	report(row{what: "serve: 100 screens at 120x36 on one feed of 100 msg/s, CPU", budget: "< 1 core", today: fmt.Sprintf("%.2f cores", cores), met: verdict(cores < 1)})
	report(row{what: "  resident memory", budget: "< 300 MiB", today: fmt.Sprintf("%.0f MiB", memory), met: verdict(memory < 300)})
	report(row{
		what: "  key to painted answer on one of them", budget: "p99 < 100 ms",
		today: fmt.Sprintf("p50 %s, p99 %s, of %d", milliseconds(answered[keys/2]), milliseconds(p99), keys), met: verdict(p99 < 100*time.Millisecond),
	})
}

// measureIdle is what 500 screens cost on which nothing happens.
func measureIdle(b *testing.B) {
	const screens = 500
	s := startServe(b, 1)
	for range screens {
		s.open(b, 80, 24, onlyReplies)
	}
	time.Sleep(30 * time.Second)
	const length = 20 * time.Second
	cores := used(b, s.program, length) / 100
	memory := resident(b, s.program, "VmRSS")
	report(row{
		what: "serve: 500 idle screens at 80x24, resident memory", budget: "< 400 MiB",
		today: fmt.Sprintf("%.0f MiB; %.2f cores", memory, cores), met: verdict(memory < 400),
	})
}
