package serve

import (
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"sockeye/widgets/text"
)

// connection is that of one client, from its beginning. It holds a place among those that have not logged in until it has, or is closed.
type connection struct {
	net.Conn
	server  *Server
	address netip.Addr // zero: it is local
	local   bool       // on the socket of this machine

	once     sync.Once    // it has logged in, or is closed
	watched  sync.Once    // whether its client is still there
	in       atomic.Bool  // it has logged in
	channels atomic.Int32 // that are open
	tried    atomic.Pointer[string]
}

// connectionKey is where a connection is in its context.
var connectionKey = &struct{ name string }{"connection"}

// connectionOf returns the connection of a context.
func connectionOf(c ssh.Context) *connection { return c.Value(connectionKey).(*connection) }

// remote is where the connection comes from.
func (c *connection) remote() string {
	if c.local {
		return "local"
	}
	return c.RemoteAddr().String()
}

// permits reports whether an operator may log in with a key; nil: no operator has it.
func (c *connection) permits(o *Operator, key gossh.PublicKey) bool {
	why := ""
	switch {
	case o == nil:
		why = "the key " + gossh.FingerprintSHA256(key) + " is not valid"
	case !o.comesFrom(c.address):
		why = "the key of " + o.Name + " is not for this address"
	default:
		return true
	}
	c.tried.Store(&why)
	return false
}

// admitted notes that the client has logged in.
func (c *connection) admitted() {
	c.in.Store(true)
	c.once.Do(func() { <-c.server.pending })
}

// Close implements [net.Conn]. A client that has not logged in by then has failed.
func (c *connection) Close() error {
	c.once.Do(func() {
		<-c.server.pending
		if c.local || c.in.Load() {
			return
		}
		c.server.penalties.fail(c.address, time.Now())
		why := "no key was offered"
		if tried := c.tried.Load(); tried != nil {
			why = *tried
		}
		c.server.options.Log(fmt.Sprintf("log-in from %s has failed: %s", c.remote(), text.Sanitize(why, 200)))
	})
	return c.Conn.Close()
}

// open begins a session on a channel, if there are not too many on the connection.
func (s *Server) open(server *ssh.Server, conn *gossh.ServerConn, channel gossh.NewChannel, c ssh.Context) {
	on := connectionOf(c)
	if on.channels.Add(1) > mostChannels {
		on.channels.Add(-1)
		_ = channel.Reject(gossh.ResourceShortage, fmt.Sprintf("there are %d sessions on this connection already", mostChannels))
		return
	}
	defer on.channels.Add(-1)
	on.watched.Do(func() { go keepAlives(c, conn) })
	ssh.DefaultSessionHandler(server, conn, sessionChannel{channel, s}, c)
}

// keepAlives closes a connection whose client does not answer any more.
func keepAlives(c ssh.Context, conn *gossh.ServerConn) {
	var unanswered atomic.Int32
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	for {
		select {
		case <-c.Done():
			return
		case <-ticker.C:
		}
		switch n := unanswered.Add(1); {
		case n > mostUnanswered:
			_ = conn.Close()
			return
		case n == 1:
			go func() {
				_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
				if err == nil {
					unanswered.Store(0)
				}
			}()
		}
	}
}

// rememberTerminal notes which terminal a session asks for. It is called where the requests of the session are handled, before
// the session begins.
func rememberTerminal(c ssh.Context, client ssh.Session, pty ssh.Pty) (func() error, error) {
	_, windows, _ := client.Pty()
	c.SetValue(client, newClientTerminal(pty, windows))
	return func() error { c.SetValue(client, nil); return nil }, nil
}

// terminalOf returns the terminal of a session; nil: it has none.
func terminalOf(client ssh.Session) *clientTerminal {
	t, _ := client.Context().Value(client).(*clientTerminal)
	return t
}
