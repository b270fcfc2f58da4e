package feed

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/websocket"
)

// dialer returns what dials for the attempt, over a proxy if there is one. opened is called with the socket as soon as it
// is there.
func (c *connection) dialer(security *tls.Config, through *proxy, opened func(net.Conn) net.Conn) *websocket.Dialer {
	p := c.feed.preset
	d := &websocket.Dialer{
		TLSClientConfig:   security,
		Subprotocols:      p.Subprotocols,
		EnableCompression: p.Compression,
		ReadBufferSize:    64 << 10, // a busy feed fills it: fewer reads of the socket
	}
	socks := through != nil && through.url.Scheme == "socks5"
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		to := addr
		if through != nil && !socks {
			to = through.host()
		}
		conn, err := new(net.Dialer).DialContext(ctx, network, to)
		if err != nil {
			if through != nil {
				return nil, through.fail("it cannot be reached: "+noConnection(err), false)
			}
			return nil, err
		}
		conn = opened(conn)
		if through != nil && !socks {
			if err := through.connect(conn, addr); err != nil {
				conn.Close()
				return nil, err
			}
		}
		return conn, nil
	}
	if socks { // gorilla speaks that, below TLS
		d.Proxy, d.NetDialContext = http.ProxyURL(through.url), dial
		return d
	}
	d.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &finalResponse{Conn: conn}, nil
	}
	d.NetDialTLSContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		config := security.Clone()
		if config.ServerName == "" {
			config.ServerName, _, _ = net.SplitHostPort(addr)
		}
		secure := tls.Client(conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return &finalResponse{Conn: secure}, nil
	}
	return d
}

// finalResponse leaves the interim responses out that a server may send before the one that counts (RFC 9110, section
// 15.2), for example 100 Continue: gorilla takes the first one for the answer.
type finalResponse struct {
	net.Conn
	head []byte // read and not yet handed on
	done bool   // the final response has begun
}

func (c *finalResponse) Read(p []byte) (int, error) {
	for !c.done {
		buf := make([]byte, 4096)
		n, err := c.Conn.Read(buf)
		c.head = append(c.head, buf[:n]...)
		c.skip()
		if err != nil && !c.done {
			if len(c.head) == 0 {
				return 0, err
			}
			c.done = true // whatever it is, gorilla shall say so
		}
	}
	if len(c.head) > 0 {
		n := copy(p, c.head)
		if c.head = c.head[n:]; len(c.head) == 0 {
			c.head = nil
		}
		return n, nil
	}
	return c.Conn.Read(p)
}

// skip drops the interim responses at the start of head that are there as a whole.
func (c *finalResponse) skip() {
	const start, status = "HTTP/1.", len("HTTP/1.1 101")
	for len(c.head) >= status {
		interim := bytes.HasPrefix(c.head, []byte(start)) && c.head[status-4] == ' ' && c.head[status-3] == '1' && string(c.head[status-3:status]) != "101"
		if !interim {
			c.done = true
			return
		}
		end := bytes.Index(c.head, []byte("\r\n\r\n"))
		if end < 0 {
			return
		}
		c.head = c.head[end+4:]
	}
	c.done = len(c.head) > 0 && !strings.HasPrefix(start, string(c.head[:min(len(c.head), len(start))]))
}

// agreed checks what the server has chosen of what was offered: it returns what is wrong with it, and what an operator may
// want to know.
func agreed(offered []string, chosen string) (wrong, notice string) {
	switch {
	case chosen != "" && !slices.Contains(offered, chosen): // RFC 6455, section 4.1
		what := "none was"
		if len(offered) > 0 {
			what = strings.Join(offered, ", ") + " was"
		}
		return fmt.Sprintf("the server chose the subprotocol %q, and %s offered: see `subprotocols`", chosen, what), ""
	case chosen == "" && len(offered) > 0:
		return "", "the server has chosen none of the subprotocols that were offered: " + strings.Join(offered, ", ")
	}
	return "", ""
}
