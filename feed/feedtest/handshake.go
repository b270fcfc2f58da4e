package feedtest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/gorilla/websocket"
)

// CheckRequest fails the test with the error of check, if any. It sees the
// client's handshake before it is answered.
func CheckRequest(check func(*http.Request) error) Step {
	return Step{name: "CheckRequest", opening: true, run: func(c *connection) error {
		return check(c.request)
	}}
}

// WantHeader compares a header of the handshake; no values mean that it must
// not be there. Of Host, compare the URL instead.
func WantHeader(name string, values ...string) Step {
	return Step{name: "WantHeader", opening: true, run: func(c *connection) error {
		if got := c.request.Header.Values(name); !slices.Equal(got, values) {
			return fmt.Errorf("want header %s %q, got %q", name, values, got)
		}
		return nil
	}}
}

// WantURI compares the path and query that were asked for, as they were sent:
// /stream?symbols=A,B.
func WantURI(uri string) Step {
	return Step{name: "WantURI", opening: true, run: func(c *connection) error {
		if got := c.request.RequestURI; got != uri {
			return fmt.Errorf("want URI %q, got %q", uri, got)
		}
		return nil
	}}
}

// WantSubprotocols compares the subprotocols that the client offers, in its
// order.
func WantSubprotocols(names ...string) Step {
	return Step{name: "WantSubprotocols", opening: true, run: func(c *connection) error {
		if got := websocket.Subprotocols(c.request); !slices.Equal(got, names) {
			return fmt.Errorf("want subprotocols %q, got %q", names, got)
		}
		return nil
	}}
}

// Subprotocol chooses a subprotocol when the handshake is accepted.
func Subprotocol(name string) Step {
	return Step{name: "Subprotocol", opening: true, run: func(c *connection) error {
		c.subprotocol = name
		return nil
	}}
}

// Compression agrees to permessage-deflate (RFC 7692) when the handshake is accepted, if the client offers it: what is
// sent by Send and SendBinary is compressed then.
func Compression() Step {
	return Step{name: "Compression", opening: true, run: func(c *connection) error {
		c.compression = true
		return nil
	}}
}

// Refuse answers the handshake with an HTTP response instead. Header may be
// nil. A client may hang up before it has read the whole body.
func Refuse(status int, header http.Header, body string) Step {
	return Step{name: "Refuse", opening: true, closing: true, run: func(c *connection) error {
		for name, values := range header {
			c.response.Header()[name] = values
		}
		c.response.WriteHeader(status)
		_, err := c.response.Write([]byte(body))
		if errors.Is(err, http.ErrBodyNotAllowed) && body != "" {
			return err
		}
		return nil
	}}
}

// NoAnswer leaves the handshake without an answer until the client gives up or
// the server stops.
func NoAnswer() Step {
	return Step{name: "NoAnswer", opening: true, closing: true, endless: true, run: func(c *connection) error {
		<-c.request.Context().Done() // stopping the server closes the connection, too
		return nil
	}}
}

// accept answers the handshake with 101.
func (c *connection) accept() error {
	upgrader := websocket.Upgrader{
		CheckOrigin:       func(*http.Request) bool { return true },
		EnableCompression: c.compression,
	}
	var header http.Header
	if c.subprotocol != "" {
		header = http.Header{"Sec-Websocket-Protocol": {c.subprotocol}}
	}
	ws, err := upgrader.Upgrade(c.response, c.request, header)
	if err != nil {
		return err
	}
	c.ws = ws
	return nil
}
