package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"sockeye/feed/eventlog"
	"sockeye/feed/format"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/model"
	"sockeye/model/feeds"
	"sockeye/model/screen"
	"sockeye/model/terminal"
)

const (
	handshakeTime  = time.Minute      // for a client to log in, half as long as OpenSSH has it
	mostPending    = 100              // connections that have not logged in yet
	mostChannels   = 10               // sessions on one connection, as OpenSSH's MaxSessions
	keepAlive      = 30 * time.Second // between questions whether a client is still there
	mostUnanswered = 4                // of them
	defaultLinger  = 10 * time.Minute // after the last session of an operator, or of a feed
	defaultExit    = 10 * time.Second
	lastCloseTime  = 3 * time.Second // for a client to close its connection when it has read the last of its sessions
)

// Config is what the configuration says, and how it is used. Nothing changes it.
type Config struct {
	Presets     []*preset.Bound                           // open from the start of the server to its end
	Bind        func(name string) (*preset.Bound, error)  // a preset or an address that an operator names
	Settings    func(getenv func(string) string) Settings // of the screen on a terminal with that environment
	Commands    []notify.Command                          // what alerts of presets run
	Record      recording.Folder                          // where feeds are recorded
	RecordAll   bool                                      // all are, from the start of the server on
	History     int64                                     // bytes that all feeds together may keep
	MaxSessions int                                       // at the same time
	Idle        time.Duration                             // ends a session in which nothing was typed for so long; 0: none
	Allow       []string                                  // AllowWrite and the like
}

// Settings are those of a screen.
type Settings = model.Settings

// allows reports whether operators may do something on the machine of the server.
func (c *Config) allows(what string) bool { return slices.Contains(c.Allow, what) }

// Options are what a server needs of the program. EventLog, Learned, Keys and Local can be nil.
type Options struct {
	Load     func() (*Config, error) // reads the configuration
	HostKey  gossh.Signer
	Keys     *Keys        // of those who may log in; nil: everybody who can connect to Listener may
	Listener net.Listener // on TCP
	Local    net.Listener // a socket of this machine; nil: none
	Owner    string       // the operator on that socket
	Audit    string       // the file of the audit log
	EventLog *eventlog.Log
	Learned  *learned.Folder
	Version  string
	Log      func(text string) // writes a line, which is not sanitised. It may be called by any goroutine
	Linger   time.Duration     // how long wants and feeds outlast the last session; 0: ten minutes
	// ExitTime is how long a session may take to end after it was asked to; 0: ten seconds. Then its channel is closed, and if that
	// does not go out either its connection: a client that reads nothing would keep it for ever.
	ExitTime time.Duration
}

// Server serves screens over SSH.
type Server struct {
	options   Options
	config    atomic.Pointer[Config]
	starter   *feeds.Starter
	feeds     *sharedFeeds
	audit     *Audit
	penalties penalties
	pending   chan struct{} // of capacity mostPending: held by a connection that has not logged in
	probes    chan struct{} // of capacity mostProbes
	began     time.Time

	mu        sync.Mutex
	sessions  map[int]*session
	last      int                    // number of the newest session
	operators map[string]*attendance // by name
	refused   int                    // connections that were not let try to log in, since that was logged last
	running   sync.WaitGroup         // sessions
	channels  sync.WaitGroup         // of sessions, until their clients have closed them too; none is added while it stops
	stopping  bool
}

// attendance is how many sessions an operator has.
type attendance struct {
	sessions int
	linger   *time.Timer // ends what he wants; nil: he is there
}

// New returns a server that is not running. The error is that of Options.Load.
func New(o Options) (*Server, error) {
	config, err := o.Load()
	if err != nil {
		return nil, err
	}
	if o.Linger == 0 {
		o.Linger = defaultLinger
	}
	if o.ExitTime == 0 {
		o.ExitTime = defaultExit
	}
	s := &Server{
		options: o, began: time.Now(),
		pending: make(chan struct{}, mostPending), probes: make(chan struct{}, mostProbes),
		sessions: make(map[int]*session), operators: make(map[string]*attendance),
	}
	s.config.Store(config)
	return s, nil
}

