package serve

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"sockeye/feed/demo"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/terminaltest"
	"sockeye/widgets/text"
)

// patience bounds what a test waits for; it is never waited out when all is well.
const patience = time.Minute

// fixture is a running server, and what a test needs of it.
type fixture struct {
	t       *testing.T
	server  *Server
	address string
	local   string // the socket
	keys    string // the file of keys
	audit   string
	reload  chan struct{}
	stop    context.CancelFunc
	ended   chan error

	mu     sync.Mutex
	log    []string
	config string // the text of the configuration
}

// presets has a preset for an address, which is subscribed to A and B.
func presets(names map[string]string) string {
	b := "presets:\n"
	for name, url := range names {
		b += fmt.Sprintf(`  %s:
    url: %s
    params: {symbols: [A, B]}
    subscribe: {send: {sub: "${symbol}"}, ack: {ok: "${symbol}"}}
    unsubscribe: {send: {unsub: "${symbol}"}}
    stale: off
    events: [{match: {s: "*"}, label: s, value: p}]
`, name, url)
	}
	return b
}

// demoConfig is a configuration with the demo exchange.
func demoConfig(t *testing.T, params string) string {
	x, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return fmt.Sprintf(`presets:
  demo:
    url: %s%s
    params: {symbols: [XBT/USD, ETH/USD]}
    subscribe:
      send: {event: subscribe, pair: ["${symbol}"], subscription: {name: ohlc, interval: 1}}
      ack: {event: subscriptionStatus, status: subscribed, pair: "${symbol}"}
    unsubscribe:
      send: {event: unsubscribe, pair: ["${symbol}"], subscription: {name: ohlc, interval: 1}}
    heartbeat: [{event: heartbeat}]
    events: [{match: {2: "ohlc-1"}, label: "3", values: {close: "1.5"}}]
`, x.URL(), params)
}

// begin runs a server on the feeds of a configuration, with a file of keys of some lines; none: without one.
func begin(t *testing.T, configuration string, open []string, keys ...string) *fixture {
	t.Helper()
	return beginWith(t, func(*Options) {}, configuration, open, keys...)
}

// beginWith is begin with options that are changed: wants and feeds outlast the last session for a minute otherwise.
func beginWith(t *testing.T, change func(*Options), configuration string, open []string, keys ...string) *fixture {
	t.Helper()
	dir := t.TempDir()
	f := &fixture{
		t: t, config: configuration, reload: make(chan struct{}, 1), ended: make(chan error, 1),
		audit: filepath.Join(dir, "audit.ndjson"), local: filepath.Join(dir, "s"), keys: filepath.Join(dir, "keys"),
	}
	signer, _, err := HostKey(filepath.Join(dir, "host_key"))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		HostKey: signer, Owner: "owner", Audit: f.audit, Linger: time.Minute, ExitTime: patience,
		Load: func() (*Config, error) { return f.load(open) },
		Log: func(line string) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.log = append(f.log, line)
		},
	}
	if len(keys) > 0 {
		f.writeKeys(keys...)
		if o.Keys, err = NewKeys(f.keys); err != nil {
			t.Fatal(err)
		}
	}
	if o.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if o.Local, err = ListenLocal(f.local); err != nil {
		t.Fatal(err)
	}
	change(&o)
	f.address = o.Listener.Addr().String()
	if f.server, err = New(o); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	over := make(chan struct{})
	go func() {
		defer close(over)
		f.ended <- f.server.Run(ctx, f.reload)
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-over:
		case <-time.After(patience):
			t.Error("the server does not end")
		}
	})
	return f
}

// load reads the configuration of the test.
func (f *fixture) load(open []string) (*Config, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	loader := config.Loader{BuiltIn: []byte("presets: {}\n"), Files: new(config.Files)}
	c, err := loader.Parse("test", []byte(f.config))
	if err != nil {
		return nil, err
	}
	env := loader.Environment(nil)
	bound, err := c.Bind(open, config.Overrides{}, env)
	if err != nil {
		return nil, err
	}
	return &Config{
		Presets: bound, History: c.UI.History, MaxSessions: c.Serve.MaxSessions, Idle: c.Serve.Idle, Allow: c.Serve.Allow,
		Bind: func(name string) (*preset.Bound, error) { return c.BindPreset(name, env) },
		Settings: func(func(string) string) Settings {
			keys, _ := model.NewKeys(nil)
			return Settings{Keys: keys, Location: time.UTC, UI: c.UI, Presets: c.Presets.Names(), Glyphs: text.Braille}
		},
	}, nil
}

