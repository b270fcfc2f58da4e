package feed_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/feedtest"
)

// TestALostNetworkIsSaidOnce: of two feeds that are lost at the same moment, each with an alert for the list and another one for a
// means of its own, the alert for the list is raised on one feed alone.
func TestALostNetworkIsSaidOnce(t *testing.T) {
	drop := make(chan struct{})
	network := feed.NewNetwork()
	var mu sync.Mutex
	var said []string
	raised := make(map[string]int) // by the text of the alert
	network.OnChange(func(o feed.NetworkOutage) {
		mu.Lock()
		defer mu.Unlock()
		said = append(said, o.String())
	})
	var feeds []*feed.Feed
	for _, means := range []string{"bell", "notify"} {
		begin := feedtest.Conversation{feedtest.Expect(`{"op":"sub","args":["A","B"]}`), feedtest.Send(`{"op":"subbed","s":"A"}`), feedtest.Send(`{"op":"subbed","s":"B"}`),
			feedtest.Send(`{"s":"A","p":1}`), feedtest.Send(`{"s":"B","p":1}`)}
		server := feedtest.New(t, append(begin[:5:5], feedtest.Silence(drop), feedtest.Drop()), append(begin[:5:5], feedtest.Silence(nil)))
		preset := ticks(server.URL(), "    alerts: [silent 1s, silent 1s "+means+"]")
		f := feed.New(context.Background(), bind(t, strings.Replace(preset, "min: 10ms, max: 50ms", "min: 1h, max: 1h", 1)), func(err error) { t.Error(err) })
		t.Cleanup(f.Close)
		network.Add(f)
		f.OnAlert(func(c alert.Change) {
			mu.Lock()
			defer mu.Unlock()
			if c.State == alert.Raised {
				raised[c.Alert.String()]++
				if !strings.HasPrefix(c.Text, "network: all 2 were lost within 1s: x, x; no data for ") {
					t.Errorf("raised with %s", c.Text)
				}
			}
		})
		f.Start()
		feeds = append(feeds, f)
	}
	until := func(what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
			mu.Lock()
			ok := holds()
			mu.Unlock()
			if ok {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("waited for %s: said %q, raised %v", what, said, raised)
			}
		}
	}
	for _, f := range feeds {
		until("data", func() bool { return f.History().Heard(0) && f.History().Heard(1) })
	}
	close(drop)
	until("the alerts", func() bool { return raised["silent 1s bell"] > 0 && raised["silent 1s notify"] > 0 })
	for _, f := range feeds {
		f.Reconnect()
	}
	until("the network", func() bool { return len(said) == 2 })
	mu.Lock()
	defer mu.Unlock()
	if raised["silent 1s"] != 1 || raised["silent 1s bell"] != 1 || raised["silent 1s notify"] != 1 || !strings.HasPrefix(said[1], "network: back after ") {
		t.Errorf("said %q, raised %v", said, raised)
	}
}