// Run serves until ctx ends, and ends all sessions then; reload asks for reading the configuration and the keys again. It closes the
// listeners. The error says that nothing can be served any more.
func (s *Server) Run(ctx context.Context, reload <-chan struct{}) error {
	o, config := &s.options, s.config.Load()
	s.audit = NewAudit(o.Audit, o.Log)
	defer s.audit.Close()
	feedsContext, closeFeeds := context.WithCancel(context.Background())
	defer closeFeeds()
	ring := headless.RingBytes(config.History)
	s.starter = feeds.NewStarter(feedsContext, feeds.Options{
		EventLog: o.EventLog, Learned: o.Learned, Ring: ring, RecordAll: config.RecordAll,
		Record: func() recording.Folder { return s.config.Load().Record },
		Crash: func(b *preset.Bound, err error) {
			o.Log("this is a fault of Sockeye itself: " + err.Error())
			s.feeds.fail(b)
		},
	})
	defer s.starter.Commands.Close()
	s.starter.Commands.Define(config.Commands)
	s.feeds = &sharedFeeds{starter: s.starter, linger: o.Linger, memory: config.History - ring}
	defer s.feeds.close(o.ExitTime)
	s.feeds.pin(config.Presets)
	return s.serve(ctx, reload)
}

// serve serves on the listeners.
func (s *Server) serve(ctx context.Context, reload <-chan struct{}) error {
	servers := []*ssh.Server{s.newServer(s.options.Keys, false)}
	listeners := []net.Listener{s.options.Listener}
	if s.options.Local != nil {
		servers, listeners = append(servers, s.newServer(nil, true)), append(listeners, s.options.Local)
	}
	failed := make(chan error, len(servers))
	for i := range servers {
		go func() { failed <- servers[i].Serve(listeners[i]) }()
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var err error
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case err = <-failed:
			running = false
		case <-reload:
			s.reload()
		case now := <-ticker.C:
			s.tick(now)
		}
	}
	for _, l := range listeners {
		_ = l.Close()
	}
	s.stop()
	s.closeConnections(servers)
	return err
}

// closeConnections ends the connections of servers whose sessions are over. What a client sends to a connection that was closed has the
// system reset it, and lose what the client has not read. So it has the time that a session may take to end for closing the channel of its
// own, which says that it has read all of it, and some more for closing the connection, as it does with its last session.
func (s *Server) closeConnections(servers []*ssh.Server) {
	waitFor(s.options.ExitTime, s.channels.Wait)
	ctx, cancel := context.WithTimeout(context.Background(), lastCloseTime)
	defer cancel()
	for _, server := range servers {
		_ = server.Shutdown(ctx)
	}
	for _, server := range servers {
		_ = server.Close()
	}
}

// newServer returns a server for who has one of some keys; nil: for everybody. local is one on the socket of this machine.
func (s *Server) newServer(keys *Keys, local bool) *ssh.Server {
	server := &ssh.Server{
		HostSigners: []ssh.Signer{s.options.HostKey}, Version: "Sockeye", HandshakeTimeout: handshakeTime,
		Handler:           s.handle,
		ConnCallback:      func(c ssh.Context, conn net.Conn) net.Conn { return s.accept(c, conn, local) },
		PtyHandler:        rememberTerminal,
		ChannelHandlers:   map[string]ssh.ChannelHandler{"session": s.open},
		RequestHandlers:   map[string]ssh.RequestHandler{},
		SubsystemHandlers: map[string]ssh.SubsystemHandler{},
	}
	if keys != nil {
		server.PublicKeyHandler = func(c ssh.Context, key ssh.PublicKey) bool {
			return connectionOf(c).permits(keys.Find(key), key)
		}
	}
	server.ServerConfigCallback = func(c ssh.Context) *gossh.ServerConfig {
		return &gossh.ServerConfig{AuthLogCallback: func(conn gossh.ConnMetadata, _ string, err error) {
			if err == nil {
				connectionOf(c).admitted()
			}
		}}
	}
	return server
}

