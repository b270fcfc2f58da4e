package feed_test

import (
	"bufio"
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
)

// answering is a server that answers each handshake with what answer returns for it and its Sec-WebSocket-Accept, and then
// waits for the end.
func answering(t *testing.T, answer func(r *http.Request, accept string) string) (address string) {
	return listen(t, func(conn net.Conn) {
		defer conn.Close()
		r, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		fmt.Fprint(conn, answer(r, base64.StdEncoding.EncodeToString(sum[:])))
		_, _ = io.Copy(io.Discard, conn)
	})
}

// accepted is the answer that opens a connection, with more headers.
func accepted(accept string, headers ...string) string {
	return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n" +
		strings.Join(append(headers, ""), "\r\n") + "\r\n"
}

// TestInterimResponsesAreSkipped, of which a server may send any number before the one that counts.
func TestInterimResponsesAreSkipped(t *testing.T) {
	address := answering(t, func(_ *http.Request, accept string) string {
		return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + accepted(accept) + "\x81\x12{\"s\":\"A\",\"p\":1.50}"
	})
	s := watch(t, ticks("ws://"+address))
	s.until("the point", func() bool { return len(s.points) == 1 && s.points[0].Value == 1.5 })
}

// TestASubprotocolThatWasNotOfferedIsRefused (RFC 6455, section 4.1).
func TestASubprotocolThatWasNotOfferedIsRefused(t *testing.T) {
	address := answering(t, func(_ *http.Request, accept string) string { return accepted(accept, "Sec-WebSocket-Protocol: mqtt") })
	s := watch(t, patient("ws://"+address, "    subprotocols: [graphql-ws]"))
	s.fails(regexp.QuoteMeta("the server chose the subprotocol \"mqtt\", and graphql-ws was offered: see `subprotocols`"))
	s = watch(t, patient("ws://"+address))
	s.fails(regexp.QuoteMeta("the server chose the subprotocol \"mqtt\", and none was offered: see `subprotocols`"))
}

func TestNoSubprotocolIsSaid(t *testing.T) {
	address := answering(t, func(_ *http.Request, accept string) string { return accepted(accept) })
	s := watch(t, ticks("ws://"+address, "    subprotocols: [graphql-ws]"))
	s.until("the notice", s.logged("the server has chosen none of the subprotocols that were offered: graphql-ws"))
	s.until("open", s.logged("open"))
}

func TestACompressionContextThatIsKeptIsSaidInWords(t *testing.T) {
	address := answering(t, func(_ *http.Request, accept string) string {
		return accepted(accept, "Sec-WebSocket-Extensions: permessage-deflate")
	})
	s := watch(t, patient("ws://"+address, "    compression: true"))
	s.fails(regexp.QuoteMeta("the server keeps the context of the compression between messages, which is not supported: leave `compression` out of the preset"))
}

// TestALPNIsOffered (RFC 7301): some servers hang up on a client that offers nothing.
func TestALPNIsOffered(t *testing.T) {
	offers := make(chan []string, 10)
	address := listen(t, func(conn net.Conn) {
		defer conn.Close()
		_ = tls.Server(conn, &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			offers <- hello.SupportedProtos
			return nil, io.EOF
		}}).Handshake()
	})
	s := watch(t, patient("wss://"+address, "    tls: {insecure: true}"))
	s.until("a retry", func() bool { return s.status.State == event.Retry })
	if got := <-offers; len(got) != 1 || got[0] != "http/1.1" {
		t.Errorf("offers %q", got)
	}
}

// TestAProxyIsNamed, with its status and where it was set, and without its password.
func TestAProxyIsNamed(t *testing.T) {
	refusing := listen(t, func(conn net.Conn) {
		defer conn.Close()
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			fmt.Fprint(conn, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\n<p>x")
		}
	})
	s := watch(t, patient("ws://feed.example", "    proxy: http://me:pw@"+refusing))
	s.fails(regexp.QuoteMeta("the proxy http://" + refusing + " (set by `proxy` of the preset): it refuses to connect to feed.example:80: HTTP 502 Bad Gateway"))
	gone := feedtest.New(t)
	gone.Stop()
	address := strings.TrimPrefix(gone.URL(), "ws://")
	for _, scheme := range []string{"http", "socks5"} {
		s = watch(t, patient("ws://feed.example", "    proxy: "+scheme+"://me:pw@"+address))
		s.fails(regexp.QuoteMeta("the proxy " + scheme + "://" + address + " (set by `proxy` of the preset): it cannot be reached: dial tcp " + address + ": connect: connection refused"))
	}
}

// TestHeadersWithSecretsGoToNoOtherHost to which the server sends us; the other headers do.
func TestHeadersWithSecretsGoToNoOtherHost(t *testing.T) {
	for hosts, want := range map[string]string{"": "", ", hosts: [\"127.0.0.*\"]": "Bearer token-1234"} {
		heard := make(chan http.Header, 10)
		other := answering(t, func(r *http.Request, accept string) string {
			heard <- r.Header
			return accepted(accept)
		})
		server := feedtest.New(t, feedtest.Conversation{feedtest.WantHeader("Authorization", "Bearer token-1234"), feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"move":"ws://` + other + `/x"}`), feedtest.Silence(nil)})
		t.Setenv("NETWORK_TOKEN", "token-1234")
		text := ticks(server.URL(), "    headers: {Authorization: \"Bearer ${secret:NETWORK_TOKEN}\", X-Kind: monitor}")
		s := watch(t, strings.Replace(text, "min: 10ms", "match: [{move: \"*\"}], url: move"+hosts+", min: 10ms", 1))
		if want == "" {
			s.until("what was not sent", s.logged("not sent, as "+other+" may have no secrets; to allow it, add 127.0.0.1 to reconnect.hosts: the header Authorization"))
		}
		s.until("another host", func() bool { return len(heard) > 0 })
		if h := <-heard; h.Get("Authorization") != want || h.Get("X-Kind") != "monitor" {
			t.Errorf("with %q, the other host hears %v", hosts, h)
		}
		s.feed.Close()
	}
}
