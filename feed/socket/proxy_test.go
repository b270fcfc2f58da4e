package socket_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"sockeye/feed/feedtest"
)

func TestAProxyIsUsedForDials(t *testing.T) {
	var connects, socks atomic.Int32
	viaHTTP := feedtest.Listen(t, func(conn net.Conn) {
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
		feedtest.Tunnel(conn, to)
	})
	viaSOCKS := feedtest.Listen(t, func(conn net.Conn) { // RFC 1928, as far as it is needed: no authentication, IPv4
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
		feedtest.Tunnel(conn, to)
	})
	talk := feedtest.Conversation{feedtest.Send("x")}
	server := feedtest.New(t, talk, talk)
	for _, proxy := range []string{"http://me:pw@" + viaHTTP, "socks5://" + viaSOCKS} {
		d := newDialer()
		d.Proxy = proxy
		dial(t, d, server.URL()).message()
	}
	if connects.Load() != 1 || socks.Load() != 1 {
		t.Errorf("%d connections through the HTTP proxy and %d through the SOCKS proxy, want one each", connects.Load(), socks.Load())
	}
	d := newDialer()
	d.Proxy = "http://" + viaHTTP
	end := noConnection(t, d, server.URL())
	wantReason(t, end, regexp.QuoteMeta("the proxy http://"+viaHTTP+" (set by `proxy` of the preset): it wants a user and a password, or other ones: HTTP 407 Proxy Authentication Required; write them as http://USER:PASSWORD@HOST:PORT"))
	if !end.Rejected {
		t.Error("it counts as no rejection")
	}
}

// TestAProxyThatRefusesIsNamed, with its status and where it was set, and without its password. It may leave the phrase of
// its status line out.
func TestAProxyThatRefusesIsNamed(t *testing.T) {
	feedtest.CheckLeaks(t)
	for status, want := range map[string]string{"403 ": "HTTP 403", "403": "HTTP 403", "502 Bad Gateway": "HTTP 502 Bad Gateway"} {
		proxy := feedtest.Listen(t, func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprintf(conn, "HTTP/1.1 %s\r\nContent-Length: 5\r\n\r\n<p>x", status)
			}
		})
		d := newDialer()
		d.Proxy = "http://me:pw@" + proxy
		end := noConnection(t, d, "ws://feed.example")
		wantReason(t, end, regexp.QuoteMeta("the proxy http://"+proxy+" (set by `proxy` of the preset): it refuses to connect to feed.example:80: "+want))
		if end.Rejected != strings.HasPrefix(status, "403") {
			t.Errorf("%q is a rejection: %t", status, end.Rejected)
		}
	}
}

func TestAProxyThatIsNotThereIsNamed(t *testing.T) {
	feedtest.CheckLeaks(t)
	gone := feedtest.New(t)
	gone.Stop()
	address := strings.TrimPrefix(gone.URL(), "ws://")
	for _, scheme := range []string{"http", "socks5"} {
		d := newDialer()
		d.Proxy = scheme + "://me:pw@" + address
		wantReason(t, noConnection(t, d, "ws://feed.example"), regexp.QuoteMeta("the proxy "+scheme+"://"+address+" (set by `proxy` of the preset): it cannot be reached: dial tcp "+address+": connect: connection refused"))
	}
}

// TestTheProxyOfAnAttemptThatFailsIsNamed also where nothing says that it is the proxy: it agrees and hangs up, or says nothing until the
// attempt is given up.
func TestTheProxyOfAnAttemptThatFailsIsNamed(t *testing.T) {
	feedtest.CheckLeaks(t)
	for _, silent := range []bool{false, true} {
		ctx, cancel := context.WithCancel(t.Context())
		proxy := feedtest.Listen(t, func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil || silent {
				cancel()
				_, _ = io.Copy(io.Discard, conn)
				return
			}
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n")
		})
		d := newDialer()
		d.Proxy = "http://me:pw@" + proxy
		_, end := d.Dial(ctx, "ws://feed.example", http.Header{})
		cancel()
		if want := "the proxy http://" + proxy + " (set by `proxy` of the preset)"; end == nil || end.Through != want {
			t.Errorf("%+v, want %s", end, want)
		}
	}
}