// accept returns a connection of a client that may try to log in; nil: it is closed.
func (s *Server) accept(c ssh.Context, conn net.Conn, local bool) net.Conn {
	var address netip.Addr
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		address = tcp.AddrPort().Addr()
	}
	if !local && s.penalties.refuses(address, time.Now()) {
		s.mu.Lock()
		s.refused++
		s.mu.Unlock()
		return nil
	}
	select {
	case s.pending <- struct{}{}:
	default:
		s.mu.Lock()
		s.refused++
		s.mu.Unlock()
		return nil
	}
	one := &connection{Conn: conn, server: s, address: address, local: local}
	c.SetValue(connectionKey, one)
	return one
}

// handle is one session, in a goroutine of its own.
func (s *Server) handle(client ssh.Session) {
	on := connectionOf(client.Context())
	ctx, end := context.WithCancelCause(client.Context())
	defer end(nil)
	one := &session{server: s, key: client.PublicKey(), from: on.remote(), began: time.Now(), end: end, wire: newWire(client, s.options.ExitTime, func() { _ = on.Conn.Close() })}
	one.describe("")
	o := s.operatorOf(one.key, s.userName(on, client))
	if o == nil {
		_ = client.Exit(1)
		return
	}
	one.name = o.Name
	if err := s.enter(one); err != nil {
		_ = client.Exit(one.fail(client, err))
		return
	}
	defer s.leave(one)
	code := 1
	defer func() {
		if v := recover(); v != nil {
			s.options.Log(fmt.Sprintf("session %d of %s: a fault of Sockeye itself: %v", one.number, one.name, v))
			code = 1
			go io.WriteString(one.wire, terminal.Undo)
		}
		over := make(chan struct{})
		go one.wire.closeUnless(over) // where not even that is read
		_ = client.Exit(code)
		close(over)
	}()
	code = one.run(ctx, client, terminalOf(client))
}

// userName is who an operator without a key is.
func (s *Server) userName(on *connection, client ssh.Session) string {
	if on.local {
		return s.options.Owner
	}
	if name := operatorName(client.User()); name != "" {
		return name
	}
	return "guest"
}

// operatorOf returns the operator who has a key, or without one a name; nil: there is none who may log in now.
func (s *Server) operatorOf(key gossh.PublicKey, name string) *Operator {
	if key == nil {
		return &Operator{Name: name}
	}
	return s.options.Keys.Find(key)
}

// enter adds a session. The error says why there can be none.
func (s *Server) enter(one *session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch most := s.config.Load().MaxSessions; {
	case s.stopping:
		return errors.New("the server is being stopped")
	case len(s.sessions) >= most:
		return fmt.Errorf("there are %d sessions already, and no more are allowed", most)
	}
	s.last++
	one.number = s.last
	s.sessions[one.number] = one
	s.running.Add(1)
	a := s.operators[one.name]
	if a == nil {
		a = &attendance{}
		s.operators[one.name] = a
	}
	if a.linger != nil {
		a.linger.Stop()
		a.linger = nil
	}
	a.sessions++
	if err := one.audit("log-in", "", ""); err != nil {
		s.options.Log(err.Error())
	}
	return nil
}

// leave removes a session. What its operator wants ends some time after his last one, and so do his alerts.
func (s *Server) leave(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.running.Done()
	delete(s.sessions, one.number)
	_ = one.audit("log-out", "", "")
	a := s.operators[one.name]
	if a.sessions--; a.sessions == 0 {
		a.linger = time.AfterFunc(s.options.Linger, func() { s.forgo(one.name, a) })
	}
}

// forgo ends what an operator wants, and his alerts, who has had no session for long.
func (s *Server) forgo(name string, a *attendance) {
	s.mu.Lock()
	if a.linger == nil || a.sessions > 0 || s.stopping {
		s.mu.Unlock()
		return
	}
	delete(s.operators, name)
	s.mu.Unlock()
	for _, one := range s.feeds.all() {
		if unwanted := one.wants.removeAll(name); len(unwanted) > 0 {
			one.feed.Unsubscribe(unwanted...)
		}
		one.feed.Alerts().EndOf(name)
	}
}

