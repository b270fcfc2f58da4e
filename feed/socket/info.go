package socket

import (
	"crypto/tls"
	"net"
	"time"
)

// Info is how a connection was made.
type Info struct {
	Remote      string        // host and port of the other end: the server, or the proxy
	Dial        time.Duration // how long the TCP connection took, with finding the address of its name
	Handshake   time.Duration // and how long after that TLS and the opening handshake (RFC 6455, section 4) took
	TLS         string        // version, as in "TLS 1.3"; "" is none
	Certificate time.Time     // until when the server's certificate is valid; zero without TLS
	Subprotocol string        // that the server has chosen; "" is none
	Compression bool          // permessage-deflate is in use (RFC 7692)
}

// Info returns how the connection was made.
func (c *Conn) Info() Info { return c.info }

// secured is the TLS of a connection below gorilla's.
type secured interface{ ConnectionState() tls.ConnectionState }

// setTLS notes the TLS of a connection, which may be wrapped.
func (i *Info) setTLS(conn net.Conn) {
	if response, ok := conn.(*finalResponse); ok {
		conn = response.Conn
	}
	if s, ok := conn.(secured); ok {
		state := s.ConnectionState()
		i.TLS = tls.VersionName(state.Version)
		if len(state.PeerCertificates) > 0 {
			i.Certificate = state.PeerCertificates[0].NotAfter
		}
	}
}
