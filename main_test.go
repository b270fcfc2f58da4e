package main

// These tests run the program from its command line to its exit code. Where it has a screen, that is a pseudo-terminal,
// and what an operator does there is in model/journey. The program is this test binary, started once more as sockeye, so
// that it is built with the race detector when the tests are.

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// sockeyeEnv makes this test binary sockeye.
const sockeyeEnv = "SOCKEYE_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(sockeyeEnv) != "" {
		main()
		return
	}
	os.Exit(feedtest.Main(m))
}

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

// desk is the terminal of an operator whose window is large.
var desk = terminaltest.Terminal{Columns: 120, Rows: 36}

// open starts sockeye in a terminal.
func open(t *testing.T, args ...string) *terminaltest.Operator {
	t.Helper()
	return terminaltest.Start(t, sockeye(t, "xterm-256color", args...), desk)
}

// leave ends the program by its keys.
func leave(t *testing.T, o *terminaltest.Operator) {
	t.Helper()
	o.Types("q")
	o.Sees(`Leave Sockeye\?`)
	o.Types("q")
	o.Left(0)
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

// TestATailEndsQuietlyWithItsReader closes the pipe after the first line, as head does.
func TestATailEndsQuietlyWithItsReader(t *testing.T) {
	t.Parallel()
	program := sockeye(t, "xterm-256color", "tail", "demo", "-p", "rate=1000")
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	program.Stderr = &errs
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	out.Close()
	if _ = program.Wait(); errs.Len() > 0 {
		t.Errorf("standard error has %q", errs.String())
	}
}

func TestACommandLineIsExecutedOrRefused(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	good := writeConfig(t, "presets: {mine: {url: wss://example.org, description: my own}}\n")
	hostile := writeConfig(t, `presets: {mine: {url: "wss://example.org/", description: "my\r\x9b2J\n\u202eown"}}`)
	bad := writeConfig(t, `ui: {fps: 99}
presets:
  mine:
    url: http://example.org
    stale: 5
    silense: 10s
`)
	mistakes := []string{
		bad + ":1:11: `fps` must be `auto`, or a whole number from 1 to 60",
		bad + ":4:10: a `url` begins with `ws://` or `wss://`",
		bad + ":5:12: `stale`: a duration needs a unit",
		bad + ":6:5: unknown key `silense` in `preset`",
		"did you mean `silence`?",
	}
	const page = "feed/har/testdata/playwright.har" // of a page on the demo exchange, as Playwright has saved it
	tests := []struct {
		args           []string
		code           int
		stdout, stderr []string // what is in them; nothing wanted means that nothing is there
	}{
		{[]string{"krakn"}, 2, nil, []string{"sockeye: no preset krakn, did you mean kraken?", "`sockeye presets` lists them"}},
		{[]string{"no\x1b]0;owned\a"}, 2, nil, []string{"sockeye: no preset no␛]0;owned␇: "}},
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
		{[]string{"presets", "--config", hostile}, 0, []string{"my␍·2J␊·own\n"}, nil},
		{[]string{"config"}, 0, []string{"open: [demo]", "kraken-trade:"}, nil},
		{[]string{"--version"}, 0, []string{"sockeye version ", ", commit "}, nil},
		{[]string{"help", "changes"}, 0, []string{"# What has changed"}, nil},
		{[]string{"help", "preset", "subscribe.ack"}, 0, []string{"subscribe.ack: a match"}, nil},
		{[]string{"help", "preset", "subscibe.ack"}, 2, nil, []string{"did you mean `subscribe.ack`?"}},
		{[]string{"schema"}, 0, []string{`"$schema"`}, nil},
		{[]string{"man"}, 0, []string{".TH SOCKEYE 1"}, nil},
		{[]string{"--help"}, 0, []string{"USAGE", "sockeye [command] [PRESET | ws://URL | wss://URL ...]", "exchange", "--symbols"}, nil},
		{[]string{"tail", "demo", "--count", "3"}, 0, []string{`"feed":"demo","state":"OPEN"}`, `"label":"XBT/USD","values":{"open":`}, nil},
		{[]string{"tail", "demo", "--raw", "--count", "2"}, 0, []string{`{"v":1,"at":"`, `"dir":"out","symbols":["`, `"],"json":{"event":"subscribe"`, `"dir":"in","json":{`}, nil},
		{[]string{"tail", "demo", "--raw", "--plain"}, 2, nil, []string{"sockeye: --raw knows frames only"}},
		{[]string{"tail", "demo", "--label", "nothing*", "--for", "5s"}, 3, []string{`"state":"OPEN"`}, []string{"sockeye: no event in 5s"}},
		{[]string{"tail", "demo", "--count", "x\x1b"}, 2, nil, []string{"sockeye: --count x␛: it is a whole number, as in 10"}},
		{[]string{"tail", "demo", "--raw=maybe"}, 2, nil, []string{"sockeye: --raw maybe: it is given as it is, or with =true or =false"}},
		{[]string{"tail", "ws://h", "--match", "("}, 2, nil, []string{"sockeye: invalid argument \"(\" for \"--match\" flag: error parsing regexp"}},
		{[]string{"tail", "demo", "--until", "silent 1s"}, 2, nil, []string{`sockeye: --until "silent 1s": the preset has no alerts`}},
		{[]string{"check", "demo", "--frames", "feed/testdata/recordings/drop.ndjson"}, 0, []string{"connection of 2000-01-01 00:00:00.000\nconnected\n", "would be sent, the same", "XBT/USD is live", "connection of 2000-01-01 00:00:10.500\n"}, nil},
		{[]string{"check", "demo", "--frames", t.TempDir()}, 2, nil, []string{"has no recordings"}},
		{[]string{"probe", "demo", "--within", "1m"}, 0, []string{"demo  dial          ok", "demo  ack ADA/USD   ok", "demo  data ADA/USD  ok", "demo  moved         ok"}, nil},
		{[]string{"probe", "demo", "-p", "fault=mute", "--within", "5s"}, 1, []string{"data ETH/USD  failed", "none within 5s"}, nil},
		{[]string{"probe", "demo", "-p", "fault=quiet", "--within", "5s", "--nagios"}, 2, []string{"CRITICAL - demo: data XBT/USD: none within 5s", " | time=", "s;;5 data=0;;;0;3 gaps=0"}, nil},
		{[]string{"probe", "demo", "-p", "fault=reject", "--within", "1m"}, 1, []string{"ack ETH/USD   failed", "rejected: Market is closed for maintenance"}, nil},
		{[]string{"probe", "demo", "-p", "fault=stall", "--within", "5s"}, 1, []string{"data XBT/USD  ok", "moved         failed", "no value has changed within 5s"}, nil},
		{[]string{"probe", "demo", "--nagios", "--within", "soon"}, 3, []string{"UNKNOWN - --within soon: it is a length of time with its unit, as in 10s or 5m"}, nil},
		{[]string{"probe", "--nagios"}, 3, []string{"UNKNOWN - accepts 1 arg(s), received 0"}, nil},
		{[]string{"probe", "nope", "--nagios"}, 3, []string{"UNKNOWN - no preset nope"}, nil},
		{[]string{"tail", t.TempDir()}, 2, nil, []string{"has no recordings: their names end in .ndjson.zst"}},
		{[]string{"tail", t.TempDir(), "demo"}, 2, nil, []string{"and demo: recordings and feeds do not go together"}},
		{[]string{"tail"}, 2, nil, []string{"sockeye: requires at least 1 arg(s)"}},
		{[]string{"tail", page, "--preset", "demo", "--count", "2"}, 0, []string{`"feed":"demo","label":"ETH/USD","values":{"open":`}, nil},
		{[]string{"tail", page, "--preset", "dem"}, 2, nil, []string{"sockeye: no preset dem, did you mean demo?"}},
		{[]string{"convert", page, filepath.Join(t.TempDir(), "page.ndjson.zst")}, 0, nil, nil},
		{[]string{"convert", page, filepath.Join(t.TempDir(), "page.har")}, 0, nil, nil},
		{[]string{"convert", page, "page.txt"}, 2, nil, []string{"sockeye: page.txt: the name has to end in .har, .ndjson or .ndjson.zst"}},
		{[]string{"convert", page, page}, 2, nil, []string{"is what is read"}},
		{[]string{"convert", good, good + ".har"}, 1, nil, []string{"sockeye: " + good + ": this is neither lines of JSON nor zstd"}},
		{[]string{"export", "demo", "--listen", taken.Addr().String()}, 1, nil, []string{"sockeye: ", taken.Addr().String(), "address already in use"}},
		{[]string{"export", "demo", "--listen", "nowhere"}, 1, nil, []string{"sockeye: ", "nowhere", "missing port"}},
		{[]string{"export", "krakn"}, 2, nil, []string{"sockeye: no preset krakn, did you mean kraken?"}},
		{[]string{"export"}, 2, nil, []string{"sockeye: requires at least 1 arg(s)"}},
		{[]string{"export", "demo", "--example", "unit"}, 0, []string{"ExecStart=/usr/local/bin/sockeye export demo --listen 127.0.0.1:9108\n"}, nil},
		{[]string{"export", "--example", "grafana"}, 2, nil, []string{"sockeye: no example grafana: there are prometheus, rules or unit"}},
		{[]string{"exchange", "--any"}, 2, nil, []string{"sockeye: --any, -x and --preset go with --replay"}},
		{[]string{"exchange", "--replay", page, "-x", "-1"}, 2, nil, []string{"sockeye: -x -1: it is a number"}},
		{[]string{"exchange", "--replay", t.TempDir()}, 2, nil, []string{"has no recordings"}},
		{[]string{"serve", "demo", "--listen", taken.Addr().String()}, 1, nil, []string{"sockeye: ", taken.Addr().String(), "address already in use: --listen ADDRESS chooses another one"}},
		{[]string{"exchange", "--replay", page, "--listen", taken.Addr().String()}, 1, nil, []string{"sockeye: ", taken.Addr().String(), "address already in use"}},
		{[]string{"exchange", "--listen", taken.Addr().String()}, 1, nil, []string{"sockeye: ", taken.Addr().String(), "address already in use"}},
	}
	for _, tt := range tests {
		t.Run(strings.NewReplacer(good, "GOOD", hostile, "HOSTILE", bad, "BAD").Replace(strings.Join(tt.args, " ")), func(t *testing.T) {
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

func TestADumbTerminalIsRefused(t *testing.T) {
	t.Parallel()
	o := terminaltest.Start(t, sockeye(t, "dumb", "demo"), desk)
	o.Gone(2)
	if text := o.Stderr(); !strings.HasPrefix(text, "sockeye: TERM=dumb: ") || strings.Count(text, "\n") != 1 {
		t.Errorf("standard error has\n%s", text)
	}
	if written := o.Written(); written != "" {
		t.Errorf("the terminal was sent %q", written)
	}
}

// TestAnExporterServesUntilASignal and reads its configuration again when another one comes.
func TestAnExporterServesUntilASignal(t *testing.T) {
	t.Parallel()
	file := writeConfig(t, "ui: {commands: {page: {run: [\"true\"]}}}\n")
	program := sockeye(t, "dumb", "export", "demo", "--config", file, "--listen", "127.0.0.1:0")
	errs, err := program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	lines := bufio.NewScanner(errs)
	var said []string
	says := func(what string) (rest string) { // now or before: the address and the state of a feed come in any order
		t.Helper()
		for i := 0; ; i++ {
			if i == len(said) {
				if !lines.Scan() {
					t.Fatalf("it never says %q", what)
				}
				said = append(said, lines.Text())
			}
			if _, rest, ok := strings.Cut(said[i], what); ok {
				return rest
			}
		}
	}
	address := "http://" + says("sockeye: serving on http://")
	says("sockeye: demo is OPEN")
	for path, want := range map[string]string{"/metrics": "sockeye_build_info{", "/probe?target=demo": "probe_success 1\n", "/healthz": "ok\n", "/readyz": "demo OPEN\n"} {
		response, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s, %v: %.500s", path, response.Status, err, text)
		}
	}
	if err := os.WriteFile(file, []byte("ui: {fps: 99}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = program.Process.Signal(syscall.SIGHUP)
	says("the configuration is not read again: " + file + ":1:11: ")
	if err := os.WriteFile(file, []byte("ui: {fps: 9}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = program.Process.Signal(syscall.SIGHUP)
	says("the configuration was read again: 0 of 1 feeds have changed")
	_ = program.Process.Signal(syscall.SIGTERM)
	for lines.Scan() {
	}
	if err := program.Wait(); err != nil {
		t.Error(err)
	}
}

func TestTheExchangeRunsAlone(t *testing.T) {
	t.Parallel()
	for says, args := range map[string][]string{
		"the demo exchange listens on ":               nil,
		"what was recorded of 127.0.0.1:18765 is on ": {"--replay", "feed/har/testdata/playwright.har", "--any"},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			runExchange(t, says, args...)
		})
	}
}

// runExchange runs an exchange, and is a client of it.
func runExchange(t *testing.T, says string, args ...string) {
	t.Helper()
	program := sockeye(t, "dumb", append([]string{"exchange", "--listen", "127.0.0.1:0"}, args...)...)
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
	url, ok := strings.CutPrefix(strings.TrimSpace(line), says)
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

func TestASignalEndsTheProgramWithItsCode(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			o := open(t, "demo")
			o.Sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`)
			if len(o.Changed()) == 0 {
				t.Error("a terminal in use counts as one that was given back")
			}
			o.Signal(s)
			o.Left(128 + int(s))
		})
	}
}

func TestControlCEndsTheProgramWhateverIsOpen(t *testing.T) {
	t.Parallel()
	o := open(t, "demo")
	o.Sees(`\[1 demo OPEN\]`)
	o.Types(":sub ") // whatever is open
	o.Sees(`(?m)^:sub `)
	o.Types("\x03")
	o.Left(0)
}

// TestASizeThatIsTypedIsNotThatOfTheWindow: a screen of such a size would take all memory.
func TestASizeThatIsTypedIsNotThatOfTheWindow(t *testing.T) {
	t.Parallel()
	o := open(t, "demo")
	o.Sees(`\[1 demo OPEN\]`)
	o.Types("\x1b[8;40000;40000t?")
	o.Sees(`HELP`)
	o.Types("\x03")
	o.Left(0)
}

// What the program writes is not read, as after ctrl+s or over a dead link.
func TestTheProgramEndsOnATerminalThatReadsNothing(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]struct {
		act  func(o *terminaltest.Operator)
		code int
	}{
		"SIGTERM":      {func(o *terminaltest.Operator) { o.Signal(syscall.SIGTERM) }, 128 + int(syscall.SIGTERM)},
		"ctrl+c twice": {func(o *terminaltest.Operator) { o.Types("\x03\x03") }, 0},
		"ctrl+c twice, after more than Bubble Tea takes": {func(o *terminaltest.Operator) {
			o.Types(strings.Repeat("j", 5*4096))
			o.Types("\x03\x03")
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "demo")
			o.Sees(`\[1 demo OPEN\]`, `●▸XBT/USD +[\d,]+\.\d+`)
			o.BlockWrites()
			end.act(o)
			o.Gone(end.code)
			if slices.Contains(o.Changed(), terminaltest.Settings) {
				t.Error("the settings of the terminal (stty) are not as they were")
			}
		})
	}
}

// TestSecretsAreNowhere has a server repeat a secret wherever it can, and searches all that leaves the program: the
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
	o := terminaltest.Start(t, program, desk)
	o.Sees(`HTTP 403 Forbidden: \{"error":"bad key •••"\}`, `✗ B`, `●▸A +1\.50`, `not JSON, but •••`)
	written := filepath.Join(t.TempDir(), "log")
	o.Types(":send hello\r")
	o.Sees(`y yes`)
	o.Types("y")
	o.Sees(`●▸A +2\.50`)
	o.Types("kkk")
	o.Sees(`LOG  at #`)
	o.Types("gjjjjjjjjjj") // a row that repeats it, or near one
	for range 8 {
		o.Types("cj")
	}
	o.Types("\r")
	o.Sees(`MESSAGE #`)
	o.Types("rr\x1b")
	o.Until("the inspector to close", func(s terminaltest.Screen) bool { return !strings.Contains(s.String(), "MESSAGE #") })
	o.Types("G:write " + written + "\r")
	o.Sees(`entries written`)
	o.Types(":send bye\r")
	o.Sees(`y yes`)
	o.Types("y")
	o.Sees(`1008 policy violation "expired: •••"`)
	o.Types("\x03")
	o.Left(0)

	text, err := os.ReadFile(written)
	if err != nil || !strings.Contains(string(text), "•••") {
		t.Errorf("the written log: %v\n%s", err, text)
	}
	everything := map[string]string{"the terminal": o.Written(), "the written log": string(text), "standard error": o.Stderr()}
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
	for _, copied := range regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]+)").FindAllStringSubmatch(o.Written(), -1) {
		if text, err := base64.StdEncoding.DecodeString(copied[1]); err != nil || strings.Contains(string(text), secret) {
			t.Errorf("a secret was copied: %s, %v", text, err)
		}
	}
}

// TestReportSaysWhatWasWatched watches the demo exchange and asks for a report afterwards.
func TestReportSaysWhatWasWatched(t *testing.T) {
	t.Parallel()
	home := "HOME=" + t.TempDir()
	report := func() string {
		program := sockeye(t, "xterm-256color", "report")
		program.Env = append(program.Env, home)
		out, err := program.CombinedOutput()
		if err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return string(out)
	}
	if got := report(); !strings.Contains(got, "no feed was watched") {
		t.Errorf("before: %s", got)
	}
	program := sockeye(t, "xterm-256color", "demo")
	program.Env = append(program.Env, home)
	o := terminaltest.Start(t, program, desk)
	o.Sees(`demo OPEN`)
	leave(t, o)
	if got := report(); !regexp.MustCompile(`(?m)^demo +\d+`).MatchString(got) {
		t.Errorf("after: %s", got)
	}
	if out, errs, code := runPlain(t, "report", "--since", "-1h"); code != 2 || out != "" || !strings.Contains(errs, "--since -1h0m0s: it is a duration") {
		t.Errorf("%d %s %s", code, out, errs)
	}
}

// TestWhatWasLearnedOfAFeedIsKept has each way to watch a feed leave a file in the state directory.
func TestWhatWasLearnedOfAFeedIsKept(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(t *testing.T, home string){
		"watch": func(t *testing.T, home string) {
			program := sockeye(t, "xterm-256color", "demo", "-p", "rate=100")
			program.Env = append(program.Env, home)
			o := terminaltest.Start(t, program, desk)
			o.Sees(`demo OPEN`)
			o.Types("k")
			o.Sees(`\+([2-9]\d\d|[\d,]{5,}) new`)
			o.Types("G")
			leave(t, o)
		},
		"tail": func(t *testing.T, home string) {
			program := sockeye(t, "dumb", "tail", "demo", "-p", "rate=100", "--count", "200")
			program.Env = append(program.Env, home)
			if out, err := program.CombinedOutput(); err != nil || !strings.Contains(string(out), "XBT/USD") || strings.Contains(string(out), "sockeye:") {
				t.Errorf("%v: %s", err, out)
			}
		},
		"export": func(t *testing.T, home string) {
			program := sockeye(t, "dumb", "export", "demo", "-p", "rate=100", "--listen", "127.0.0.1:0")
			program.Env = append(program.Env, home)
			errs, err := program.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = program.Process.Kill() })
			lines := bufio.NewScanner(errs)
			address := ""
			for address == "" && lines.Scan() {
				_, address, _ = strings.Cut(lines.Text(), "serving on ")
			}
			for events := 0; events < 200; time.Sleep(50 * time.Millisecond) {
				response, err := http.Get(address + "/metrics")
				if err != nil {
					t.Fatal(err)
				}
				text, _ := io.ReadAll(response.Body)
				response.Body.Close()
				if count := regexp.MustCompile(`(?m)^sockeye_events_total{.*} (\d+)$`).FindSubmatch(text); count != nil {
					events, _ = strconv.Atoi(string(count[1]))
				}
			}
			_ = program.Process.Signal(syscall.SIGTERM)
			for lines.Scan() {
			}
			if err := program.Wait(); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			run(t, "HOME="+home)
			files, _ := filepath.Glob(filepath.Join(home, ".local", "state", "sockeye", "learned", "demo-*.learned"))
			if len(files) != 1 {
				t.Fatalf("the files are %v", files)
			}
			if text, err := os.ReadFile(files[0]); err != nil || !strings.Contains(string(text), `"label":"XBT/USD"`) {
				t.Errorf("%v: %s", err, text)
			}
		})
	}
}

// TestCompletionIsSanitised: a shell prints the descriptions that it is given.
func TestCompletionIsSanitised(t *testing.T) {
	t.Parallel()
	config := writeConfig(t, `presets: {mine: {url: "wss://example.org", description: "my\e[31m\nown"}}`)
	out, err := sockeye(t, "dumb", "--config", config, "__complete", "").Output()
	if err != nil || !strings.Contains(string(out), "\nmine\tmy␛[31m␊own\n") {
		t.Errorf("%v\n%q", err, out)
	}
}

// TestAPasswordInAnAddressIsNowhere that presets are listed, printed or found wrong.
func TestAPasswordInAnAddressIsNowhere(t *testing.T) {
	t.Parallel()
	good := writeConfig(t, `presets: {mine: {url: "ws://user:geheim@127.0.0.1:1/", proxy: "http://me:geheim@127.0.0.1:1"}}`)
	bad := writeConfig(t, `presets: {mine: {url: "ws://user:geheim@127.0.0.1:1/#x", silence: 1}}`)
	for _, args := range [][]string{{"presets", "--config", good}, {"config", "--config", good}, {"check", good}, {"check", bad}, {"wss://user:geheim@"}} {
		out, _ := sockeye(t, "dumb", args...).CombinedOutput()
		if strings.Contains(string(out), "geheim") || !strings.Contains(string(out), "•") && args[0] != "check" {
			t.Errorf("%v prints\n%s", args, out)
		}
	}
}

// TestAProxyOfTheEnvironmentIsNamed with its variable, and without its password.
func TestAProxyOfTheEnvironmentIsNamed(t *testing.T) {
	t.Parallel()
	gone := feedtest.New(t)
	gone.Stop()
	address := strings.TrimPrefix(gone.URL(), "ws://")
	program := sockeye(t, "xterm-256color", "ws://feed.example/x")
	program.Env = append(program.Env, "HTTP_PROXY=http://me:geheim@"+address)
	o := terminaltest.Start(t, program, desk)
	o.Sees(`the proxy http://` + regexp.QuoteMeta(address) + ` \(set by the environment variable HTTP_PROXY\)`)
	o.Types("\x03")
	o.Left(0)
	if strings.Contains(o.Written(), "geheim") {
		t.Error("the password of the proxy is on the screen")
	}
}

// A start that waits for a pipe says so, and ctrl+c ends it.
func TestStartSaysWhichFileIsRead(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "config")
	feedtest.NamedPipe(t, pipe)
	for _, args := range [][]string{{"--config", pipe, "presets"}, {"check", "demo", "--frames", pipe}} {
		t.Run(args[0], func(t *testing.T) {
			waitsFor(t, pipe, sockeye(t, "xterm-256color", args...))
		})
	}
}

