package main

// These tests run the program as an operator does: in a pseudo-terminal, with keys for input and a screen for
// output, against servers on loopback. The program is this test binary, started once more as sockeye, so that
// it is built with the race detector when the tests are.

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/gorilla/websocket"
	"github.com/hinshun/vt10x"

	"sockeye/feed/demo"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// sockeyeEnv makes this test binary sockeye.
const sockeyeEnv = "SOCKEYE_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(sockeyeEnv) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// deadline bounds what a test waits for; it is never waited out when all is well.
const deadline = 20 * time.Second

// sockeye returns the program, not started, in an environment of its own.
func sockeye(t *testing.T, terminal string, args ...string) *exec.Cmd {
	t.Helper()
	program := exec.Command(os.Args[0], args...)
	program.Env = []string{
		sockeyeEnv + "=1", "TERM=" + terminal, "HOME=" + t.TempDir(), "TZ=UTC", "LANG=C.UTF-8",
		"GORACE=atexit_sleep_ms=0", // the race detector's second at every exit would be most of the time
	}
	return program
}

// writeConfig writes a configuration file and returns its path.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// tickerConfig is a configuration with one preset, for a server of feedtest. more are lines of that preset,
// indented by four.
func tickerConfig(t *testing.T, url string, more ...string) string {
	t.Helper()
	return writeConfig(t, `presets:
  ticker:
    url: `+url+`
    params: {symbols: [A, B]}
    subscribe:   {send: {op: sub, of: "${symbols}"}, ack: {op: subbed, of: "${symbol}"}}
    unsubscribe: {send: {op: unsub, of: "${symbols}"}, ack: {op: unsubbed, of: "${symbol}"}}
    heartbeat: [{op: beat}]
    events: [{match: {of: "*", price: "*"}, label: of, value: price}]
`+strings.Join(more, "\n"))
}

// size is that of a terminal, in cells.
type size struct{ columns, rows int }

var desk = size{120, 36}

// operator is somebody at a terminal in which sockeye runs.
type operator struct {
	t             *testing.T
	program       *exec.Cmd
	over          chan struct{} // closed when program has ended
	master, slave *os.File
	before        *term.State // of the terminal, before the program had it
	screen        vt10x.Terminal
	written       transcript
	errors        *os.File // standard error, which is not the terminal's: a screen would hide it
	sight         sync.Mutex
}

// transcript is all that the program has written to the terminal.
type transcript struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Write(p)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.String()
}

// open starts sockeye in a terminal.
func open(t *testing.T, s size, args ...string) *operator {
	t.Helper()
	return start(t, s, sockeye(t, "xterm-256color", args...))
}

// start starts a program in a terminal, of which it is the leader, so that the size of the terminal reaches it.
func start(t *testing.T, s size, program *exec.Cmd) *operator {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	// The slave stays open here too: what the terminal is like after the program is a question of the tests.
	o := &operator{
		t: t, program: program, over: make(chan struct{}), master: master, slave: slave,
		screen: vt10x.New(vt10x.WithSize(s.columns, s.rows)),
	}
	o.resize(s)
	if o.before, err = term.GetState(slave.Fd()); err != nil {
		t.Fatal(err)
	}
	if o.errors, err = os.Create(filepath.Join(t.TempDir(), "stderr")); err != nil {
		t.Fatal(err)
	}
	program.Stdin, program.Stdout, program.Stderr = slave, slave, o.errors
	program.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = program.Wait()
		close(o.over)
	}()
	read := make(chan struct{})
	go func() {
		defer close(read)
		for out := bufio.NewReader(io.TeeReader(o, &o.written)); o.screen.Parse(out) == nil; {
		}
	}()
	t.Cleanup(func() {
		_ = program.Process.Kill()
		<-o.over
		slave.Close() // the last one, which ends the reading
		<-read
		master.Close()
		o.errors.Close()
	})
	return o
}

// Read reads what the program has written. It is for the goroutine that feeds the screen; while sight is held,
// the terminal takes nothing.
func (o *operator) Read(p []byte) (int, error) {
	n, err := o.master.Read(p)
	o.sight.Lock()
	defer o.sight.Unlock()
	return n, err
}

