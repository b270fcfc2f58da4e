package export

import (
	"fmt"
	"net"
	"net/http"
	"testing"

	"sockeye/feed/feedtest"
)

// TestIdleConnectionsAreClosedForOthers has more of them than may be open, in simulated time.
func TestIdleConnectionsAreClosedForOthers(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		pipes := feedtest.NewPipes()
		server := newServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "well") }))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = server.Serve(newLimited(pipes))
		}()
		var idle []net.Conn
		for range mostConnections + 50 {
			conn, err := pipes.Connect(t.Context(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			idle = append(idle, conn)
		}
		client := http.Client{Transport: &http.Transport{DialContext: pipes.Connect, DisableKeepAlives: true}}
		response, err := client.Get("http://exporter/")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Error(response.Status)
		}
		for _, conn := range idle {
			conn.Close()
		}
		server.Close()
		<-ended
	})
}
