//go:build unix

package journey

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sockeye/feed/feedtest"
	"sockeye/model/commandline"
	"sockeye/model/terminaltest"
)

// programEnv makes this test binary the program: so it is built with the race detector when the tests are.
const programEnv = "SOCKEYE_JOURNEY_CONFIG"

func TestMain(m *testing.M) {
	if name := os.Getenv(programEnv); name != "" {
		shipped, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		os.Exit(commandline.Run(commandline.Texts{Config: shipped}, os.Args[1:]))
	}
	os.Exit(feedtest.Main(m))
}

// shippedConfig returns the path of the configuration that is built into the program. The go command runs the tests again when the file has
// changed: it sees what a test opens, and not what a process does that the test starts.
func shippedConfig(t *testing.T) string {
	t.Helper()
	name, err := filepath.Abs("../../config.yaml")
	if err == nil {
		_, err = os.Stat(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// window120 is a terminal of 120 columns, that of most tests.
var window120 = terminaltest.Terminal{Columns: 120, Rows: 36}

// sockeye returns the program, not started, in an environment of its own.
func sockeye(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	program := exec.Command(os.Args[0], args...)
	program.Env = []string{
		programEnv + "=" + shippedConfig(t), "TERM=xterm-256color", "HOME=" + t.TempDir(), "TZ=UTC", "LANG=C.UTF-8",
		"GORACE=atexit_sleep_ms=0", // the race detector waits a second at every exit
	}
	return program
}

// open starts the program in a window120.
func open(t *testing.T, args ...string) *terminaltest.Operator {
	t.Helper()
	return terminaltest.Start(t, sockeye(t, args...), window120)
}

// leave leaves by the keys for it.
func leave(t *testing.T, o *terminaltest.Operator) {
	t.Helper()
	o.Types("q")
	o.Sees(`Leave Sockeye\?`)
	o.Types("q")
	o.Left(0)
}

// command types a command.
func command(o *terminaltest.Operator, line string) {
	o.Types(":" + line + "\r")
}

// balances has :balance said until it matches a regular expression.
func balances(t *testing.T, o *terminaltest.Operator, pattern string) {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	balancesAs(t, o, pattern, func(s terminaltest.Screen) bool { return wanted.MatchString(s.String()) })
}

// balancesAs has :balance said until what it says holds.
func balancesAs(t *testing.T, o *terminaltest.Operator, what string, holds func(s terminaltest.Screen) bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		command(o, "balance")
		o.Sees(balance.String())
		if holds(o.Screen()) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the balance is not %s:\n%s", what, o.Screen())
		}
	}
}

// vanishes waits until the regular expression is not found on the screen.
func vanishes(t *testing.T, o *terminaltest.Operator, pattern string) {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	o.Until("no "+pattern, func(s terminaltest.Screen) bool { return !wanted.MatchString(s.String()) })
}

// pane returns the lines inside the box whose title begins so, without its border; nil if there is none.
func pane(s terminaltest.Screen, title string) (inside []string) {
	for top, line := range s.Lines {
		before, after, found := strings.Cut(line, "╭ "+title)
		if !found {
			continue
		}
		left := utf8.RuneCountInString(before)
		box, _, _ := strings.Cut(after, "╮")
		right := left + utf8.RuneCountInString("╭ "+title+box)
		for _, line := range s.Lines[top+1:] {
			cells := []rune(line)
			if cells[left] != '│' {
				break
			}
			inside = append(inside, string(cells[left+1:right]))
		}
		return inside
	}
	return nil
}
