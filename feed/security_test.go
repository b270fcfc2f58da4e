package feed_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"sockeye/feed/feedtest"
)

func TestOwnAuthority(t *testing.T) {
	sub := feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`)}
	server := feedtest.NewTLS(t, sub, sub)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, server.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	none, pipe := ca+".none", ca+".pipe"
	if err := os.WriteFile(none, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	feedtest.NamedPipe(t, pipe)
	s := watch(t, ticks(server.URL(), "    tls: {ca: "+ca+"}"))
	s.until("A", s.subscribed("A"))
	s = watch(t, ticks(server.URL(), "    tls: {insecure: true}"))
	s.until("A", s.subscribed("A"))

	for what, want := range map[string]string{
		"tls: {ca: /nowhere/ca.pem}":                            "tls.ca: open /nowhere/ca.pem",
		"tls: {ca: " + none + "}":                               "holds no certificate in PEM",
		"tls: {ca: " + pipe + "}":                               "is no regular file",
		"tls: {cert: " + pipe + ", key: " + ca + "}":            "is no regular file",
		"tls: {ca: " + os.Args[0] + "}":                         "has more than 1 MiB",
		"tls: {cert: /nowhere/c.pem, key: /nowhere/k.pem}":      "tls.cert and tls.key: open /nowhere/c.pem",
		"tls: {ca: " + ca + ", server_name: other.example.org}": "TLS: x509: certificate is valid for",
	} {
		s := watch(t, ticks(server.URL(), "    "+what))
		s.until(want, s.logged(want))
	}
}

// tunnel joins two connections until one ends.
func tunnel(a, b net.Conn) {
	go func() {
		_, _ = io.Copy(a, b)
		a.Close()
	}()
	_, _ = io.Copy(b, a)
	b.Close()
}

// listen listens on loopback and hands each connection to serve.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return listener.Addr().String()
}

func TestProxies(t *testing.T) {
	var connects, socks atomic.Int32
	viaHTTP := listen(t, func(conn net.Conn) {
		r, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil || r.Method != http.MethodConnect {
			conn.Close()
			return
		}
		connects.Add(1)
		if r.Header.Get("Proxy-Authorization") == "" {
			fmt.Fprint(conn, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
			conn.Close()
			return
		}
		to, err := net.Dial("tcp", r.Host)
		if err != nil {
			conn.Close()
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n")
		tunnel(conn, to)
	})
	viaSOCKS := listen(t, func(conn net.Conn) { // RFC 1928, as far as it is needed: no authentication, IPv4
		greeting := make([]byte, 2)
		if _, err := io.ReadFull(conn, greeting); err != nil {
			return
		}
		_, _ = io.CopyN(io.Discard, conn, int64(greeting[1]))
		_, _ = conn.Write([]byte{5, 0})
		request := make([]byte, 10)
		if _, err := io.ReadFull(conn, request); err != nil || request[3] != 1 {
			conn.Close()
			return
		}
		socks.Add(1)
		to, err := net.Dial("tcp", net.JoinHostPort(net.IP(request[4:8]).String(), strconv.Itoa(int(binary.BigEndian.Uint16(request[8:])))))
		if err != nil {
			conn.Close()
			return
		}
		_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		tunnel(conn, to)
	})
	sub := feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`)}
	server := feedtest.New(t, sub, sub)
	s := watch(t, ticks(server.URL(), "    proxy: http://me:pw@"+viaHTTP))
	s.until("A", s.subscribed("A"))
	s = watch(t, ticks(server.URL(), "    proxy: socks5://"+viaSOCKS))
	s.until("A", s.subscribed("A"))
	if connects.Load() != 1 || socks.Load() != 1 {
		t.Errorf("%d connections through the HTTP proxy and %d through the SOCKS proxy, want one each", connects.Load(), socks.Load())
	}
	s = watch(t, ticks(server.URL(), "    proxy: http://"+viaHTTP))
	s.until("the refusal", s.logged("cannot connect: the proxy http://"+viaHTTP+" (set by `proxy` of the preset): it wants a user and a password, or other ones: HTTP 407 Proxy Authentication Required; write them as http://USER:PASSWORD@HOST:PORT"))
	if strings.Contains(s.log(), "pw@") {
		t.Error("the password of the proxy is in the log")
	}
}

// TestAProxyThatRefusesWithoutAWord may leave the phrase of its status line out.
func TestAProxyThatRefusesWithoutAWord(t *testing.T) {
	leavesNothing(t)
	for _, status := range []string{"403 ", "403"} {
		proxy := listen(t, func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprintf(conn, "HTTP/1.1 %s\r\n\r\n", status)
			}
		})
		s := watch(t, patient("ws://feed.example", "    proxy: http://"+proxy))
		s.fails(regexp.QuoteMeta("the proxy http://" + proxy + " (set by `proxy` of the preset): it refuses to connect to feed.example:80: HTTP 403"))
	}
}