// writeKeys writes the file of keys.
func (f *fixture) writeKeys(lines ...string) {
	f.t.Helper()
	if err := os.WriteFile(f.keys, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// logged waits until a line of the log has a text.
func (f *fixture) logged(want string) {
	f.t.Helper()
	f.until("a line of the log has "+want, func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return strings.Contains(strings.Join(f.log, "\n"), want)
	})
}

// audited waits until the audit log has a text.
func (f *fixture) audited(want string) {
	f.t.Helper()
	f.until("the audit log has "+want, func() bool {
		content, _ := os.ReadFile(f.audit)
		return bytes.Contains(content, []byte(want))
	})
}

// until waits until something holds.
func (f *fixture) until(what string, holds func() bool) {
	f.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatalf("not in time: %s", what)
		}
	}
}

// newKey returns a key and its line in the file of keys, which has the options before it and the comment behind it.
func newKey(t testing.TB, options, comment string) (signer gossh.Signer, line string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if signer, err = gossh.NewSignerFromKey(key); err != nil {
		t.Fatal(err)
	}
	line = strings.TrimSpace(string(gossh.MarshalAuthorizedKey(signer.PublicKey()))) + " " + comment
	return signer, strings.TrimSpace(options + " " + line)
}

// dial logs in with a key, or without one as a user.
func (f *fixture) dial(user string, signer gossh.Signer) (*gossh.Client, error) {
	c := &gossh.ClientConfig{User: user, HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: patience}
	if signer != nil {
		c.Auth = []gossh.AuthMethod{gossh.PublicKeys(signer)}
	}
	return gossh.Dial("tcp", f.address, c)
}

// mustDial is dial that must succeed.
func (f *fixture) mustDial(user string, signer gossh.Signer) *gossh.Client {
	f.t.Helper()
	client, err := f.dial(user, signer)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { client.Close() })
	return client
}

// operator is a client with a screen.
type operator struct {
	*terminaltest.Remote
	t       *testing.T
	session *gossh.Session
	keys    io.Writer
	sent    *keeping // to the terminal
	ended   chan error
}

// screen opens a screen of 100 by 30 on a connection.
func (f *fixture) screen(client *gossh.Client, request string) *operator {
	f.t.Helper()
	s, err := client.NewSession()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := s.RequestPty("xterm-256color", 30, 100, gossh.TerminalModes{}); err != nil {
		f.t.Fatal(err)
	}
	typed, err := s.StdinPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	keys := terminaltest.OneAtATime(typed)
	o := &operator{t: f.t, session: s, keys: keys, Remote: terminaltest.NewRemote(100, 30, keys), ended: make(chan error, 1)}
	f.t.Cleanup(func() { s.Close(); o.Close() })
	o.sent = &keeping{terminal: o.Remote}
	s.Stdout, s.Stderr = o.sent, o.sent
	if request == "" {
		err = s.Shell()
	} else {
		err = s.Start(request)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	go func() { o.ended <- s.Wait() }()
	return o
}

// logIn is a screen of a user on a connection of his own.
func (f *fixture) logIn(user string, signer gossh.Signer, request string) *operator {
	f.t.Helper()
	return f.screen(f.mustDial(user, signer), request)
}

// written is all that the terminal was sent.
func (o *operator) written() string {
	o.sent.mu.Lock()
	defer o.sent.mu.Unlock()
	return o.sent.text.String()
}

// types types keys.
func (o *operator) types(keys string) {
	o.t.Helper()
	if _, err := io.WriteString(o.keys, keys); err != nil {
		o.t.Fatal(err)
	}
}

// command types a command after a colon.
func (o *operator) command(line string) {
	o.t.Helper()
	o.types(":")
	o.sees("(?m)^ ?:")
	o.types(line + "\r")
}

func (o *operator) sees(patterns ...string) {
	o.t.Helper()
	o.Sees(o.t, patterns...)
}

// gone waits for the end of the session, with an exit code.
func (o *operator) gone(code int) {
	o.t.Helper()
	select {
	case err := <-o.ended:
		if got := codeOf(err); got != code {
			o.t.Errorf("the exit code is %d (%v), and not %d", got, err, code)
		}
	case <-time.After(patience):
		o.t.Fatalf("the session does not end:\n%s", o.Screen())
	}
}

// codeOf returns the exit code of a session; -1 where it has none.
func codeOf(err error) int {
	switch e := err.(type) {
	case nil:
		return 0
	case *gossh.ExitError:
		return e.ExitStatus()
	}
	return -1
}

// pipe has the server do something without a terminal.
func (f *fixture) pipe(client *gossh.Client, request string) (out, errors string, code int) {
	f.t.Helper()
	s, err := client.NewSession()
	if err != nil {
		f.t.Fatal(err)
	}
	defer s.Close()
	var stdout, stderr bytes.Buffer
	s.Stdout, s.Stderr = &stdout, &stderr
	ended := make(chan error, 1)
	go func() { ended <- s.Run(request) }()
	select {
	case err = <-ended:
	case <-time.After(patience):
		f.t.Fatalf("%s does not end", request)
	}
	return stdout.String(), stderr.String(), codeOf(err)
}
