package socket

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Dial opens a connection to an address, ws:// or wss://, with headers of its own. It ends when ctx does; ctx means nothing
// to a connection that is open. Without a connection, the End says why. [Conn.Run] must be called.
func (d *Dialer) Dial(ctx context.Context, address string, header http.Header) (*Conn, *End) {
	conn, end := d.dial(ctx, address, header)
	if end != nil {
		end.Reason, end.Through = d.Redact(end.Reason), d.Redact(end.Through)
	}
	return conn, end
}

func (d *Dialer) dial(ctx context.Context, address string, header http.Header) (*Conn, *End) {
	security, err := d.certificates.load(ctx, func() (*tls.Config, error) { return tlsConfig(d.TLS, strings.HasPrefix(address, "ws://")) })
	if err != nil {
		return nil, &End{Reason: err.Error()}
	}
	through, err := proxyFor(d.Proxy, address)
	if err != nil {
		return nil, &End{Reason: err.Error()}
	}
	var arrivals *arrivalConn
	var info Info
	begin := time.Now()
	release := func() bool { return true }
	dialer := d.dialer(security, through, func(conn net.Conn) net.Conn {
		arrivals = &arrivalConn{Conn: newNonblocking(conn), gather: d.Gather}
		info.Remote, info.Dial = conn.RemoteAddr().String(), time.Since(begin)
		// gorilla's handshake knows deadlines, but not that a context ends.
		release = context.AfterFunc(ctx, func() { conn.Close() })
		return arrivals
	})
	ws, response, err := handshake(ctx, dialer, address, header)
	if err != nil {
		end := d.refused(err, address, response, through)
		// One who has ended the attempt has a reason of his own, and does not know of the proxy.
		if through != nil && (ctx.Err() != nil || !strings.Contains(end.Reason, through.name())) {
			end.Through = through.name()
		}
		return nil, end
	}
	release()
	info.setTLS(ws.NetConn())
	info.Subprotocol, info.Compression = ws.Subprotocol(), strings.Contains(response.Header.Get("Sec-WebSocket-Extensions"), "permessage-deflate")
	info.Handshake = time.Since(begin) - info.Dial
	if wrong := checkSubprotocol(d.Subprotocols, ws.Subprotocol()); wrong != "" {
		ws.Close()
		return nil, &End{Reason: wrong}
	}
	arrivals.open = true
	ws.SetReadLimit(d.ReadLimit)
	return &Conn{
		ws: ws, arrivals: arrivals, info: info, readLimit: d.ReadLimit, redact: d.Redact,
		queue:   queue{limit: d.WriteLimit, filled: make(chan struct{}, 1)},
		closing: make(chan struct{}), ended: make(chan struct{}),
	}, nil
}

// handshake dials. gorilla's code for SOCKS must not end the program, whatever the proxy says.
func handshake(ctx context.Context, dialer *websocket.Dialer, address string, header http.Header) (ws *websocket.Conn, response *http.Response, err error) {
	defer func() {
		if recover() != nil || err != nil && err.Error() == "" {
			err = errors.New("the proxy refuses the connection, and does not say why")
		}
	}()
	return dialer.DialContext(ctx, address, header)
}

// dialer returns what dials, over a proxy if there is one. opened is called with the socket as soon as it is there.
func (d *Dialer) dialer(security *tls.Config, through *proxy, opened func(net.Conn) net.Conn) *websocket.Dialer {
	w := &websocket.Dialer{
		TLSClientConfig:   security,
		Subprotocols:      d.Subprotocols,
		EnableCompression: d.Compression,
		ReadBufferSize:    64 << 10, // a busy feed fills it: fewer reads of the socket
	}
	socks := through != nil && through.url.Scheme == "socks5"
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		to := addr
		if through != nil && !socks {
			to = through.host()
		}
		connect := d.Connect
		if connect == nil {
			connect = new(net.Dialer).DialContext
		}
		conn, err := connect(ctx, network, to)
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
		w.Proxy, w.NetDialContext = http.ProxyURL(through.url), dial
		return w
	}
	w.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &finalResponse{Conn: conn}, nil
	}
	w.NetDialTLSContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
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
	return w
}

// maxHandshake bounds what a server may send before the connection is open, certificates included, in bytes.
const maxHandshake = 1 << 20

var errLongHandshake = errors.New("the server's answer to the handshake has no end")
