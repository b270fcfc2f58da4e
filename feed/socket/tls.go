package socket

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"sockeye/feed/roots"
)

// certificates reads the files of certificates for one attempt after the other. The zero certificates are ready.
type certificates struct {
	pending chan loaded // of a reading that is under way
}

type loaded struct {
	config *tls.Config
	err    error
}

// fileTime is how long a disk has to give the files of certificates.
const fileTime = 10 * time.Second

// load returns what read does, if the disk answers in time and before ctx ends. One goroutine waits for a disk that does not
// answer, however many attempts there are.
func (c *certificates) load(ctx context.Context, read func() (*tls.Config, error)) (*tls.Config, error) {
	if c.pending == nil {
		pending := make(chan loaded, 1)
		c.pending = pending
		go func() {
			config, err := read()
			pending <- loaded{config, err}
		}()
	}
	timeout := time.NewTimer(fileTime)
	defer timeout.Stop()
	select {
	case l := <-c.pending:
		c.pending = nil
		return l.config, l.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timeout.C:
		return nil, fmt.Errorf("TLS: the files of certificates were not read within %v: the disk does not answer", fileTime)
	}
}

// tlsConfig reads the files of certificates. They are read for each attempt, so that a renewed certificate is found without
// a restart. The authorities that a server is verified by are not read for one that is plain: that is 34,000 allocations.
func tlsConfig(t TLS, plain bool) (*tls.Config, error) {
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"http/1.1"}, // RFC 7301: some servers hang up on a client that offers nothing
		ServerName:         t.ServerName,
		InsecureSkipVerify: t.Insecure, // asked for by the operator
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
	if t.CA == "" && !t.Insecure && !plain {
		roots.Ensure()
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
