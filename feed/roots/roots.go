// Package roots has certificate authorities for systems that have none, such as an image with one program in it: those of Mozilla,
// as golang.org/x/crypto has them. Files may be read here.
package roots

import (
	"crypto/x509"
	"sync"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// Ensure has certificates verified by the authorities that are part of the program, unless the system has some of its own. It comes
// before a first connection over TLS, and not at the start of the program: to read them takes some milliseconds. It may be called
// again, by any goroutine.
var Ensure = sync.OnceFunc(func() {
	if system, err := x509.SystemCertPool(); err == nil && !system.Equal(x509.NewCertPool()) {
		return
	}
	pool := x509.NewCertPool()
	for root := range bundle.Roots() {
		certificate, err := x509.ParseCertificate(root.Certificate)
		switch {
		case err != nil: // the others are still of use
		case root.Constraint == nil:
			pool.AddCert(certificate)
		default:
			pool.AddCertWithConstraint(certificate, root.Constraint)
		}
	}
	x509.SetFallbackRoots(pool)
})