// waitsFor fails if a program does not say that it waits for a pipe, or ctrl+c does not end it.
func waitsFor(t *testing.T, pipe string, program *exec.Cmd) {
	said, err := program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	line, err := bufio.NewReader(said).ReadString('\n')
	if !strings.Contains(line, "still reading "+pipe+" (a pipe to which nothing is written?); ctrl+c ends") {
		t.Errorf("said %q, %v", line, err)
	}
	if err := program.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	if code := program.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d", code)
	}
}

// TestATailEndsAsItsFeedDoes goes through the exit codes of `sockeye tail` on a server that sends two prices and then refuses its client for good.
func TestATailEndsAsItsFeedDoes(t *testing.T) {
	t.Parallel()
	const text = `presets:
  prices:
    url: %s
    reconnect: {stop: [4000]}
    alerts: ["X > 100", "X > 1000"]
    events: [{match: {id: "*"}, label: id, value: price}]
`
	price := func(price int) feedtest.Step { return feedtest.Send(fmt.Sprintf(`{"id":"X","price":%d}`, price)) }
	for _, test := range []struct {
		flags []string
		code  int
		last  string // line of standard output
		error string // in standard error; "": it is empty
	}{
		{nil, 1, `"state":"FAILED"`, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--raw"}, 1, `"state":"FAILED","code":4000`, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--plain"}, 1, `prices is FAILED: `, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--until", "X > 100"}, 0, `"alert":"X > 100","text":"X 200 > 100"`, ""},
		{[]string{"--until", "X > 100", "--plain"}, 0, "prices X: ALERT: X 200 > 100", ""},
		{[]string{"--raw", "--count", "2"}, 0, `"json":{"id":"X","price":200}`, ""},
		{[]string{"--count", "1"}, 0, `"values":{"value":50}`, ""},
	} {
		t.Run(strings.Join(test.flags, " "), func(t *testing.T) {
			t.Parallel()
			server := feedtest.New(t, feedtest.Conversation{price(50), price(200), feedtest.Close(4000, "go away")})
			args := append([]string{"tail", "prices", "--config", writeConfig(t, fmt.Sprintf(text, server.URL()))}, test.flags...)
			stdout, stderr, code := runPlain(t, args...)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !strings.Contains(stderr, test.error) || test.error == "" && stderr != "" {
				t.Errorf("standard error has %q", stderr)
			}
			lines := slices.Collect(strings.Lines(stdout))
			if !slices.ContainsFunc(lines[max(len(lines)-2, 0):], func(line string) bool { return strings.Contains(line, test.last) }) { // labels may follow
				t.Errorf("the last line is no %s in\n%s", test.last, stdout)
			}
		})
	}
}
