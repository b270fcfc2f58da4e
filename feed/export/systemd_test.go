//go:build unix

package export_test

import (
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/export"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// TestSystemdIsNotified listens where systemd would.
func TestSystemdIsNotified(t *testing.T) {
	name := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	t.Setenv("WATCHDOG_USEC", "200000")
	notified := make(chan string, 100_000)
	go func() { // whatever the test is at: who notifies waits for space in the socket
		for text := make([]byte, 1000); ; {
			n, err := socket.Read(text)
			if err != nil {
				return
			}
			notified <- string(text[:n])
		}
	}()
	receive := func(want string) {
		t.Helper()
		timeout := time.After(feedtest.Patience)
		var all []string
		for {
			select {
			case text := <-notified:
				if strings.HasPrefix(text, want) {
					return
				}
				all = append(all, text)
			case <-timeout:
				t.Fatalf("no %q, but %q", want, all)
			}
		}
	}
	server := feedtest.New(t, feedtest.Conversation{asks, asksY, feedtest.Silence(nil)})
	config := export.Config{Presets: []*preset.Bound{bind(t, fmt.Sprintf(ticks, server.URL()))}}
	t.Run("while it runs", func(t *testing.T) {
		x := start(t, config)
		receive("READY=1")
		receive("WATCHDOG=1")
		receive("STATUS=1 of 1 feeds are connected")
		receive("WATCHDOG=1")
		x.config <- config
		x.reload <- struct{}{}
		receive("RELOADING=1\nMONOTONIC_USEC=")
		receive("READY=1")
		if code, _ := get(t, x.address+"/readyz"); code != http.StatusOK {
			t.Errorf("ready: %d", code)
		}
	})
	receive("STOPPING=1")
}

func TestExamplesAreOfWhatIsExported(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"prometheus": `      - targets: ["kraken", "a b"]` + "\n",
		"unit":       "ExecStart=/usr/local/bin/sockeye export kraken \"a b\" --listen [::1]:99\n",
		"rules":      "SockeyeDeadMansSwitch",
	} {
		text, err := export.Example(name, []string{"kraken", "a b"}, "[::1]:99")
		if err != nil || !strings.Contains(text, want) || strings.Contains(text, "$LISTEN") {
			t.Errorf("%s: %v, no %s in\n%s", name, err, want, text)
		}
	}
	if _, err := export.Example("x", nil, ""); err == nil || !strings.Contains(err.Error(), "prometheus, rules or unit") {
		t.Error(err)
	}
}
