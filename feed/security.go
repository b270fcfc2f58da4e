package feed

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"sockeye/feed/preset"
)

// tlsConfig reads the files that a preset names. They are read for each attempt, so that a renewed certificate is
// found without a restart.
func tlsConfig(t preset.TLS) (*tls.Config, error) {
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"http/1.1"}, // RFC 7301: some servers hang up on a client that offers nothing
		ServerName:         t.ServerName,
		InsecureSkipVerify: t.Insecure, // asked for by the preset; the screen says so
	}
	if t.CA != "" {
		text, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, fmt.Errorf("TLS: tls.ca: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("TLS: tls.ca: %s holds no certificate in PEM", t.CA)
		}
	}
	if t.Cert != "" {
		pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf("TLS: tls.cert and tls.key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
