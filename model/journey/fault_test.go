//go:build unix

package journey

import (
	"bytes"
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
				`ui: {commands: {wait: {run: [/bin/sh, -c, "sleep 60; exit", "`+mark+`"], timeout: 1m}}}`)
			o := open(t, "--config", config, "ticker")
			o.Sees(`\[1 ticker OPEN`, `alert: A 3 > 2`)
			o.Until("the command", func(terminaltest.Screen) bool { return running(t, "sleep 60; exit", mark) })
			end.act(o)
			o.Gone(128 + int(end.code))
			if running(t, mark) {
				t.Error("the command goes on")
			}
		})
	}
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

// TestStandardStreamsNeedNotBeTheTerminal starts the program with standard streams that are not the terminal's.
func TestStandardStreamsNeedNotBeTheTerminal(t *testing.T) {
	t.Parallel()
	for _, redirection := range []string{"2>&-", "2>/dev/full", "</dev/null", "<&-", "</dev/null 2>&-"} {
		t.Run(redirection, func(t *testing.T) {
			t.Parallel()
			program := sockeye(t, "--config", tickerConfig(t, still(t)), "ticker")
			program.Args = append([]string{"sh", "-c", `exec "$0" "$@" ` + redirection}, program.Args...)
			program.Path = "/bin/sh"
			if strings.Contains(redirection, "2>") { // then there is something to say, and standard error is closed
				program.Env = append(program.Env, "XDG_STATE_HOME=/dev/null")
			}
			o := terminaltest.Start(t, program, window120)
			o.Sees(`\[1 ticker OPEN`, `●▸A +3 `)
			leave(t, o)
		})
	}
}

// TestHistoryThatCannotBeKept has no place for earlier commands: an error says so, and everything else works.
func TestHistoryThatCannotBeKept(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	if err := os.MkdirAll(filepath.Join(state, "sockeye", "history"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		state, before, now string
		full               bool // from when the program runs
	}{
		"no folder":     {state: os.DevNull, before: `^sockeye: earlier commands cannot be read, .*/dev/null/sockeye/history: not a directory\n$`},
		"a folder":      {state: state, before: `^sockeye: earlier commands cannot be read, .*/sockeye/history is no regular file\n$`},
		"not to be had": {state: "/proc/none", before: `^$`, now: `commands are kept for this run only: no such file or directory: /proc/none`},
		"a full disk":   {state: t.TempDir(), before: `^$`, now: `commands are kept for this run only: no space left on device: /`, full: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := sockeye(t, "--config", tickerConfig(t, still(t)), "ticker")
			program.Env = append(program.Env, "XDG_STATE_HOME="+tt.state)
			o := terminaltest.Start(t, program, window120)
			o.Sees(`●▸A +3 `)
			if tt.full {
				fill(t, tt.state)
			}
			command(o, "mark one")
			o.Sees(`mark one`, tt.now)
			command(o, "mark two")
			o.Sees(`mark two`, `\? help`) // once is enough
			o.Types(":\x1b[A\x1b[A")
			o.Sees(`(?m)^:mark one`)
			o.Types("\x03")
			o.Gone(0)
			if text := o.Stderr(); !regexp.MustCompile(tt.before).MatchString(text) {
				t.Errorf("standard error has %q, want %s", text, tt.before)
			}
			o.Until("nothing changed about the terminal", func(terminaltest.Screen) bool { return len(o.Changed()) == 0 })
		})
	}
}

// fill has the commands go to a disk that is full.
func fill(t *testing.T, state string) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	if err := os.MkdirAll(filepath.Join(state, "sockeye"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", filepath.Join(state, "sockeye", "history")); err != nil {
		t.Fatal(err)
	}
}

// TestTwoProgramsShareAFileOfCommands has two programs keep their commands in one file.
func TestTwoProgramsShareAFileOfCommands(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	start := func() *terminaltest.Operator {
		program := sockeye(t, "--config", tickerConfig(t, still(t)), "ticker")
		program.Env = append(program.Env, "HOME="+home)
		o := terminaltest.Start(t, program, window120)
		o.Sees(`●▸A +3 `)
		return o
	}
	var want []string
	both := []*terminaltest.Operator{start(), start()}
	for n := range 10 {
		for i, o := range both {
			line := fmt.Sprintf("mark %d of %d %s", n, i, strings.Repeat("long ", 30*i))
			want = append(want, strings.TrimSpace(line))
			command(o, line)
		}
	}
	for i, o := range both {
		o.Sees(fmt.Sprintf("mark 9 of %d", i))
		leave(t, o)
	}
	text, err := os.ReadFile(filepath.Join(home, ".local", "state", "sockeye", "history"))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the file has\n%q, want\n%q", got, want)
	}
}