// resize makes the window of the terminal larger or smaller.
func (o *operator) resize(s size) {
	o.t.Helper()
	o.screen.Resize(s.columns, s.rows)
	if err := pty.Setsize(o.master, &pty.Winsize{Cols: uint16(s.columns), Rows: uint16(s.rows)}); err != nil {
		o.t.Fatal(err)
	}
}

// types types keys.
func (o *operator) types(keys string) {
	o.t.Helper()
	if _, err := o.master.WriteString(keys); err != nil {
		o.t.Fatal(err)
	}
}

// until waits until something holds for the screen.
func (o *operator) until(what string, holds func(screen string) bool) {
	o.t.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for timeout := time.After(deadline); ; {
		shown := o.screen.String()
		if holds(shown) {
			return
		}
		select {
		case <-poll.C:
		case <-o.over:
			o.t.Fatalf("the program has ended, and was to show %s\n%s\n%s", what, shown, o.stderr())
		case <-timeout:
			o.t.Fatalf("the screen was to show %s\n%s\n%s", what, shown, o.stderr())
		}
	}
}

// sees waits until the screen shows all of the regular expressions at once.
func (o *operator) sees(patterns ...string) {
	o.t.Helper()
	o.until(strings.Join(patterns, " and "), func(screen string) bool {
		return !slices.ContainsFunc(patterns, func(p string) bool { return !regexp.MustCompile(p).MatchString(screen) })
	})
}

func (o *operator) stderr() string {
	text, err := os.ReadFile(o.errors.Name())
	if err != nil {
		o.t.Error(err)
	}
	return string(text)
}

// gone waits until the program has ended, and compares its exit code.
func (o *operator) gone(code int) {
	o.t.Helper()
	select {
	case <-o.over:
	case <-time.After(deadline):
		o.t.Fatalf("the program was to end with exit code %d, and goes on\n%s\n%s", code, o.screen, o.stderr())
	}
	if got := o.program.ProcessState.ExitCode(); got != code {
		o.t.Errorf("exit code %d, want %d\n%s\n%s", got, code, o.screen, o.stderr())
	}
}

// left waits until the program has ended without a word, and compares its exit code and how it leaves the
// terminal.
func (o *operator) left(code int) {
	o.t.Helper()
	o.gone(code)
	if text := o.stderr(); text != "" {
		o.t.Errorf("standard error has\n%s", text)
	}
	// The last bytes may still be on their way to the screen.
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for timeout := time.After(deadline); ; {
		changed := o.changed()
		if len(changed) == 0 {
			return
		}
		select {
		case <-poll.C:
		case <-timeout:
			o.t.Fatalf("the program leaves the terminal changed: %s", strings.Join(changed, ", "))
		}
	}
}

// leaves leaves by the keys for it.
func (o *operator) leaves() {
	o.t.Helper()
	o.types("q")
	o.sees(`Leave Sockeye\?`)
	o.types("q")
	o.left(0)
}

// What a program can change: privateMode finds where private modes of the terminal are set (h) or reset (l),
// keyboardMode where enhancements of the keyboard are pushed (>) or popped (<), as kitty has them, and otherKeys
// where xterm's modifyOtherKeys is set, or reset for want of a value.
var (
	privateMode  = regexp.MustCompile(`\x1b\[\?([\d;]+)([hl])`)
	keyboardMode = regexp.MustCompile(`\x1b\[([<>])[\d;]*u`)
	otherKeys    = regexp.MustCompile(`\x1b\[>4(;[1-9])?m`)
)

// ordinary are the private modes that are on in a terminal that nobody has changed: lines wrap, the cursor shows.
var ordinary = []string{"7", "25"}

