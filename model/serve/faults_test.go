package serve

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	gossh "golang.org/x/crypto/ssh"

	"sockeye/feed/feedtest"
	"sockeye/model/pane"
)

func TestAWrongKeyDoesNotLogIn(t *testing.T) {
	t.Parallel()
	right, line := newKey(t, "", "alice")
	elsewhere, farLine := newKey(t, `from="192.0.2.1"`, "bob")
	wrong, _ := newKey(t, "", "mallory")
	f := begin(t, demoConfig(t, ""), []string{"demo"}, line, farLine)
	for _, key := range []gossh.Signer{wrong, elsewhere, nil} {
		if client, err := f.dial("alice", key); err == nil {
			client.Close()
			t.Error("it has logged in")
		}
	}
	f.logged("log-in from 127.0.0.1")
	f.logged("the key " + gossh.FingerprintSHA256(wrong.PublicKey()) + " is not valid")
	f.logged("the key of bob is not for this address")
	f.logged("no key was offered")
	f.mustDial("other", right)
}

func TestARevokedKeyEndsItsSessions(t *testing.T) {
	t.Parallel()
	alice, aliceLine := newKey(t, "", "alice")
	bob, bobLine := newKey(t, "", "bob")
	f := begin(t, demoConfig(t, ""), []string{"demo"}, aliceLine, bobLine)
	gone, stays := f.logIn("a", alice, ""), f.logIn("b", bob, "")
	gone.sees("demo OPEN")
	stays.sees("demo OPEN")
	f.writeKeys(bobLine)
	f.reload <- struct{}{}
	gone.gone(1)
	gone.sees("your key is not valid any more")
	if changed := gone.Changed(); len(changed) > 0 {
		t.Errorf("the terminal is left with %v", changed)
	}
	if client, err := f.dial("a", alice); err == nil {
		client.Close()
		t.Error("it has logged in again")
	}
	stays.types("p")
	stays.sees("FROZEN")
}

// TestAHundredLogInsASecond are not let try, and a server that is busy with them has screens all the same.
func TestAHundredLogInsASecond(t *testing.T) {
	t.Parallel()
	right, line := newKey(t, "", "alice")
	wrong, _ := newKey(t, "", "mallory")
	f := begin(t, demoConfig(t, ""), []string{"demo"}, line)
	o := f.logIn("alice", right, "")
	o.sees("demo OPEN")
	for range 2 { // the first of them are let try, and pay
		var trying sync.WaitGroup
		for range 50 {
			trying.Go(func() {
				if client, err := f.dial("mallory", wrong); err == nil {
					client.Close()
					t.Error("it has logged in")
				}
			})
		}
		trying.Wait()
	}
	o.types("p")
	o.sees("FROZEN")
	f.logged("connections were closed before they could log in")
	f.mu.Lock()
	failed := strings.Count(strings.Join(f.log, "\n"), "has failed")
	f.mu.Unlock()
	if failed > 60 {
		t.Errorf("%d of 100 were let try", failed)
	}
}

// TestGarbageIsNoClient: what is no SSH is closed, and costs no session anything.
func TestGarbageIsNoClient(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, ""), []string{"demo"})
	for _, garbage := range []string{"GET / HTTP/1.1\r\n\r\n", strings.Repeat("\x00\xff", 100_000), "SSH-2.0-x\r\n" + strings.Repeat("A", 50_000), ""} {
		conn, err := net.Dial("tcp", f.address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, garbage)
		if !strings.HasPrefix(garbage, "GET") && garbage != "" { // which may still become one
			_ = conn.SetReadDeadline(time.Now().Add(patience))
			if _, err := io.Copy(io.Discard, conn); os.IsTimeout(err) {
				t.Errorf("%.20q is not closed", garbage)
			}
		}
		conn.Close()
	}
	o := f.logIn("ops", nil, "")
	o.sees("demo OPEN")
	o.types(strings.Repeat("\x1b[\xff\x00]\x9b1;2R\x1bP\x1b]52;", 2000) + "\x1b\\")
	other := f.logIn("ops", nil, "")
	other.sees("demo OPEN")
}

