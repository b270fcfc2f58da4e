package roots

import (
	"crypto/x509"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// TestASystemWithoutAuthoritiesHasThoseOfTheProgram has a system that has none: the variables are those of systems with files.
func TestASystemWithoutAuthoritiesHasThoseOfTheProgram(t *testing.T) {
	t.Setenv("SSL_CERT_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	Ensure()
	Ensure()
	verified := 0
	for root := range bundle.Roots() {
		certificate, err := x509.ParseCertificate(root.Certificate)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := certificate.Verify(x509.VerifyOptions{CurrentTime: certificate.NotAfter, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err == nil {
			verified++
		}
	}
	if verified == 0 {
		t.Error("no authority is trusted")
	}
}
