//go:build unix

package journey

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// built is the program, as TestMain has built it.
var built string

// sources are the files that it is built from, and their folders.
var sources []string

// statSources reads the state of each of them, so that the go command runs the tests again when one has changed: where all
// files that a test has opened are as they were, it uses the result of before. It sees what is opened while tests run, and nothing
// of what other commands read.
var statSources = sync.OnceFunc(func() {
	for _, name := range sources {
		_, _ = os.Stat(name)
	}
})

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "journey")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	built = filepath.Join(dir, "sockeye")
	args := []string{"build", "-o", built}
	if race {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "sockeye")...).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the program cannot be built: %v\n%s", err, out)
		return 1
	}
	out, err := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if .Main}}{{.GoMod}}
{{$.Dir}}{{range $.GoFiles}}
{{$.Dir}}/{{.}}{{end}}{{range $.EmbedFiles}}
{{$.Dir}}/{{.}}{{end}}{{end}}{{end}}`, "sockeye").Output()
	if err != nil {
		fmt.Fprintf(os.Stderr, "it cannot be said what the program is built from: %v\n", err)
		return 1
	}
	sources = strings.Split(strings.TrimSpace(string(out)), "\n")
	return feedtest.Main(m)
}

// window120 is a terminal of 120 columns, that of most tests.
var window120 = terminaltest.Terminal{Columns: 120, Rows: 36}

// sockeye returns the program, not started, in an environment of its own.
func sockeye(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	statSources()
	program := exec.Command(built, args...)
	program.Env = []string{
		"TERM=xterm-256color", "HOME=" + t.TempDir(), "TZ=UTC", "LANG=C.UTF-8",
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
