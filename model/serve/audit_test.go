package serve

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestAnActAfterTheEndIsLost: a session that was given up may end when the audit log is closed.
func TestAnActAfterTheEndIsLost(t *testing.T) {
	file := filepath.Join(t.TempDir(), "audit.ndjson")
	a := NewAudit(file, func(text string) { t.Error(text) })
	for range 3 {
		if err := a.Add(Act{Act: "log-out"}); err != nil {
			t.Fatal(err)
		}
	}
	a.Close()
	_ = a.Add(Act{Act: "log-out"})
	if b, err := os.ReadFile(file); err != nil || bytes.Count(b, []byte("\n")) != 3 {
		t.Errorf("the file has %q, %v", b, err)
	}
}