// changed returns what is not as it was before the program.
func (o *operator) changed() (changed []string) {
	if now, err := term.GetState(o.slave.Fd()); err != nil || !reflect.DeepEqual(now, o.before) {
		changed = append(changed, "its settings (stty)")
	}
	written := o.written.String()
	modes := make(map[string]bool)
	for _, m := range privateMode.FindAllStringSubmatch(written, -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			modes[mode] = m[2] == "h"
		}
	}
	for _, mode := range slices.Sorted(maps.Keys(modes)) {
		if on := modes[mode]; on != slices.Contains(ordinary, mode) {
			changed = append(changed, fmt.Sprintf("private mode %s is %t", mode, on))
		}
	}
	pushed := 0
	for _, m := range keyboardMode.FindAllStringSubmatch(written, -1) {
		if m[1] == ">" {
			pushed++
		} else {
			pushed--
		}
	}
	if pushed != 0 {
		changed = append(changed, "keyboard enhancements are on")
	}
	if m := otherKeys.FindAllStringSubmatch(written, -1); len(m) > 0 && m[len(m)-1][1] != "" {
		changed = append(changed, "modifyOtherKeys is on")
	}
	return changed
}

// signal sends a signal.
func (o *operator) signal(s os.Signal) {
	o.t.Helper()
	if err := o.program.Process.Signal(s); err != nil {
		o.t.Fatal(err)
	}
}

// startExchange starts the demo exchange in the test, and writes a configuration in which the shipped preset
// goes there.
func startExchange(t *testing.T) (exchange *demo.Exchange, config string) {
	t.Helper()
	exchange, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exchange.Close() })
	text := string(shipped)
	for _, change := range [][2]string{
		{`"${demo}/`, `"` + exchange.URL() + `/`},
		{"    silence: 10s\n", "    silence: 10s\n    reconnect: {min: 1s, max: 1s}\n"},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the shipped configuration has no %q", change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	return exchange, writeConfig(t, text)
}

