package feed

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
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
		if err := regular(t.CA); err != nil {
			return nil, fmt.Errorf("TLS: tls.ca: %w", err)
		}
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
		if err := errors.Join(regular(t.Cert), regular(t.Key)); err != nil {
			return nil, fmt.Errorf("TLS: tls.cert and tls.key: %w", err)
		}
		pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf("TLS: tls.cert and tls.key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// maxPEM is how many bytes a file of certificates may have.
const maxPEM = 1 << 20

// regular returns an error for a file that cannot be read again for each attempt: a pipe gives what it has once, and may wait
// for ever.
func regular(path string) error {
	info, err := os.Stat(path)
	var wrong *fs.PathError
	switch {
	case errors.As(err, &wrong):
		return &fs.PathError{Op: "open", Path: path, Err: wrong.Err}
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file, and it is read for each attempt: give it as a file", path)
	case info.Size() > maxPEM:
		return fmt.Errorf("%s has more than 1 MiB", path)
	}
	return nil
}
