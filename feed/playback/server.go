// Package playback is an exchange that says what was recorded: a WebSocket server that plays a recording to each client, at the pace
// of the recording or faster.
//
// What the server has said comes when it came, and after what the recorded client has asked for when a client asks for the same: a
// client that subscribes as the recorded one did gets what that one got. Numbers by which a client finds its answers are its own.
// Where the recorded connection has ended, that of the client ends too, and what was recorded after it is for the client that
// connects next.
//
// Each client has its place in the recording, and holds one message of it. What a client sends is bounded, and one that does not
// read is disconnected.
package playback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/demo"
	"sockeye/feed/har"
	"sockeye/feed/recording"
)

// What clients may cost.
const (
	mostClients   = 256
	mostHeader    = 16 << 10
	mostMessage   = 1 << 20 // bytes of a message from a client
	handshakeTime = 5 * time.Second
	resumeTime    = time.Minute // for a client to come back that was disconnected because the recorded one was
)

// Options say what is played, and how.
type Options struct {
	Files []string                             // in the order of their time
	Open  func(file string) (har.Lines, error) // reads one
	Any   bool                                 // whatever the client sends
	Speed float64                              // as many times as fast as it was; 0: as fast as the client reads
	Log   func(error)                          // what cannot be read or played; from the network in part, and not sanitised
}

// Feed is what a server plays at one path.
type Feed struct {
	Name  string
	path  string // of the recorded address
	files []string
}

// Server is a running server. Its methods may be called by any goroutine.
type Server struct {
	url   string
	feeds []*Feed // those at the beginning of the files
	open  func(file string) (har.Lines, error)
	any   bool
	speed float64
	log   func(error)
	http  http.Server

	running sync.WaitGroup
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex // guards what follows
	clients int
	resume  []resumable
}

// resumable is the rest of a recording whose client was disconnected.
type resumable struct {
	script *script
	until  time.Time
}

// Start begins to serve on HOST:PORT; see Start of package demo. The error is about the recording or the address.
func Start(address string, o Options) (*Server, error) {
	s := &Server{open: o.Open, any: o.Any, speed: o.Speed, log: o.Log}
	if err := s.find(o.Files); err != nil {
		return nil, err
	}
	listener, err := demo.Listen(address)
	if err != nil {
		return nil, err
	}
	s.url = "ws://" + listener.Addr().String()
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: handshakeTime, IdleTimeout: handshakeTime, MaxHeaderBytes: mostHeader,
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.running.Go(func() { _ = s.http.Serve(listener) }) // it ends when Close closes the listener
	return s, nil
}

// find notes the feeds at the beginning of the files.
func (s *Server) find(files []string) error {
	for _, file := range files {
		lines, err := s.open(file)
		if err != nil {
			return err
		}
		line, err := lines.Next()
		for errors.As(err, new(*recording.Damage)) {
			line, err = lines.Next()
		}
		if err != nil {
			lines.Close()
			if errors.Is(err, io.EOF) {
				err = fmt.Errorf("%s has no lines", file)
			}
			return err
		}
		f := s.feed(line.Feed)
		f.files = append(f.files, file)
		for n := 0; err == nil && f.path == "" && n < 10; n++ {
			if line.State != nil && line.State.URL != "" {
				if u, wrong := url.Parse(line.State.URL); wrong == nil {
					f.path = u.Path
				}
			}
			line, err = lines.Next()
		}
		lines.Close()
	}
	return nil
}

// feed returns the feed of a name, which it may add.
func (s *Server) feed(name string) *Feed {
	for _, f := range s.feeds {
		if f.Name == name {
			return f
		}
	}
	f := &Feed{Name: name}
	s.feeds = append(s.feeds, f)
	return f
}

// URL is the address to dial, without a path.
func (s *Server) URL() string { return s.url }

// Feeds returns the names of the feeds at the beginning of the files. Each is at a path of its name; a feed that is alone is at
// any path.
func (s *Server) Feeds() (names []string) {
	for _, f := range s.feeds {
		names = append(names, f.Name)
	}
	return names
}

// Close stops listening, disconnects every client, and returns when all has ended.
func (s *Server) Close() error {
	s.mu.Lock()
	s.cancel() // no client enters any more
	s.mu.Unlock()
	err := s.http.Close()
	s.running.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.resume {
		r.script.close()
	}
	return err
}

// at returns the feed at a path: by its name, by the path that was recorded, or the only one.
func (s *Server) at(path string) *Feed {
	name := strings.Trim(path, "/")
	for _, f := range s.feeds {
		if f.Name == name {
			return f
		}
	}
	for _, f := range s.feeds {
		if f.path != "" && f.path == path {
			return f
		}
	}
	if len(s.feeds) == 1 {
		return s.feeds[0]
	}
	return nil
}

// take returns a script for a new client: what is left after a connection that has ended, or all.
func (s *Server) take(f *Feed) *script {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *script
	now, kept := time.Now(), s.resume[:0]
	for _, r := range s.resume {
		switch {
		case r.until.Before(now):
			r.script.close()
		case found == nil && r.script.feed == f.Name:
			found = r.script
		default:
			kept = append(kept, r)
		}
	}
	s.resume = kept
	if found == nil {
		found = s.whole(f)
	}
	return found
}

// whole returns a script of all that was recorded.
func (s *Server) whole(f *Feed) *script {
	return &script{feed: f.Name, files: f.files, open: s.open, damaged: s.log}
}

// leave keeps what is left of a script for the client that comes next.
func (s *Server) leave(rest *script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resume = append(s.resume, resumable{rest, time.Now().Add(resumeTime)})
	if len(s.resume) > mostClients {
		s.resume[0].script.close()
		s.resume = s.resume[1:]
	}
}

// enter counts a client in, if there is a place.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clients == mostClients || s.ctx.Err() != nil {
		return false
	}
	s.clients++
	s.running.Add(1)
	return true
}

func (s *Server) exit() {
	s.mu.Lock()
	s.clients--
	s.mu.Unlock()
	s.running.Done()
}

// serve answers a handshake, and returns at the end of the connection.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	f := s.at(r.URL.Path)
	if f == nil {
		http.Error(w, fmt.Sprintf("nothing was recorded at %.100q: there are /%s", r.URL.Path, strings.Join(s.Feeds(), ", /")), http.StatusNotFound)
		return
	}
	if !s.enter() {
		http.Error(w, fmt.Sprintf("%d clients are connected, which is the limit", mostClients), http.StatusServiceUnavailable)
		return
	}
	defer s.exit()
	script := s.take(f)
	opened, err := script.begin()
	if errors.Is(err, io.EOF) { // nothing is left
		script.close()
		script = s.whole(f)
		opened, err = script.begin()
	}
	if err != nil {
		script.close()
		if errors.Is(err, io.EOF) {
			err = errors.New("the recording has no connection")
		}
		s.log(err)
		http.Error(w, "the recording cannot be played", http.StatusInternalServerError)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: fromHere, EnableCompression: opened.Compression}
	if opened.Subprotocol != "" {
		upgrader.Subprotocols = []string{opened.Subprotocol}
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		script.close()
		return
	}
	ws.SetReadLimit(mostMessage)
	c := &client{server: s, ws: ws, script: script}
	if !c.play(s.ctx) {
		script.close()
	}
}

// fromHere lets programs in, and pages of this machine: another one is not shown what was recorded.
func fromHere(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	if u.Hostname() == "localhost" || strings.EqualFold(u.Host, r.Host) {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}
