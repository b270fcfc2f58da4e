package socket_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/socket"
)

// writeFile writes a file for the test, and returns its path.
func writeFile(t *testing.T, name string, text []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCertificatesAreVerified(t *testing.T) {
	for _, test := range []struct {
		name   string
		server func(testing.TB, ...feedtest.Conversation) *feedtest.Server
		tls    socket.TLS // beside the authority
		known  bool       // the authority
		reason string
	}{
		{name: "expired", server: feedtest.NewExpiredTLS, known: true,
			reason: `TLS: the certificate is not valid at this time, or the clock of this machine is wrong: current time \S+ is after \S+`},
		{name: "wrong name", server: feedtest.NewTLS, known: true, tls: socket.TLS{ServerName: "other.example"},
			reason: `TLS: the certificate is for localhost, 127\.0\.0\.1, and not for other\.example \(see .tls\.server_name.\)`},
		{name: "unknown authority", server: feedtest.NewTLS,
			reason: `TLS: the certificate is signed by an authority that this machine does not know`},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			server := test.server(t)
			d := newDialer()
			d.TLS = test.tls
			if test.known {
				d.TLS.CA = writeFile(t, "ca.pem", server.CA())
			}
			wantReason(t, noConnection(t, d, server.URL()), test.reason)
		})
	}
	t.Run("refused by the server", func(t *testing.T) {
		d := newDialer()
		d.TLS.Insecure = true
		wantReason(t, noConnection(t, d, "wss://"+feedtest.Listen(t, func(conn net.Conn) {
			_ = tls.Server(conn, &tls.Config{MaxVersion: tls.VersionTLS11}).Handshake()
			conn.Close()
		})), "TLS: the server refuses: protocol version not supported")
	})
	t.Run("no TLS", func(t *testing.T) {
		feedtest.CheckLeaks(t)
		end := noConnection(t, newDialer(), strings.Replace(feedtest.New(t).URL(), "ws:", "wss:", 1))
		wantReason(t, end, `TLS: the server does not speak it \(first record does not look like a TLS handshake\); is it ws:// instead of wss://\?`)
	})
}

// TestARenewedCertificateIsRead without another dialer: the files are read for each attempt.
func TestARenewedCertificateIsRead(t *testing.T) {
	server := feedtest.NewTLS(t, feedtest.Conversation{})
	d := newDialer()
	d.TLS = socket.TLS{CA: writeFile(t, "ca.pem", server.CA()), ServerName: "other.example"}
	noConnection(t, d, server.URL())
	server.Renew("other.example")
	if err := os.WriteFile(d.TLS.CA, server.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	dial(t, d, server.URL())
}

func TestInsecureVerifiesNothing(t *testing.T) {
	d := newDialer()
	d.TLS.Insecure = true
	dial(t, d, feedtest.NewTLS(t, feedtest.Conversation{}).URL())
}

func TestFilesOfCertificatesAreChecked(t *testing.T) {
	none, pipe := writeFile(t, "none", []byte("none")), filepath.Join(t.TempDir(), "pipe")
	feedtest.NamedPipe(t, pipe)
	for files, want := range map[socket.TLS]string{
		{CA: "/nowhere/ca.pem"}:             "TLS: tls.ca: open /nowhere/ca.pem: no such file or directory",
		{CA: none}:                          "TLS: tls.ca: " + none + " holds no certificate in PEM",
		{CA: pipe}:                          "TLS: tls.ca: " + pipe + " is no regular file, and it is read for each attempt: give it as a file",
		{Cert: pipe, Key: none}:             "TLS: tls.cert and tls.key: " + pipe + " is no regular file, and it is read for each attempt: give it as a file",
		{CA: os.Args[0]}:                    "TLS: tls.ca: " + os.Args[0] + " has more than 1 MiB",
		{Cert: "/nowhere/c.pem", Key: none}: "TLS: tls.cert and tls.key: open /nowhere/c.pem: no such file or directory",
	} {
		d := newDialer()
		d.TLS = files
		wantReason(t, noConnection(t, d, "wss://127.0.0.1:1"), regexp.QuoteMeta(want))
	}
}

func TestAClientCertificateIsSent(t *testing.T) {
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
	server := feedtest.NewTLS(t, feedtest.Conversation{feedtest.CheckRequest(func(r *http.Request) error {
		if name := r.TLS.PeerCertificates[0].Subject.CommonName; name != "desk 7" {
			return errors.New("the client is " + name)
		}
		return nil
	})})
	d := newDialer()
	d.TLS = socket.TLS{
		CA:   writeFile(t, "ca.pem", server.CA()),
		Cert: writeFile(t, "cert.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})),
		Key:  writeFile(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
	}
	dial(t, d, server.URL())
	server.Wait()
}

// TestALPNIsOffered (RFC 7301): some servers hang up on a client that offers nothing.
func TestALPNIsOffered(t *testing.T) {
	offers := make(chan []string, 10)
	address := feedtest.Listen(t, func(conn net.Conn) {
		defer conn.Close()
		_ = tls.Server(conn, &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			offers <- hello.SupportedProtos
			return nil, io.EOF
		}}).Handshake()
	})
	noConnection(t, newDialer(), "wss://"+address)
	if got := <-offers; len(got) != 1 || got[0] != "http/1.1" {
		t.Errorf("offers %q", got)
	}
}
