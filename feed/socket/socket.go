// Package socket is one WebSocket connection (RFC 6455) as a client has it: the dialling, over TLS and through a proxy, the
// opening handshake, what is read and written, and the closing handshake.
//
// A [Dialer] makes the connections of one feed, one after the other. A [Conn] passes each message on with the time at which
// its bytes arrived, writes what is queued, and answers pings. How a connection ended, or why there is none, is an [End] in
// words for an operator.
//
// What a message says is not known here: it is bytes. A connection starts its writer, and in a flood a goroutine that reads ahead,
// which live no longer than [Conn.Run]. Everything that comes from the network is bounded: the headers of the handshake, a message
// before and after decompression, the body of a refusal, and what waits for a server that does not read.
package socket

import (
	"context"
	"net"
	"time"
)

// Dialer is how the connections of one feed are made. Dial is called by one goroutine at a time.
type Dialer struct {
	TLS          TLS
	Proxy        string   // http:// or socks5:// address, which may hold a user and a password; "" is what the environment says
	Subprotocols []string // offered to the server
	Compression  bool     // permessage-deflate is offered
	ReadLimit    int64    // bytes of a message, also after decompression
	WriteLimit   int      // bytes of memory that may wait to be written
	// Connect makes the connections below TLS and proxies; nil: TCP.
	Connect func(ctx context.Context, network, address string) (net.Conn, error)
	// Gather is how long is waited between reads where they would be more frequent, so that what comes meanwhile costs one wake-up
	// of the machine and not one for each message. Times of receipt are late by as much. 0 reads at once.
	Gather time.Duration
	// Redact replaces the secrets of a text. It is called with all that is said of an end.
	Redact func(text string) string

	certificates certificates
}

// TLS is how a server is verified, and how we identify ourselves.
type TLS struct {
	CA         string // file of the authorities to trust instead of the system's
	Cert, Key  string // files of our own certificate; both or none
	ServerName string // the name that the certificate must have, if it is not the host's
	Insecure   bool   // nothing is verified
}

// End is how a connection ended, or why there is none.
type End struct {
	Code       int           // the close code of the server, 0 without one
	Refused    bool          // the server has answered the handshake with a status of HTTP
	Rejected   bool          // the server or the proxy does not accept our credentials or our address
	RetryAfter time.Duration // how long the server wants us to wait (RFC 9110, section 10.2.3), 0 if it does not say
	Reason     string        // what happened, with the server's own words, redacted: from the network, not sanitised
	Through    string        // the proxy that the attempt went through, where it failed and Reason does not name it
}

// Handler receives what a connection reads. Its functions are called by the goroutine that has called [Conn.Run].
type Handler struct {
	// Messages receives one or several messages, in order, and when their bytes arrived. One of more than 64 KiB comes
	// alone. The messages are valid until it returns.
	Messages func(at time.Time, messages []Message)
	// Control is called for each ping, and for each pong.
	Control func(pong bool)
}

// Message is a message of the server.
type Message struct {
	Binary  bool // its opcode says so (RFC 6455, section 5.6)
	Payload []byte
}
