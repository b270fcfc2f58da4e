// Package attach is the client of a server of screens on the same machine (model/serve): it gives the server the terminal of this
// process, or its standard output for a pipe, by way of the server's socket. The server speaks SSH there too, without a key:
// who can open the socket may log in.
//
// It is the whole of a process: standard input and output, the environment and signals are read here.
package attach

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	gossh "golang.org/x/crypto/ssh"

	"sockeye/model/terminal"
)

// dialTime is how long a server may take to answer.
const dialTime = time.Minute

// Screen shows a screen of the server at a socket on the terminal of the process until the operator leaves it, and returns the exit
// code. request is what a client of SSH would have as its command line.
func Screen(socket, request string) (code int, err error) {
	on, err := terminal.Keep(os.Stdout)
	if err != nil {
		return 0, err
	}
	return with(socket, func(s *gossh.Session, ends chan os.Signal) (int, error) {
		width, height, err := term.GetSize(os.Stdout.Fd())
		if err != nil {
			return 0, err
		}
		sendEnvironment(s)
		if err := s.RequestPty(os.Getenv("TERM"), height, width, gossh.TerminalModes{}); err != nil {
			return 0, err
		}
		before, err := term.MakeRaw(os.Stdin.Fd())
		if err != nil {
			return 0, fmt.Errorf("standard input is no terminal: %w", err)
		}
		defer func() { _ = term.Restore(os.Stdin.Fd(), before) }()
		keys, err := s.StdinPipe()
		if err != nil {
			return 0, err
		}
		s.Stdout, s.Stderr = os.Stdout, os.Stdout
		if err := begin(s, request); err != nil {
			return 0, err
		}
		go sendKeys(keys, ends) // until the process ends
		stop := followWindow(s, width, height)
		defer stop()
		code, err := wait(s, ends)
		if err != nil || code > 128 { // the server has not restored it
			on.Restore()
		}
		return code, err
	})
}

// sendKeys sends what is typed. Once the terminal is gone the client ends as by the signal of that, which a process gets only if the
// terminal is that of its session.
func sendKeys(to io.Writer, ends chan<- os.Signal) {
	p := make([]byte, 4096)
	for {
		n, err := os.Stdin.Read(p)
		if err != nil {
			select {
			case ends <- syscall.SIGHUP:
			default: // one has come
			}
			return
		}
		if _, err := to.Write(p[:n]); err != nil {
			return // the session has ended
		}
	}
}

// Pipe has the server at a socket do what a client of SSH would have as its command line, writes what it says, and returns the exit code.
func Pipe(socket, request string) (code int, err error) {
	return with(socket, func(s *gossh.Session, ends chan os.Signal) (int, error) {
		s.Stdout, s.Stderr = os.Stdout, os.Stderr
		if err := begin(s, request); err != nil {
			return 0, err
		}
		return wait(s, ends)
	})
}

// with calls do with a session of the server at a socket.
func with(socket string, do func(s *gossh.Session, ends chan os.Signal) (int, error)) (int, error) {
	conn, err := net.DialTimeout("unix", socket, dialTime)
	if err != nil {
		return 0, fmt.Errorf("no server: `sockeye serve` starts one (%w)", err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(dialTime))
	c, channels, requests, err := gossh.NewClientConn(conn, socket, &gossh.ClientConfig{
		HostKeyCallback: gossh.InsecureIgnoreHostKey(), // the socket is in a folder of our own
	})
	if err != nil {
		return 0, err
	}
	_ = conn.SetDeadline(time.Time{})
	client := gossh.NewClient(c, channels, requests)
	defer client.Close()
	s, err := client.NewSession()
	if err != nil {
		return 0, err
	}
	defer s.Close()
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(ends)
	return do(s, ends)
}

// sendEnvironment sends what describes the terminal. What the server does not want of it, it refuses.
func sendEnvironment(s *gossh.Session) {
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		switch name {
		case "LANG", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION", "TMUX", "STY", "WT_SESSION":
		default:
			if !strings.HasPrefix(name, "LC_") {
				continue
			}
		}
		_ = s.Setenv(name, value)
	}
}

// begin sends a request: without words, a shell is a screen.
func begin(s *gossh.Session, request string) error {
	if request == "" {
		return s.Shell()
	}
	return s.Start(request)
}

// wait waits for the end of a session or for a signal, and returns the exit code.
func wait(s *gossh.Session, ends <-chan os.Signal) (code int, err error) {
	ended := make(chan error, 1)
	go func() { ended <- s.Wait() }()
	select {
	case err := <-ended:
		exit := (*gossh.ExitError)(nil)
		if errors.As(err, &exit) {
			return exit.ExitStatus(), nil
		}
		if missing := (*gossh.ExitMissingError)(nil); errors.As(err, &missing) {
			return 0, errors.New("the server has ended")
		}
		return 0, err
	case signal := <-ends:
		return 128 + int(signal.(syscall.Signal)), nil
	}
}