// TestAClientThatNeverReadsHoldsUpNoOther, nor the end of the server.
func TestAClientThatNeverReadsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	f := beginWith(t, func(o *Options) { o.ExitTime, o.Listener = patience/4, narrow{o.Listener} }, demoConfig(t, "?rate=200"), []string{"demo"})
	client, conn := f.stoppable()
	o := f.screen(client, "")
	o.sees("demo OPEN")
	close(conn.stop)
	other := f.logIn("ops", nil, "")
	other.sees("demo OPEN")
	one := f.server.all()[0]
	for blocked := false; !blocked; { // a key has the screen drawn at once
		before := one.wire.written.Load()
		_, _ = io.WriteString(o.keys, "z")
		since := time.Now()
		for one.wire.written.Load() == before && !blocked {
			blocked = time.Since(since) > time.Second
			time.Sleep(time.Millisecond)
		}
	}
	other.types("p")
	other.sees("FROZEN")
	one.wire.exit = time.Second // the other one has its time
	f.stop()
	other.gone(1)
	select {
	case <-f.ended:
	case <-time.After(patience):
		t.Fatal("the server waits for it")
	}
}

// narrow is a listener with connections that hold little of what a client does not read: the system would keep megabytes.
type narrow struct{ net.Listener }

const narrowBuffer = 4 << 10

func (l narrow) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		_ = conn.(*net.TCPConn).SetWriteBuffer(narrowBuffer)
	}
	return conn, err
}

// TestAClientThatReadsLateReadsAll: what it has not read when the server has ended its session is not lost.
func TestAClientThatReadsLateReadsAll(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "?rate=1"), []string{"demo"})
	client, conn := f.stoppable()
	o := f.screen(client, "")
	o.sees("demo OPEN")
	close(conn.stop)
	o.types("p") // is answered, so that the Read that waits ends
	<-conn.held
	f.stop()
	select {
	case <-f.ended:
		t.Error("the server has ended, and does not wait for it")
	case <-time.After(lastCloseTime + time.Second):
	}
	close(conn.again)
	o.gone(1)
	o.sees("the server was stopped")
}

// stoppable logs in on a connection of which nothing is read any more from when stop is closed until again is.
func (f *fixture) stoppable() (*gossh.Client, *stoppable) {
	f.t.Helper()
	conn, err := net.Dial("tcp", f.address)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close() })
	_ = conn.(*net.TCPConn).SetReadBuffer(narrowBuffer)
	s := &stoppable{Conn: conn, stop: make(chan struct{}), held: make(chan struct{}), again: make(chan struct{})}
	c, channels, requests, err := gossh.NewClientConn(s, f.address, &gossh.ClientConfig{User: "stuck", HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		f.t.Fatal(err)
	}
	return gossh.NewClient(c, channels, requests), s
}

// stoppable is a connection of which nothing is read while it is stopped.
type stoppable struct {
	net.Conn
	stop, again chan struct{}
	held        chan struct{} // closed by the first Read that waits for again
	hold        sync.Once
}

func (s *stoppable) Read(p []byte) (int, error) {
	select {
	case <-s.stop:
		s.hold.Do(func() { close(s.held) })
		<-s.again
	default:
	}
	return s.Conn.Read(p)
}

func TestAStormOfWindowChanges(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, ""), []string{"demo"})
	client := f.mustDial("ops", nil)
	o, other := f.screen(client, ""), f.screen(client, "")
	o.sees("demo OPEN")
	other.sees("demo OPEN")
	for i := range 5000 {
		if err := o.session.WindowChange(i%70, i%300); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range [][2]int{{0, 0}, {1 << 30, 1 << 30}, {1, 1}} {
		if err := o.session.WindowChange(size[0], size[1]); err != nil {
			t.Fatal(err)
		}
	}
	other.types("p")
	other.sees("FROZEN")
	o.Resize(90, 20)
	if err := o.session.WindowChange(20, 90); err != nil {
		t.Fatal(err)
	}
	o.sees("demo OPEN")
	o.types("q")
	o.sees("Leave Sockeye")
}

// plain is a client that keeps what it gets, and draws nothing.
type plain struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *plain) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *plain) has(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.text.String(), text)
}

