//go:build unix

package journey

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// unwanted is the symbol that a tickerServer rejects, and why.
const (
	unwanted    = "X"
	notUnwanted = "not traded here"
)

// keptFor is for how long a tickerServer keeps what it has sent.
const keptFor = 2 * time.Minute

// tickerServer is the server of the ticker preset, for journeys that decide while they run what it does; for
// scripts there is feedtest. It accepts one client at a time, and every subscription but one. It keeps when it has sent
// what, so that a test can say how old a screen is.
type tickerServer struct {
	t     *testing.T
	addr  string
	start time.Time

	mu     sync.Mutex // guards what follows, and writing
	server *http.Server
	ws     *websocket.Conn
	live   bool // the client has subscribed
	seq    int  // of the last message on this connection
	frames int  // sent, over all connections
	events moments
	clocks moments // of the events of clock
}

// moments are times of the last few minutes, in order.
type moments []time.Time

func (m *moments) add(at time.Time) {
	*m = append(*m, at)
	if len(*m)%4096 == 0 {
		*m = slices.Delete(*m, 0, m.after(at.Add(-keptFor)))
	}
}

// after returns the place of the first moment after at.
func (m moments) after(at time.Time) int {
	place, _ := slices.BinarySearchFunc(m, at, func(moment, at time.Time) int {
		if moment.After(at) {
			return 1
		}
		return -1
	})
	return place
}

// age returns how long ago the first moment was that comes after one that is known; 0 if there is none.
func (m moments) age(known, now time.Time) time.Duration {
	if place := m.after(known); place < len(m) {
		return now.Sub(m[place])
	}
	return 0
}

// startTickerServer starts a server that ends with the test.
func startTickerServer(t *testing.T) *tickerServer {
	t.Helper()
	p := &tickerServer{t: t, addr: "127.0.0.1:0", start: time.Now()}
	p.restart()
	t.Cleanup(p.stop)
	return p
}

// restart listens, after stop on the same address.
func (p *tickerServer) restart() {
	p.t.Helper()
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		p.t.Fatalf("the server cannot listen on %s: %v", p.addr, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.addr = listener.Addr().String()
	p.server = &http.Server{Handler: http.HandlerFunc(p.serve), ErrorLog: log.New(io.Discard, "", 0)}
	go p.server.Serve(listener)
}

// stop kills the server: its connection ends without a close frame.
func (p *tickerServer) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.server.Close()
	if p.ws != nil {
		_ = p.ws.Close()
	}
	p.ws, p.live = nil, false
}

// serve answers one client until it or the server has gone.
func (p *tickerServer) serve(w http.ResponseWriter, r *http.Request) {
	ws, err := new(websocket.Upgrader).Upgrade(w, r, nil)
	if err != nil {
		p.t.Errorf("the handshake failed: %v", err)
		return
	}
	defer ws.Close()
	p.mu.Lock()
	p.ws, p.live, p.seq = ws, false, 0
	p.mu.Unlock()
	for {
		_, message, err := ws.ReadMessage()
		if err != nil {
			return
		}
		var request struct {
			Op string
			Of []string
		}
		if err := json.Unmarshal(message, &request); err != nil || request.Op != "sub" {
			p.t.Errorf("the client sent %q", message)
			return
		}
		p.subscribe(ws, request.Of)
	}
}

func (p *tickerServer) subscribe(ws *websocket.Conn, symbols []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ws != ws {
		return
	}
	for _, symbol := range symbols {
		if symbol == unwanted {
			p.write(fmt.Sprintf(`{"op":"no","of":%q,"why":%q}`, symbol, notUnwanted))
			continue
		}
		p.write(fmt.Sprintf(`{"op":"subbed","of":%q}`, symbol))
		p.live = true
	}
}

// write sends a message. It needs p.mu.
func (p *tickerServer) write(message string) {
	_ = p.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	err := p.ws.WriteMessage(websocket.TextMessage, []byte(message))
	switch {
	case errors.Is(err, net.ErrClosed): // the client has gone, and comes again
	case err != nil:
		p.t.Errorf("the client does not accept %s: %v", message, err)
	default:
		p.frames++
	}
}

// say sends a message of any kind to a client that has subscribed, and reports whether there is one.
func (p *tickerServer) say(message string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live {
		p.write(message)
	}
	return p.live
}

// price sends a numbered price with the time, if there is a client that has subscribed.
func (p *tickerServer) price(of string, price float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.event(of, price, time.Now().Truncate(time.Microsecond))
}

// event needs p.mu.
func (p *tickerServer) event(of string, price float64, now time.Time) {
	if !p.live {
		return
	}
	p.seq++
	p.write(fmt.Sprintf(`{"of":%q,"at":%d.%06d,"price":%.2f,"seq":%d}`, of, now.Unix(), now.Nanosecond()/1000, price, p.seq))
	p.events.add(now)
}

// A clock is a price that says when it was sent, so that it can be read off wherever the price is shown.
const (
	clockBegins = 100. // its least value
	clockTurns  = 300. // seconds
)

// clock sends a clock.
func (p *tickerServer) clock(of string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.live {
		return
	}
	now := time.Now().Truncate(time.Microsecond)
	turned := now.Sub(p.start) % (clockTurns * time.Second)
	p.event(of, clockBegins+float64(turned/(10*time.Millisecond))/100, now)
	p.clocks.add(now)
}

// sentAt returns when a clock was sent, which is not long ago.
func (p *tickerServer) sentAt(price float64, now time.Time) time.Time {
	turn := now.Sub(p.start) / (clockTurns * time.Second) * (clockTurns * time.Second)
	at := p.start.Add(turn + time.Duration((price-clockBegins)*float64(time.Second)))
	if at.After(now) {
		at = at.Add(-clockTurns * time.Second)
	}
	return at.Add(10 * time.Millisecond) // what the price does not say
}

// skip leaves out some numbers of the sequence.
func (p *tickerServer) skip(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seq += n
}

// total returns how many messages were sent so far.
func (p *tickerServer) total() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.frames
}