func TestJourney(t *testing.T) {
	t.Parallel()
	exchange, config := startExchange(t)
	address := strings.TrimPrefix(exchange.URL(), "ws://")
	// So few data that the exchange sends heartbeats between them.
	o := open(t, desk, "--config", config, "demo", "-p", "rate=0.5", "--symbols", "XBT/USD,ETH/USD")

	o.sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`, `● ETH/USD +[\d,]+\.\d+`, `← XBT/USD +\[\d+,\[`, `reconnects 0`)
	o.sees(`in [\d,]+ = [\d,]+ log \+ [1-9][\d,]* beats \+ 0 dropped`)

	o.types(":sub ADA/USD\r")
	o.sees(`→ ADA/USD {"event":"subscribe","pair":\["ADA/USD"\]`, `● ADA/USD +0\.\d+`)
	o.types("\tj") // the watchlist, one down
	o.sees(`●▸ETH/USD`)
	o.types("u")
	o.sees(`○▸ETH/USD +off`)

	exchange.Close()
	o.sees(`\[1 demo RETRY \d+s\]`, `connection lost: the server hung up without a close frame`)
	o.sees(`\[1 demo RETRY \d+s\]`, `cannot connect: dial tcp `+address+`: connect: connection refused`)

	exchange, err := demo.Start(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exchange.Close() })
	o.sees(`\[1 demo OPEN\]`, `reconnects 1`, `→ {"event":"subscribe","pair":\["XBT/USD","ADA/USD"\]`)
	o.sees(`● XBT/USD +[\d,]+\.\d+`, `○▸ETH/USD +off`, `● ADA/USD +0\.\d+`)

	if strings.Contains(o.written.String(), `"heartbeat"`) {
		t.Error("a heartbeat is on the screen")
	}
	o.leaves()
}

func TestWire(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t,
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
			feedtest.Send(`{"op":"subbed","of":"A"}`),
			feedtest.Send(`{"op":"subbed","of":"B"}`),
			feedtest.Send(`{"of":"A","price":"1.50"}`),
			feedtest.Expect(`{"op":"sub","of":["C"]}`),
			feedtest.Send(`{"op":"subbed","of":"C"}`),
			feedtest.Expect(`{"op":"unsub","of":["A"]}`),
			feedtest.Send(`{"op":"unsubbed","of":"A"}`),
			feedtest.Silence(nil),
		},
		feedtest.Conversation{
			feedtest.Expect(`{"op":"sub","of":["B","C"]}`),
			feedtest.Send(`{"op":"subbed","of":"B"}`),
			feedtest.Send(`{"op":"subbed","of":"C"}`),
			feedtest.Send(`{"of":"C","price":"2.50"}`),
			feedtest.Expect(`{"op":"unsub","of":["B","C"]}`),
			feedtest.Send(`{"op":"unsubbed","of":"B"}`),
			feedtest.Send(`{"op":"unsubbed","of":"C"}`),
			feedtest.ExpectClose(websocket.CloseNormalClosure),
		},
	)
	o := open(t, desk, "--config", tickerConfig(t, server.URL(), "    reconnect: {min: 500ms, max: 500ms}"), "ticker")
	o.sees(`\[1 ticker OPEN\]`, `●▸A +1\.50`, `● B`)
	o.types(":sub C\r")
	o.sees(`● C`)
	o.types("u")
	o.sees(`○▸A +off`)

	server.Stop()
	o.sees(`ticker RETRY \d+s`)
	server.Restart()
	o.sees(`\[1 ticker OPEN\]`, `reconnects 1`, `○▸A +off`, `● B`, `● C +2\.50`)

	o.types("U")
	o.sees(`Unsubscribe all 2 on ticker \(B, C\)\?`)
	o.types("n")
	o.sees(`\? help`, `● B`, `● C`)
	o.types("U")
	o.sees(`Unsubscribe all 2 on ticker`) // so nothing has been unsubscribed
	o.types("y")
	o.sees(`○ B +off`, `○ C +off`)
	o.leaves()
	server.Wait()
}

func TestStale(t *testing.T) {
	t.Parallel()
	beat, data := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
		feedtest.Send(`{"op":"subbed","of":"A"}`),
		feedtest.Send(`{"op":"subbed","of":"B"}`),
		feedtest.Send(`{"of":"A","price":1}`),
		feedtest.Silence(beat),
		feedtest.Send(`{"op":"beat"}`),
		feedtest.Send(`{"op":"beat"}`),
		feedtest.Silence(data),
		feedtest.Send(`{"of":"A","price":2}`),
	})
	o := open(t, desk, "--config", tickerConfig(t, server.URL(), "    stale: 2s"), "ticker")
	o.sees(`\[1 ticker OPEN\]`, `●▸A +1 `, ` 0 beats`)
	o.sees(`\[1 ticker STALE\]`, `◑▸A +1 .*stale`, `stale: no data for 2s on `, ` 0 beats`)
	close(beat)
	o.sees(`\[1 ticker STALE\]`, `◑▸A`, ` 2 beats`)
	close(data)
	o.sees(`\[1 ticker OPEN\]`, `●▸A +2 `, ` 2 beats`)
	o.leaves()
}

// hostile is text that would name the window and paint the screen red if a terminal obeyed it.
const hostile = "\x1b]0;owned\a\x1b[31;7mred"

// hostileShown is the same as the screen shows it.
const hostileShown = `␛\]0;owned␇␛\[31;7mred`

func TestFailuresAreRows(t *testing.T) {
	t.Parallel()
	const subscribe = `{"op":"sub","of":["A","B"]}`
	tests := []struct {
		name   string
		server func(*testing.T) *feedtest.Server
		want   []string
	}{
		{
			"refused",
			func(t *testing.T) *feedtest.Server {
				s := feedtest.New(t)
				s.Stop()
				return s
			},
			[]string{`cannot connect: dial tcp 127\.0\.0\.1:\d+: connect: connection refused`},
		},
		{
			"unauthorized",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{feedtest.Refuse(401, nil, "no\n"+hostile)})
			},
			[]string{`cannot connect: HTTP 401 Unauthorized: no ` + hostileShown},
		},
		{
			"unknown authority",
			func(t *testing.T) *feedtest.Server { return feedtest.NewTLS(t) },
			[]string{`cannot connect: TLS: the certificate is signed by an authority that this machine does not know`},
		},
		{
			"garbage",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{
					feedtest.Expect(subscribe),
					feedtest.Send(hostile),
					feedtest.Send("one\r\ntwo \u009b2J"),
					feedtest.SendBinary([]byte{0xff, 0xfe, 0, 0x9b}),
					feedtest.Send(`{"of":"\u001b]0;owned\u0007","price":7}`),
					feedtest.SendRaw([]byte{0x83, 0}), // an opcode that is reserved
				})
			},
			[]string{`\? ` + hostileShown, `\? one␍␊two ·2J`, `\? .*(not text|�)`, `← ␛\]0;owned␇ `, `connection lost: .*opcode`},
		},
		{
			"close reason",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{feedtest.Expect(subscribe), feedtest.Close(1008, hostile)})
			},
			[]string{`connection lost: closed by the server: 1008 policy violation .*owned`},
		},
		{
			"frame too large",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{
					feedtest.Expect(subscribe),
					feedtest.SendBinary(make([]byte, 20<<20)),
				})
			},
			[]string{`connection lost: a message is larger than 16777216 bytes \(max_frame\)`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := tt.server(t)
			o := open(t, desk, "--config", tickerConfig(t, server.URL(), "    reconnect: {min: 1h, max: 1h}"), "ticker")
			o.sees(append(tt.want, `ticker RETRY 3\d{3}s`, `retry 1 in 1h0m0s`)...)
			o.types("?")
			o.sees(`HELP`)
			o.types("\x1b")
			o.sees(`ticker RETRY`, `╭ LOG`)
			o.leaves()
			for _, obeyed := range []string{"\x1b]0;owned", "\x1b[31;7m", "\u009b2J", "\x1b]2;owned"} {
				if strings.Contains(o.written.String(), obeyed) {
					t.Errorf("the terminal was sent %q", obeyed)
				}
			}
		})
	}
}

// runPlain runs the program without a terminal.
func runPlain(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	program := sockeye(t, "xterm-256color", args...)
	var out, errs bytes.Buffer
	program.Stdout, program.Stderr = &out, &errs
	if err := program.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), program.ProcessState.ExitCode()
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	good := writeConfig(t, "presets: {mine: {url: wss://example.org, description: my own}}\n")
	bad := writeConfig(t, `ui: {fps: 99}
presets:
  mine:
    url: http://example.org
    stale: 5
    silense: 10s
`)
	mistakes := []string{
		bad + ":1:11: `fps` wants `auto`, or a whole number from 1 to 60",
		bad + ":4:10: a `url` begins with `ws://` or `wss://`",
		bad + ":5:12: `stale`: a duration needs a unit",
		bad + ":6:5: unknown key `silense` in `preset`",
		"did you mean `silence`?",
	}
	tests := []struct {
		args           []string
		code           int
		stdout, stderr []string // what is in them; nothing wanted means that nothing is there
	}{
		{[]string{"krakn"}, 2, nil, []string{"sockeye: no preset krakn, did you mean kraken?", "`sockeye presets` lists them"}},
		{[]string{"--configg", "x"}, 2, nil, []string{"sockeye: unknown flag: --configg"}},
		{[]string{"demo", "-p", "rat=5"}, 2, nil, []string{"sockeye: demo has no param rat, did you mean rate?"}},
		{[]string{"demo", "-p", "rate"}, 2, nil, []string{"sockeye: -p rate: it is NAME=VALUE"}},
		{[]string{"demo"}, 2, nil, []string{"sockeye: standard output is no terminal"}},
		{[]string{"--config", bad, "mine"}, 2, nil, mistakes},
		{[]string{"check", bad}, 2, nil, mistakes},
		{[]string{"--config", bad, "check"}, 2, nil, mistakes},
		{[]string{"check", bad + ".not"}, 2, nil, []string{"sockeye: the configuration cannot be read: open " + bad + ".not"}},
		{[]string{"check", good}, 0, []string{good + ": good, "}, nil},
		{[]string{"check"}, 0, []string{"built-in: good, "}, nil},
		{[]string{"presets"}, 0, []string{"NAME", "demo", "kraken-v2", "wss://ws.kraken.com/v2"}, nil},
		{[]string{"presets", "--config", good}, 0, []string{"mine", "wss://example.org", "my own"}, nil},
		{[]string{"config"}, 0, []string{"open: [demo]", "kraken-trade:"}, nil},
		{[]string{"--version"}, 0, []string{"sockeye version "}, nil},
		{[]string{"--help"}, 0, []string{"Usage:", "sockeye [PRESET | ws://URL | wss://URL]", "exchange", "--symbols"}, nil},
		{[]string{"exchange", "--listen", taken.Addr().String()}, 1, nil, []string{"sockeye: ", taken.Addr().String(), "address already in use"}},
	}
	for _, tt := range tests {
		t.Run(strings.NewReplacer(good, "GOOD", bad, "BAD").Replace(strings.Join(tt.args, " ")), func(t *testing.T) {
			t.Parallel()
			stdout, stderr, code := runPlain(t, tt.args...)
			if code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			for _, stream := range []struct {
				name, got string
				want      []string
			}{{"output", stdout, tt.stdout}, {"error", stderr, tt.stderr}} {
				if len(stream.want) == 0 && stream.got != "" {
					t.Errorf("standard %s has %q", stream.name, stream.got)
				}
				for _, want := range stream.want {
					if !strings.Contains(stream.got, want) {
						t.Errorf("standard %s has no %q:\n%s", stream.name, want, stream.got)
					}
				}
			}
			if len(tt.stderr) > 0 && !slices.Equal(tt.stderr, mistakes) && strings.Count(stderr, "\n") != 1 {
				t.Errorf("standard error is not one line:\n%s", stderr)
			}
		})
	}
}

func TestDumbTerminal(t *testing.T) {
	t.Parallel()
	o := start(t, desk, sockeye(t, "dumb", "demo"))
	o.gone(2)
	if text := o.stderr(); !strings.HasPrefix(text, "sockeye: TERM=dumb: ") || strings.Count(text, "\n") != 1 {
		t.Errorf("standard error has\n%s", text)
	}
	if written := o.written.String(); written != "" {
		t.Errorf("the terminal was sent %q", written)
	}
}

func TestExchangeAlone(t *testing.T) {
	t.Parallel()
	program := sockeye(t, "dumb", "exchange", "--listen", "127.0.0.1:0")
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "the demo exchange listens on ")
	if !ok {
		t.Fatalf("standard output begins with %q", line)
	}
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if _, message, err := ws.ReadMessage(); err != nil || !strings.Contains(string(message), `"event":"systemStatus"`) {
		t.Errorf("the exchange says %q, %v", message, err)
	}
	if err := program.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := program.Wait(); err != nil {
		t.Error(err)
	}
}

func TestSignals(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			o := open(t, desk, "demo")
			o.sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`)
			if len(o.changed()) == 0 {
				t.Error("a terminal in use counts as one that was given back")
			}
			o.signal(s)
			o.left(128 + int(s))
		})
	}
}

func TestControlC(t *testing.T) {
	t.Parallel()
	o := open(t, desk, "demo")
	o.sees(`\[1 demo OPEN\]`)
	o.types(":sub ") // whatever is open
	o.sees(`(?m)^:sub `)
	o.types("\x03")
	o.left(0)
}

// TestTerminalThatTakesNothing ends the program while nobody reads what it writes, as after ctrl+s or over a
// dead link: it cannot even say goodbye.
func TestTerminalThatTakesNothing(t *testing.T) {
	for name, end := range map[string]struct {
		act  func(o *operator)
		code int
	}{
		"SIGTERM":      {func(o *operator) { o.signal(syscall.SIGTERM) }, 128 + int(syscall.SIGTERM)},
		"ctrl+c twice": {func(o *operator) { o.types("\x03\x03") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, desk, "demo")
			o.sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`)
			o.sight.Lock()
			defer o.sight.Unlock()
			fill(t, o.slave.Name())
			end.act(o)
			o.gone(end.code)
			if now, err := term.GetState(o.slave.Fd()); err != nil || !reflect.DeepEqual(now, o.before) {
				t.Error("the settings of the terminal (stty) are not as they were")
			}
		})
	}
}