func TestStoppingEndsAllSessions(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "?rate=1"), []string{"demo"})
	var screens []*plain
	var sessions []*gossh.Session
	for range 5 {
		client := f.mustDial("ops", nil)
		for range 10 {
			s, err := client.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			screen := &plain{}
			s.Stdout = screen
			if err := errors.Join(s.RequestPty("xterm", 24, 80, nil), s.Shell()); err != nil {
				t.Fatal(err)
			}
			screens, sessions = append(screens, screen), append(sessions, s)
		}
	}
	for _, screen := range screens {
		f.until("a screen is drawn", func() bool { return screen.has(ansi.SetModeAltScreenSaveCursor) })
	}
	f.stop()
	for i, s := range sessions {
		if code := codeOf(s.Wait()); code != 1 || !screens[i].has("the server was stopped") || !screens[i].has(ansi.ResetModeAltScreenSaveCursor) {
			t.Fatalf("session %d ends with %d, and its terminal is not as it was", i, code)
		}
	}
	if err := <-f.ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(f.local); err == nil {
		t.Error("the socket is left behind")
	}
}

func TestAFeedThatIsGoneIsGoneForAll(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes(), quotes())
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	one, other := f.logIn("alice", nil, ""), f.logIn("bob", nil, "")
	one.sees("alpha OPEN")
	other.sees("alpha OPEN")
	x.Stop()
	one.sees("alpha RETRY")
	other.sees("alpha RETRY")
	x.Restart()
	one.sees("alpha OPEN")
	other.sees("alpha OPEN")
}

// TestACrashOfOneScreenLeavesTheOthers: its terminal is restored, and the operator can come again.
func TestACrashOfOneScreenLeavesTheOthers(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, ""), []string{"demo"})
	client := f.mustDial("alice", nil)
	one := f.screen(client, "")
	one.sees("demo OPEN")
	crashes := f.server.all()[0].screen.Load() // while there is no other: which of two comes first is not said
	same, other := f.screen(client, ""), f.logIn("bob", nil, "")
	for _, o := range []*operator{same, other} {
		o.sees("demo OPEN")
	}
	crashes.Program.Send(pane.WorkMsg{}) // of no feed
	one.gone(1)
	one.sees("a fault of Sockeye itself")
	if changed := one.Changed(); len(changed) > 0 {
		t.Errorf("the terminal is left with %v", changed)
	}
	f.logged("a fault of Sockeye itself")
	for _, o := range []*operator{same, other, f.logIn("alice", nil, "")} {
		o.sees("demo OPEN")
		o.types("p")
		o.sees("FROZEN")
	}
}

// TestALostLinkEndsOneSession, and the next one finds the feed as it was.
func TestALostLinkEndsOneSession(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes())
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), nil)
	client := f.mustDial("alice", nil)
	o := f.screen(client, "alpha")
	o.sees("alpha OPEN", `A +1\.5`)
	client.Close()
	f.until("there is no session any more", func() bool { return len(f.server.all()) == 0 })
	again := f.logIn("alice", nil, "alpha")
	again.sees("alpha OPEN", `A +1\.5`)
}

func TestASessionTooManyIsRefused(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "")+"serve: {max_sessions: 2}\n", []string{"demo"})
	client := f.mustDial("ops", nil)
	f.screen(client, "").sees("demo OPEN")
	f.screen(client, "").sees("demo OPEN")
	if _, errors, code := f.pipe(client, "tail demo"); code != 2 || !strings.Contains(errors, "2 sessions already") {
		t.Errorf("%d, %s", code, errors)
	}
}

func TestAnIdleScreenEnds(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "")+"serve: {idle: 1s}\n", []string{"demo"})
	client, err := f.dial("ops", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s.Stdout = &out
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); codeOf(err) != 1 || !strings.Contains(out.String(), "nothing was typed for 1s") {
		t.Errorf("%v", err)
	}
}

func TestASocketThatIsInUseIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, ""), []string{"demo"})
	if l, err := ListenLocal(f.local); err == nil {
		l.Close()
		t.Fatal("two servers listen on one socket")
	} else if !strings.Contains(err.Error(), "another server listens on") {
		t.Error(err)
	}
	f.stop()
	<-f.ended
	abandoned, err := net.ListenUnix("unix", &net.UnixAddr{Name: f.local, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	abandoned.SetUnlinkOnClose(false)
	abandoned.Close()
	f.until("nothing listens", func() bool { // a process that another test starts may have the socket for a moment
		conn, err := net.Dial("unix", f.local)
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	l, err := ListenLocal(f.local)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if info, err := os.Stat(f.local); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := os.WriteFile(f.local+".txt", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := ListenLocal(f.local + ".txt"); err == nil {
		l.Close()
		t.Error("a file was replaced by a socket")
	}
}
