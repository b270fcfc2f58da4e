package feedtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestAWrongHandshakeFailsTheTest(t *testing.T) {
	for _, test := range []struct {
		step Step
		want string
	}{
		{WantHeader("X-Key", "a", "b"), `connection 1, step 1, WantHeader: want header X-Key ["a" "b"], got ["1"]`},
		{WantHeader("X-Key"), `connection 1, step 1, WantHeader: want header X-Key [], got ["1"]`},
		{WantURI("/?a=1"), `connection 1, step 1, WantURI: want URI "/?a=1", got "/p?a=%20"`},
		{WantSubprotocols("x"), `connection 1, step 1, WantSubprotocols: want subprotocols ["x"], got ["v2" "v1"]`},
		{CheckRequest(func(*http.Request) error { return errors.New("no good") }), `connection 1, step 1, CheckRequest: no good`},
		{Subprotocol("v1"), `connection 1, step 2, Expect: want "nothing", got "something"`},
	} {
		r, s := record(timeout, Conversation{test.step, Expect("nothing")})
		dialer := websocket.Dialer{Subprotocols: []string{"v2", "v1"}}
		ws, _, err := dialer.Dial(s.URL()+"/p?a=%20", http.Header{"X-Key": {"1"}})
		if err == nil {
			send(t, ws, "something")
			ws.Close()
		}
		<-r.reported
		if got := r.end(); got != "feedtest: "+test.want {
			t.Errorf("the failure is\n%s\nwant\n%s", got, test.want)
		}
	}
}

func TestARightHandshakePasses(t *testing.T) {
	s := New(t, Conversation{
		WantHeader("X-Key", "1"), WantHeader("X-Other"), WantURI("/p?a=%20"), WantSubprotocols("v2", "v1"), Subprotocol("v1"),
		CheckRequest(func(r *http.Request) error { return nil }),
	})
	dialer := websocket.Dialer{Subprotocols: []string{"v2", "v1"}}
	ws, _, err := dialer.Dial(s.URL()+"/p?a=%20", http.Header{"X-Key": {"1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if got := ws.Subprotocol(); got != "v1" {
		t.Errorf("subprotocol %q, want v1", got)
	}
}

func TestNotAWebSocketFails(t *testing.T) {
	r, s := record(timeout, Conversation{})
	resp, err := http.Get("http" + strings.TrimPrefix(s.URL(), "ws"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	<-r.reported
	if got := r.end(); !strings.Contains(got, "connection 1, the handshake: websocket: the client is not using") {
		t.Errorf("the failure is %s", got)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestRefuseAnswersWithAStatus(t *testing.T) {
	s := New(t, Conversation{Refuse(http.StatusTooManyRequests, http.Header{"Retry-After": {"7"}}, "slow down")}, Conversation{})
	_, resp, err := websocket.DefaultDialer.Dial(s.URL(), nil)
	if !errors.Is(err, websocket.ErrBadHandshake) {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "7" || string(body) != "slow down" {
		t.Errorf("got %d, %q, %q", resp.StatusCode, resp.Header, body)
	}
	dial(t, s)
	s.Wait()
}

func TestNoAnswerKeepsTheDialWaiting(t *testing.T) {
	s := New(t, Conversation{NoAnswer()}, Conversation{NoAnswer()})
	ended := make(chan error)
	dials := func(dialer *websocket.Dialer) {
		_, _, err := dialer.Dial(s.URL(), nil)
		ended <- err
	}
	opened := make(chan net.Conn, 1)
	go dials(&websocket.Dialer{NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		opened <- conn
		return conn, err
	}})
	conn := <-opened
	reaches(s, 1, 0)
	_ = conn.SetDeadline(time.Now().Add(50 * time.Millisecond))
	if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the handshake ended with %v, want a timeout", err)
	}
	go dials(websocket.DefaultDialer)
	s.Wait() // which has come to the second
	s.Stop()
	if err := <-ended; err == nil || errors.Is(err, websocket.ErrBadHandshake) {
		t.Errorf("stopping the server ended the handshake with %v", err)
	}
}

func TestTLSHasACertificateOfItsOwn(t *testing.T) {
	s := NewTLS(t, Conversation{Expect("x"), Drop()}, Conversation{Send("again")})
	if _, _, err := websocket.DefaultDialer.Dial(s.URL(), nil); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without its CA: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(s.CA()) {
		t.Fatalf("CA is no certificate: %s", s.CA())
	}
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: roots}}
	ws, _, err := dialer.Dial(s.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	send(t, ws, "x")
	if _, _, err := ws.ReadMessage(); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection ended with %v, want a reset", err)
	}
	s.Stop()
	s.Restart()
	ws, _, err = dialer.Dial(s.URL(), nil)
	if err != nil {
		t.Fatalf("after a restart: %v", err)
	}
	defer ws.Close()
	if got := read(t, ws); got != "again" {
		t.Errorf("got %q", got)
	}
}

func TestAnExpiredCertificateIsRefused(t *testing.T) {
	s := NewExpiredTLS(t)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.CA())
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: pool}}
	_, _, err := dialer.Dial(s.URL(), nil)
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
		t.Errorf("the handshake ends with %v", err)
	}
}

func TestRenewReplacesTheCertificate(t *testing.T) {
	s := NewExpiredTLS(t, Conversation{Send("again")})
	s.Renew("other.example")
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.CA())
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "other.example"}}
	ws, _, err := dialer.Dial(s.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if got := read(t, ws); got != "again" {
		t.Errorf("got %q", got)
	}
}

func TestCompressionIsNegotiated(t *testing.T) {
	s := New(t, Conversation{Compression(), Send(strings.Repeat("x", 10000))}, Conversation{Compression(), Send("y")})
	for _, offer := range []bool{true, false} {
		dialer := websocket.Dialer{EnableCompression: offer}
		ws, resp, err := dialer.Dial(s.URL(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(resp.Header.Get("Sec-WebSocket-Extensions"), "permessage-deflate"); got != offer {
			t.Errorf("offered %t, agreed %t", offer, got)
		}
		if got := read(t, ws); got != strings.Repeat("x", 10000) && got != "y" {
			t.Errorf("got %q", got)
		}
		ws.Close()
	}
}

func TestStreamSendsUntilTheClientHangsUp(t *testing.T) {
	s := New(t, Conversation{Stream([]byte{0x81, 1, 'x'}, time.Millisecond)}, Conversation{Stream([]byte{0x81, 1, 'x'}, 0)})
	for range 2 {
		ws := dial(t, s)
		for range 100 {
			if got := read(t, ws); got != "x" {
				t.Fatalf("got %q", got)
			}
		}
		ws.Close()
	}
	s.Wait()
}
