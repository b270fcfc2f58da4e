package socket_test

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// answering is a server that answers each handshake with what answer returns for it and its Sec-WebSocket-Accept, and then
// waits for the end. It returns its address.
func answering(t *testing.T, answer func(r *http.Request, accept string) string) (address string) {
	return "ws://" + feedtest.Listen(t, func(conn net.Conn) {
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

func TestARefusalIsExplained(t *testing.T) {
	html := "<!DOCTYPE html>\n<html><head>\n<title>502 Bad Gateway &mdash; edge 7</title></head><body>" + strings.Repeat("<p>x</p>", 1000)
	tomorrow := time.Now().Add(24 * time.Hour).UTC()
	for _, test := range []struct {
		name       string
		step       feedtest.Step
		reason     string // as a regular expression for the whole of it
		rejected   bool
		retryAfter time.Duration
	}{
		{name: "301", step: feedtest.Refuse(301, http.Header{"Location": {"wss://elsewhere"}}, ""),
			reason: `HTTP 301 Moved Permanently to wss://elsewhere \(redirects are not followed: put the right address into the preset\)`},
		{name: "400", step: feedtest.Refuse(400, nil, "bad fault \"fire\"\n"),
			reason: `HTTP 400 Bad Request: bad fault "fire"`},
		{name: "401", step: feedtest.Refuse(401, nil, "{\"error\":\n\"bad token\"}"), rejected: true,
			reason: `HTTP 401 Unauthorized: {"error": "bad token"} \(see the secrets in the url and headers\)`},
		{name: "403", step: feedtest.Refuse(403, nil, ""), rejected: true,
			reason: `HTTP 403 Forbidden \(see the secrets in the url and headers, and whether this address is allowed in\)`},
		{name: "404", step: feedtest.Refuse(404, nil, "default backend - 404"),
			reason: `HTTP 404 Not Found: default backend - 404 \(see the path of the url\)`},
		{name: "410", step: feedtest.Refuse(410, nil, ""),
			reason: `HTTP 410 Gone \(see the path of the url\)`},
		{name: "426", step: feedtest.Refuse(426, nil, ""),
			reason: `HTTP 426 Upgrade Required \(see the url and subprotocols\)`},
		{name: "429 with a date", step: feedtest.Refuse(429, http.Header{"Date": {tomorrow.Format(http.TimeFormat)}, "Retry-After": {tomorrow.Add(90 * time.Minute).Format(http.TimeFormat)}}, "slow down"),
			reason: `HTTP 429 Too Many Requests, try again after 1h30m: slow down`, retryAfter: 90 * time.Minute},
		{name: "429 with nonsense", step: feedtest.Refuse(429, http.Header{"Retry-After": {"-5"}}, ""),
			reason: `HTTP 429 Too Many Requests`},
		{name: "502 with an HTML page", step: feedtest.Refuse(502, nil, html),
			reason: `HTTP 502 Bad Gateway: an HTML page, "502 Bad Gateway — edge 7"`},
		{name: "502 with half an HTML page", step: feedtest.Refuse(502, nil, "<html>"+strings.Repeat("x", 5000)),
			reason: `HTTP 502 Bad Gateway: an HTML page`},
		{name: "503 with a long word", step: feedtest.Refuse(503, http.Header{"Retry-After": {"120"}}, strings.Repeat("é", 5000)),
			reason: `HTTP 503 Service Unavailable, try again after 2m: é{150}`, retryAfter: 2 * time.Minute},
		{name: "200", step: feedtest.Refuse(200, nil, "hello"),
			reason: `HTTP 200 OK: hello`},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			end := noConnection(t, newDialer(), feedtest.New(t, feedtest.Conversation{test.step}).URL())
			wantReason(t, end, test.reason)
			if end.Rejected != test.rejected || end.RetryAfter != test.retryAfter || end.Code != 0 {
				t.Errorf("%+v", end)
			}
		})
	}
}

// TestWhatIsNoWebSocketServerIsExplained has something else at the address, or nothing.
func TestWhatIsNoWebSocketServerIsExplained(t *testing.T) {
	says := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprint(conn, text)
			}
		}
	}
	for _, test := range []struct {
		name   string
		serve  func(net.Conn)
		reason string
	}{
		{name: "hangs up", serve: func(conn net.Conn) { conn.Close() }, reason: `the server hung up during the handshake; is it wss:// instead of ws://\?`},
		{name: "speaks something else", serve: says("SSH-2.0-OpenSSH_9.7\r\n" + strings.Repeat("x", 100_000) + "\r\n"), reason: `malformed HTTP response "SSH-2\.0-OpenSSH_9\.7"`},
		{name: "a status without end", serve: says("HTTP/1.1 200 " + strings.Repeat("x", 900_000) + "\r\n\r\n"), reason: `HTTP 200 x+`},
		{name: "headers without end", serve: func(conn net.Conn) {
			defer conn.Close()
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\n")
			for {
				if _, err := fmt.Fprintf(conn, "X-Pad: %s\r\n", strings.Repeat("x", 60_000)); err != nil {
					return
				}
			}
		}, reason: `the server's answer to the handshake has no end`},
		{name: "an answer to another key", serve: says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm8=\r\n\r\n"),
			reason: `HTTP 101 Switching Protocols, but not as a WebSocket server would say it`},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			end := noConnection(t, newDialer(), "ws://"+feedtest.Listen(t, test.serve))
			// Only of a status without end the reason is as long as that of gorilla: a session cuts it.
			if end.Reason = end.Reason[:min(len(end.Reason), 400)]; end.Rejected {
				t.Error("it counts as a rejection")
			}
			wantReason(t, end, test.reason)
		})
	}
	t.Run("refused", func(t *testing.T) {
		feedtest.CheckLeaks(t)
		server := feedtest.New(t)
		server.Stop()
		wantReason(t, noConnection(t, newDialer(), server.URL()), `dial tcp 127\.0\.0\.1:\d+: connect: connection refused`)
	})
}