// TestWritingToNowhereIsAnError writes the log to where it cannot be.
func TestWritingToNowhereIsAnError(t *testing.T) {
	t.Parallel()
	o := open(t, "--config", tickerConfig(t, still(t)), "ticker")
	o.Sees(`●▸A +3 `)
	for file, said := range map[string]string{
		"/dev/full":      `exists already, choose another name: /dev/full`,
		t.TempDir():      `exists already, choose another name: `,
		"/proc/none/log": `nothing written: there is no folder /proc/none: create it, or choose another name`,
		"/dev/null/log":  `nothing written to /dev/null/log: `,
	} {
		command(o, "write "+file)
		o.Sees(said)
	}
	leave(t, o)
}

// TestWrongConfigurationIsNamedWithAWayOut names what is no configuration, and expects a word that helps.
func TestWrongConfigurationIsNamedWithAWayOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	binary, large := filepath.Join(dir, "binary"), filepath.Join(dir, "large")
	for file, text := range map[string]string{binary: "\x7fELF\x02\x01\x01\x00\xff", large: strings.Repeat("presets: {}\n", 1<<20)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]string{
		dir:         "sockeye: the configuration cannot be read: read " + dir + ": is a directory\n",
		binary:      binary + ":1:1: ",
		large:       "has more than 1 MiB",
		"/dev/zero": "has more than 1 MiB",
	} {
		out, err := exec.Command(built, "--config", file).CombinedOutput()
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 2 {
			t.Errorf("%s: %v", file, err)
		}
		if !strings.Contains(string(out), want) || len(out) > 1<<12 {
			t.Errorf("%s: standard error has %.4096q, want %q", file, out, want)
		}
		for _, fault := range faults(strings.ReplaceAll(string(out), "\uFFFD", "?"), false) {
			t.Errorf("%s: the terminal was sent %s", file, fault)
		}
	}
}

// TestAStoppedProgramResumesWithoutAFalseAlarm has a shell stop the program for longer than any of its patience, while data goes on.
func TestAStoppedProgramResumesWithoutAFalseAlarm(t *testing.T) {
	t.Parallel()
	long := make(chan struct{})
	c := append(subscribed(), tick("A", 1), tick("B", 1))
	for range 120 { // without a break, whether the program runs or not
		c = append(c, tick("A", 2), tick("B", 2), rest(50*time.Millisecond))
	}
	const frames = "\x81\x16" + `{"of":"A","price":999}` + "\x81\x16" + `{"of":"B","price":999}`
	server := feedtest.New(t, append(c, feedtest.Do(func() { close(long) }), feedtest.Stream([]byte(frames), 50*time.Millisecond)))
	o := open(t, "--config", tickerConfig(t, server.URL(), "    stale: 4s", "    silence: 4s", `    alerts: [silent 4s bell]`), "ticker")
	o.Sees(`\[1 ticker OPEN`, `●▸A +[1-9]`)
	o.Signal(syscall.SIGSTOP)
	const prompt = "\x1b[?1049l\x1b[?25h\x1b[5;20Hoperator$ vi\x1b[12;1H\x1b[31m~\r\n~\r\n~"
	o.Interfere(prompt)
	o.Sees(`operator\$ vi`)
	<-long
	o.Signal(syscall.SIGCONT)
	o.Sees(`\[1 ticker OPEN`, `●▸A +999 `, `● B +999 `)
	balances(t, o, `in \d{3} = \d{3} log \+ 0 beats \+ 0 dropped`)
	o.Until("its own screen, whole", func(s terminaltest.Screen) bool {
		return tornAt(s, false) == "" && !strings.Contains(s.String(), "operator") && !strings.Contains(s.String(), "~")
	})
	o.Until("raw mode and the other screen", func(terminaltest.Screen) bool {
		changed := o.Changed()
		return slices.Contains(changed, terminaltest.Settings) && slices.Contains(changed, "private mode 1049 is true")
	})
	for _, falseAlarm := range []string{"STALE", "RETRY", "alert:"} {
		if strings.Contains(o.Written(), falseAlarm) {
			t.Errorf("the program has said %q after it was stopped", falseAlarm)
		}
	}
	leave(t, o)
}

