//go:build unix

package terminaltest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"

	"sockeye/feed/feedtest"
)

// programEnv makes this test binary one of the programs.
const programEnv = "TERMINALTEST_PROGRAM"

func TestMain(m *testing.M) {
	if name := os.Getenv(programEnv); name != "" {
		programs[name](os.Args[1:])
		return
	}
	os.Exit(feedtest.Main(m))
}

// programs are what runs in the terminals of the tests. All are in raw mode, and leave on q.
var programs = map[string]func(args []string){
	"writes":  writes,
	"draws":   draws,
	"answers": answers,
	"sizes":   sizes,
}

// program returns one of the programs, not started.
func program(name string, args ...string) *exec.Cmd {
	p := exec.Command(os.Args[0], args...)
	p.Env = []string{
		programEnv + "=" + name, "TERM=xterm-256color",
		"GORACE=atexit_sleep_ms=0", // the race detector waits a second at every exit
	}
	return p
}

// raw puts the terminal into raw mode, and returns what undoes that.
func raw() (restore func()) {
	before, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		panic(err)
	}
	return func() { _ = term.Restore(os.Stdin.Fd(), before) }
}

// keys calls press with what is read at once, until that is a q. It says on standard error what it has read.
func keys(press func(keys string)) {
	for p := make([]byte, 256); ; {
		n, err := os.Stdin.Read(p)
		if err != nil || string(p[:n]) == "q" {
			return
		}
		fmt.Fprintf(os.Stderr, "%q\n", p[:n])
		press(string(p[:n]))
	}
}

// writes writes as many bytes as its argument says, in numbered lines, when a key is pressed; the last line is "end".
// Then it leaves.
func writes(args []string) {
	defer raw()()
	fmt.Print("ready")
	size, _ := strconv.Atoi(args[0])
	_, _ = os.Stdin.Read(make([]byte, 1))
	out := bufio.NewWriter(os.Stdout)
	for written := 0; written < size; {
		n, _ := fmt.Fprintf(out, "\r\nline %9d", written)
		written += n
	}
	fmt.Fprint(out, "\r\nend")
	out.Flush()
}

// draws writes its first argument, after that the next one for each key, and with a T says on standard error whether
// the terminal accepts anything.
func draws(args []string) {
	defer raw()()
	fmt.Print(args[0])
	keys(func(key string) {
		switch {
		case key == "T":
			fmt.Fprintln(os.Stderr, try())
		case len(args) > 1:
			args = args[1:]
			fmt.Print(args[0])
		}
	})
}

// try reports whether the terminal accepts a byte.
func try() string {
	tty, err := os.OpenFile("/dev/tty", os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err.Error()
	}
	defer tty.Close()
	if err = tty.SetWriteDeadline(time.Now().Add(300 * time.Millisecond)); err == nil {
		_, err = tty.WriteString("\a")
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "blocked"
	case err != nil:
		return err.Error()
	}
	return "accepted"
}

// answers asks one of its arguments for each ?, in turn, and draws whatever else it reads.
func answers(args []string) {
	defer raw()()
	fmt.Print("ready\r\n")
	keys(func(read string) {
		if read != "?" {
			fmt.Printf("%q\r\n", read)
			return
		}
		fmt.Print(args[0])
		args = append(args[1:], args[0])
	})
}

// sizes draws the size of the terminal whenever it changes.
func sizes([]string) {
	defer raw()()
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, syscall.SIGWINCH)
	go func() {
		for {
			columns, rows, err := term.GetSize(os.Stdout.Fd())
			fmt.Printf("\x1b[2J\x1b[H%d %d %v", columns, rows, err)
			<-resized
		}
	}()
	keys(func(string) {})
}
