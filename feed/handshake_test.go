package feed_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/event"
)

// onePrice upgrades and sends one message, compressed where that was agreed.
func onePrice(seen func(*http.Request)) http.Handler {
	upgrader := websocket.Upgrader{EnableCompression: true}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		_ = ws.WriteMessage(websocket.TextMessage, []byte(`{"s":"A","p":"1.50","pad":"`+strings.Repeat("x", 1000)+`"}`))
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
		}
	})
}

func TestCompression(t *testing.T) {
	extensions := make(chan string, 10)
	server := httptest.NewServer(onePrice(func(r *http.Request) { extensions <- r.Header.Get("Sec-WebSocket-Extensions") }))
	defer server.Close()
	url := "ws" + strings.TrimPrefix(server.URL, "http")
	for more, offered := range map[string]bool{"    compression: true": true, "": false} {
		s := watch(t, ticks(url, more))
		s.until("the point", func() bool { return len(s.points) == 1 && s.points[0].Value == 1.5 })
		if got := strings.Contains(<-extensions, "permessage-deflate"); got != offered {
			t.Errorf("with %q permessage-deflate is offered: %t", more, got)
		}
		s.feed.Close()
	}
}

func TestClientCertificate(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "desk 7"}, NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, kind string, der []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	names := make(chan string, 10)
	server := httptest.NewUnstartedServer(onePrice(func(r *http.Request) { names <- r.TLS.PeerCertificates[0].Subject.CommonName }))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.StartTLS()
	defer server.Close()
	url := "wss" + strings.TrimPrefix(server.URL, "https")
	ca := write("ca.pem", "CERTIFICATE", server.Certificate().Raw)
	s := watch(t, ticks(url, "    tls: {ca: "+ca+", cert: "+write("cert.pem", "CERTIFICATE", certificate)+", key: "+write("key.pem", "PRIVATE KEY", private)+"}"))
	s.until("the point", func() bool { return len(s.points) == 1 })
	if name := <-names; name != "desk 7" {
		t.Errorf("the server knows us as %s", name)
	}
	s.feed.Close()

	s = watch(t, ticks(url, "    tls: {ca: "+ca+"}"))
	s.until("a refusal", func() bool { return s.status.State == event.Retry && strings.Contains(s.log(), "certificate required") })
}