// TestAStuckProgramGivesTheMouseBack ends the program while it has the mouse, and reads a configuration that never comes.
func TestAStuckProgramGivesTheMouseBack(t *testing.T) {
	t.Parallel()
	config := tickerConfig(t, still(t))
	o := open(t, "--config", config, "ticker")
	o.Sees(`1 ticker`)
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

// TestOtherTerminalsAreDrawnWhole starts the program on terminals of other names, and with settings for all programs.
func TestOtherTerminalsAreDrawnWhole(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env            []string
		ascii, colours bool
	}{
		"unknown":  {[]string{"TERM=no-such-terminal"}, false, true},
		"none":     {[]string{"TERM="}, false, false},
		"xterm":    {[]string{"TERM=xterm"}, false, true},
		"screen":   {[]string{"TERM=screen"}, false, true},
		"tmux":     {[]string{"TERM=tmux-256color", "TMUX=/nowhere,1,0"}, false, true},
		"linux":    {[]string{"TERM=linux"}, false, true},
		"vt100":    {[]string{"TERM=vt100"}, true, false},
		"LANG=C":   {[]string{"LANG=C"}, true, true},
		"NO_COLOR": {[]string{"NO_COLOR=1"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := sockeye(t, "--config", tickerConfig(t, still(t)), "ticker")
			program.Env = append(program.Env, tt.env...)
			o := terminaltest.Start(t, program, window120)
			o.Sees(`\[1 ticker OPEN`, `A +3 `, `"price":3`)
			if !strings.HasPrefix(tt.env[0], "TERM=") { // the emulator is one for xterm-256color
				o.Until("whole borders", func(s terminaltest.Screen) bool { return tornAt(s, tt.ascii) == "" })
			}
			leave(t, o)
			for _, fault := range faults(o.Written(), tt.ascii) {
				t.Errorf("the terminal was sent %s", fault)
			}
			if coloured := regexp.MustCompile(`\x1b\[([0-9;]*;)?([349][0-7]|10[0-7]|[34]8;[0-9;]*)(;[0-9;]*)?m`).FindString(o.Written()); (coloured != "") != tt.colours {
				t.Errorf("the first colour is %q, and colours are %t", coloured, tt.colours)
			}
		})
	}
}

// TestAPasteOfAMegabyteDoesNothing pastes the wrong thing.
func TestAPasteOfAMegabyteDoesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "--config", tickerConfig(t, still(t)), "ticker")
	o.Sees(`●▸A +3 `)
	o.Types(":")
	o.Sees(`(?m)^:`)
	o.Types("\x1b[200~" + strings.Repeat("0123456789abcde\r", 1<<16) + "\x1b[201~")
	o.Sees(`1,048,576 bytes were pasted, and a line takes 65,536: nothing was done with them`)
	command(o, "mark alive")
	o.Sees(`mark alive`)
	leave(t, o)
}

// TestTerminalStopsInAFlood has the terminal accept nothing while more comes in than may wait for a screen: the server is not
// held up, and nothing of it is lost when the terminal goes on.
func TestTerminalStopsInAFlood(t *testing.T) {
	t.Parallel()
	const messages = 2000
	begin := make(chan struct{})
	flood := fmt.Appendf(nil, "\x81\x7e\x50\x00%-20480s", `{"of":"A","price":7}`)
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 3), feedtest.Conversation{feedtest.Silence(begin)},
		slices.Repeat(feedtest.Conversation{feedtest.SendRaw(bytes.Repeat(flood, 100)), rest(50 * time.Millisecond)}, messages/100),
		feedtest.Conversation{tick("B", 8), feedtest.Ping("all of it"), feedtest.ExpectPong("all of it"), feedtest.Silence(nil)}))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +3 `)
	o.BlockWrites()
	o.Types("+") // is painted at once, or would be: the program stands still
	close(begin)
	server.Wait()
	o.Continue()
	o.Resize(200, 36) // all is drawn anew
	o.Sees(`\[1 ticker OPEN`, `●▸A +7 `, `● B +8 `, `reconnects 0`)
	balancesAs(t, o, "that of all", func(s terminaltest.Screen) bool {
		return balanced(s) == 5+messages+1 && strings.Contains(s.String(), " 0 dropped")
	})
	leave(t, o)
}