// TestInterimResponsesAreSkipped, of which a server may send any number before the one that counts.
func TestInterimResponsesAreSkipped(t *testing.T) {
	address := answering(t, func(_ *http.Request, accept string) string {
		return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + accepted(accept) + "\x81\x02{}"
	})
	if m := dial(t, newDialer(), address).message(); m != "{}" {
		t.Errorf("the message is %q", m)
	}
}

// TestASubprotocolThatWasNotOfferedIsRefused (RFC 6455, section 4.1).
func TestASubprotocolThatWasNotOfferedIsRefused(t *testing.T) {
	feedtest.CheckLeaks(t)
	address := answering(t, func(_ *http.Request, accept string) string { return accepted(accept, "Sec-WebSocket-Protocol: mqtt") })
	d := newDialer()
	wantReason(t, noConnection(t, d, address), "the server chose the subprotocol \"mqtt\", and none was offered: see `subprotocols`")
	d.Subprotocols = []string{"graphql-ws"}
	wantReason(t, noConnection(t, d, address), "the server chose the subprotocol \"mqtt\", and graphql-ws was offered: see `subprotocols`")
}

func TestASubprotocolIsAgreed(t *testing.T) {
	server := feedtest.New(t, feedtest.Conversation{feedtest.WantSubprotocols("a", "b"), feedtest.Subprotocol("b")}, feedtest.Conversation{feedtest.WantSubprotocols("a", "b")})
	d := newDialer()
	d.Subprotocols = []string{"a", "b"}
	for _, want := range []string{"b", ""} {
		if got := dial(t, d, server.URL()).conn.Subprotocol(); got != want {
			t.Errorf("the subprotocol is %q, want %q", got, want)
		}
	}
}

func TestCompressionIsOfferedIfWanted(t *testing.T) {
	for offered, extensions := range map[bool][]string{true: {"permessage-deflate; server_no_context_takeover; client_no_context_takeover"}, false: nil} {
		server := feedtest.New(t, feedtest.Conversation{feedtest.WantHeader("Sec-Websocket-Extensions", extensions...), feedtest.Compression(), feedtest.Send(strings.Repeat("x", 1000))})
		d := newDialer()
		d.Compression = offered
		if m := dial(t, d, server.URL()).message(); m != strings.Repeat("x", 1000) {
			t.Errorf("with compression %t the message is %q", offered, m)
		}
	}
}

func TestACompressionContextThatIsKeptIsRefused(t *testing.T) {
	feedtest.CheckLeaks(t)
	address := answering(t, func(_ *http.Request, accept string) string {
		return accepted(accept, "Sec-WebSocket-Extensions: permessage-deflate")
	})
	d := newDialer()
	d.Compression = true
	wantReason(t, noConnection(t, d, address), "the server keeps the context of the compression between messages, which is not supported: leave `compression` out of the preset")
	d.Compression = false
	wantReason(t, noConnection(t, d, address), "the server compresses what it sends, and was not asked to")
}

// TestSecretsAreRedacted in all that is said of an end.
func TestSecretsAreRedacted(t *testing.T) {
	d := newDialer()
	d.Redact = func(text string) string { return strings.ReplaceAll(text, "token-1234", "•••") }
	ends := []socket.End{noConnection(t, d, feedtest.New(t, feedtest.Conversation{feedtest.Refuse(400, nil, "no token-1234")}).URL())}
	ends = append(ends, dial(t, d, feedtest.New(t, feedtest.Conversation{feedtest.Close(4000, "no token-1234")}).URL()).ends())
	d.TLS.CA = "/nowhere/token-1234.pem"
	ends = append(ends, noConnection(t, d, "ws://127.0.0.1:1"))
	for _, end := range ends {
		if strings.Contains(end.Reason, "token") || !strings.Contains(end.Reason, "•••") {
			t.Error(end.Reason)
		}
	}
}