// all returns the sessions there are, oldest first.
func (s *Server) all() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*session, 0, len(s.sessions))
	for _, one := range s.sessions {
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b *session) int { return a.number - b.number })
	return all
}

// tick ends sessions in which nothing was typed for long, or whose key is valid no longer.
func (s *Server) tick(now time.Time) {
	s.mu.Lock()
	refused := s.refused
	s.refused = 0
	s.mu.Unlock()
	if refused > 0 {
		s.options.Log(fmt.Sprintf("%d connections were closed before they could log in: too many have failed, or are under way", refused))
	}
	idle := s.config.Load().Idle
	for _, one := range s.all() {
		switch {
		case one.operator() == nil:
			one.end(ended("your key is not valid any more"))
		case idle > 0 && one.screen.Load() != nil && now.Sub(time.Unix(0, one.wire.typed.Load())) > idle:
			one.end(ended(fmt.Sprintf("nothing was typed for %v", idle)))
		}
	}
}

// batchesPerSecond is how many batches of feeds all screens together draw. A screen has as many as anywhere while there are few;
// of a hundred each has three a second, and a key is answered at once all the same. One costs 1 to 2 ms of a core at 120x36
// (BenchmarkBudgets/serve).
const batchesPerSecond = 300

// pace divides the batches among the screens.
func (s *Server) pace() {
	var screens []*screen.Screen
	for _, one := range s.all() {
		if on := one.screen.Load(); on != nil {
			screens = append(screens, on)
		}
	}
	for _, on := range screens {
		on.Flow.SetInterval(time.Duration(len(screens)) * time.Second / batchesPerSecond)
	}
}

// reload reads the configuration and the keys again. What is wrong stays as it was.
func (s *Server) reload() {
	if s.options.Keys != nil {
		if err := s.options.Keys.Reload(); err != nil {
			s.options.Log(err.Error() + "; they stay as they were")
		} else {
			s.options.Log(fmt.Sprintf("the keys were read again: there are %d", s.options.Keys.Count()))
		}
	}
	s.tick(time.Now())
	config, err := s.options.Load()
	if err != nil {
		s.options.Log("the configuration is not read again: " + err.Error())
		return
	}
	s.config.Store(config)
	s.starter.Commands.Define(config.Commands)
	s.feeds.setMemory(config.History - headless.RingBytes(config.History))
	replaced := s.replace(config)
	s.options.Log(fmt.Sprintf("the configuration was read again: %s changed", format.Plural(replaced, "feed")))
}

// replace opens the feeds anew whose presets have changed, on all screens, and returns how many have. One that is in the
// configuration no more stays as it was.
func (s *Server) replace(config *Config) (replaced int) {
	for _, one := range s.feeds.all() {
		was := one.feed.Preset()
		is, err := config.find(was.Name)
		if err != nil || is.Equal(was) {
			continue
		}
		other := s.feeds.replace(one, is)
		replaced++
		for _, session := range s.all() {
			if on, h := session.screen.Load(), session.share.Load(); on != nil && h != nil {
				h.add(other)
				go on.Program.Send(model.Replace{Old: one.feed, New: other.feed})
			}
		}
	}
	return replaced
}

// find returns a preset of the configuration, ready to run: with the params of the command line of the server, if it is one of those.
func (c *Config) find(name string) (*preset.Bound, error) {
	for _, b := range c.Presets {
		if b.Name == name {
			return b, nil
		}
	}
	return c.Bind(name)
}

// stop ends all sessions, and waits for that no longer than it may take.
func (s *Server) stop() {
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()
	for _, one := range s.all() {
		one.end(ended("the server was stopped"))
	}
	waitFor(s.options.ExitTime+time.Second, s.running.Wait)
}

// waitFor waits no longer than it may take.
func waitFor(most time.Duration, wait func()) {
	over := make(chan struct{})
	go func() {
		wait()
		close(over)
	}()
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-over:
	case <-timer.C:
	}
}