// fill writes to a terminal until it takes no more.
func fill(t *testing.T, name string) {
	t.Helper()
	tty, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NOCTTY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	for err == nil {
		if err = tty.SetWriteDeadline(time.Now().Add(300 * time.Millisecond)); err == nil {
			_, err = tty.WriteString("x")
		}
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	o := open(t, desk, "demo")
	steps := []struct {
		size  size
		shows func(lines []string) bool
	}{
		{desk, whole(desk)},
		{size{80, 24}, whole(size{80, 24})},
		{size{40, 12}, func(lines []string) bool {
			return strings.HasPrefix(lines[0], " [1 demo OPEN] ") && strings.HasPrefix(lines[1], "XBT/USD") &&
				strings.HasPrefix(lines[3], "╭ LOG ") && strings.HasPrefix(lines[10], "╰─") && strings.HasPrefix(lines[11], " ? help")
		}},
		{size{28, 7}, func(lines []string) bool {
			return strings.HasPrefix(lines[0], "demo OPEN ") && strings.HasPrefix(lines[1], "XBT/USD ") && strings.HasPrefix(lines[2], "data ") &&
				strings.TrimSpace(strings.Join(lines[3:], "")) == ""
		}},
		{size{10, 3}, func(lines []string) bool {
			return lines[0] == "demo OPEN " && strings.HasPrefix(lines[1], "XBT/USD ") && strings.HasPrefix(lines[2], "data ")
		}},
		{size{1, 1}, func(lines []string) bool { return lines[0] != " " }},
		{desk, whole(desk)},
	}
	look := func(s size, shows func([]string) bool) {
		t.Helper()
		o.until(fmt.Sprintf("all that belongs to %dx%d", s.columns, s.rows), func(screen string) bool {
			lines := strings.Split(strings.TrimSuffix(screen, "\n"), "\n")
			return len(lines) == s.rows && shows(lines)
		})
	}
	for _, step := range steps {
		o.resize(step.size)
		look(step.size, step.shows)
	}
	for range 3 { // faster than it can draw
		for _, step := range steps {
			o.resize(step.size)
		}
	}
	look(desk, whole(desk))
	o.leaves()
}

// whole returns what reports whether a screen of that size has its header, its boxes and its keys, each line in
// its place and as wide as the screen.
func whole(s size) func(lines []string) bool {
	return func(lines []string) bool {
		if !strings.HasPrefix(lines[0], " [1 demo OPEN] ") || !strings.Contains(lines[1], " in ") || !strings.HasPrefix(lines[s.rows-1], " ? help ") {
			return false
		}
		for _, line := range lines[2 : s.rows-1] {
			cells := []rune(line)
			if len(cells) != s.columns || !strings.ContainsRune("╭│╰", cells[0]) || !strings.ContainsRune("╮│╯", cells[s.columns-1]) {
				return false
			}
		}
		return strings.HasPrefix(lines[2], "╭ XBT/USD close ") && strings.Contains(strings.Join(lines[3:], "\n"), "\n╭ LOG ") &&
			strings.HasPrefix(lines[s.rows-2], "╰─")
	}
}

// TestSecretsAreNowhere has a server repeat a secret wherever it can, and looks at all that leaves the program: the
// terminal (screen, log, copies, the window's title), files, standard error, and what check and config print.
func TestSecretsAreNowhere(t *testing.T) {
	t.Parallel()
	const secret = "swordfish-4711"
	server := feedtest.New(t,
		feedtest.Conversation{feedtest.Refuse(403, nil, `{"error":"bad key `+secret+`"}`)},
		feedtest.Conversation{
			feedtest.Expect(`{"auth":"` + secret + `"}`),
			feedtest.Send(`{"welcome":true}`),
			feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
			feedtest.Send(`{"op":"no","of":"B","why":"not with ` + secret + `"}`),
			feedtest.Send(`{"of":"A","price":"1.50","key":"` + secret + `"}`),
			feedtest.Send(`not JSON, but ` + secret),
			feedtest.Expect("hello"),
			feedtest.Send(`{"of":"A","price":"2.50"}`),
			feedtest.Expect("bye"),
			feedtest.Close(1008, "expired: "+secret),
		},
		feedtest.Conversation{feedtest.Expect(`{"auth":"` + secret + `"}`), feedtest.Silence(nil)},
	)
	config := writeConfig(t, `presets:
  safe:
    url: `+server.URL()+`/?key=${secret:KEY}
    headers: {X-Key: "${secret:KEY}"}
    params: {symbols: [A, B]}
    hello: [{send: {auth: "${secret:KEY}"}}, {wait: {welcome: true}}]
    subscribe: {send: {op: sub, of: "${symbols}"}, fail: {op: "no", of: "${symbol}"}, reason: why}
    events: [{match: {of: "*", price: "*"}, label: of, value: price}]
    reconnect: {min: 200ms, max: 200ms}
`)
	program := sockeye(t, "xterm-256color", "--config", config, "safe")
	program.Env = append(program.Env, "KEY="+secret)
	o := start(t, desk, program)
	o.sees(`HTTP 403 Forbidden: \{"error":"bad key •••"\}`, `✗ B`, `●▸A +1\.50`, `not JSON, but •••`)
	written := filepath.Join(t.TempDir(), "log")
	o.types(":send hello\r")
	o.sees(`y yes`)
	o.types("y")
	o.sees(`●▸A +2\.50`)
	o.types("kkk")
	o.sees(`LOG  frozen`)
	o.types("gjjjjjjjjjj") // a row that repeats it, or near one
	for range 8 {
		o.types("cj")
	}
	o.types("\r")
	o.sees(`MESSAGE #`)
	o.types("rr\x1b")
	o.until("the inspector to close", func(screen string) bool { return !strings.Contains(screen, "MESSAGE #") })
	o.types("G:write " + written + "\r")
	o.sees(`rows written`)
	o.types(":send bye\r")
	o.sees(`y yes`)
	o.types("y")
	o.sees(`1008 policy violation "expired: •••"`)
	o.types("\x03")
	o.left(0)

	text, err := os.ReadFile(written)
	if err != nil || !strings.Contains(string(text), "•••") {
		t.Errorf("the written log: %v\n%s", err, text)
	}
	everything := map[string]string{"the terminal": o.written.String(), "the written log": string(text), "standard error": o.stderr()}
	frames := filepath.Join(t.TempDir(), "frames")
	if err := os.WriteFile(frames, []byte(`< {"of":"A","price":"1","key":"`+secret+`"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", config}, {"config"}, {"presets"}, {"check", "safe", "--frames", frames}} {
		program := sockeye(t, "dumb", append([]string{"--config", config}, args...)...)
		program.Env = append(program.Env, "KEY="+secret)
		out, err := program.CombinedOutput()
		if err != nil {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
		everything[strings.Join(args, " ")] = string(out)
	}
	for where, text := range everything {
		if strings.Contains(text, secret) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(secret))[:12]) {
			t.Errorf("a secret is in %s", where)
		}
	}
	// What was copied is in base64, at any offset.
	for _, copied := range regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]+)").FindAllStringSubmatch(o.written.String(), -1) {
		if text, err := base64.StdEncoding.DecodeString(copied[1]); err != nil || strings.Contains(string(text), secret) {
			t.Errorf("a secret was copied: %s, %v", text, err)
		}
	}
}

// TestCommandsAreNoPresets keeps true what the loader refuses: a preset named like a command could not be opened.
func TestCommandsAreNoPresets(t *testing.T) {
	root := new(app).commands()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		text := "presets: {" + c.Name() + ": {url: wss://example.org}}"
		if _, err := preset.Load(shipped, "config.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "is a command") {
			t.Errorf("a preset may be called %s: %v", c.Name(), err)
		}
	}
}
