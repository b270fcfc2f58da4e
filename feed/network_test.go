package feed_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/feedtest"
)

// TestALostNetworkIsSaidOnce: of two feeds that are lost at the same moment, each with an alert for the list and another one for a
// means of its own, the alert for the list is raised on one feed alone. What it records is of each feed.
func TestALostNetworkIsSaidOnce(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		network := feed.NewNetwork()
		var mu sync.Mutex
		var said []string
		raised := make(map[string]int) // by the text of the alert
		elsewhere := 0                 // raised, and said by the other feed
		network.OnChange(func(o feed.NetworkOutage) {
			mu.Lock()
			defer mu.Unlock()
			said = append(said, o.String())
		})
		var worlds []*world
		for host, means := range map[string]string{"one": "bell", "two": "notify"} {
			w := &world{random: rand.New(rand.NewPCG(1, 1))}
			w.start()
			worlds = append(worlds, w)
			text := strings.NewReplacer("demo.invalid", host+".invalid", `["gap", "silent 8s"]`, "[silent 8s record 1m, silent 8s "+means+"]").Replace(simulated)
			f := feed.New(context.Background(), bind(t, text), func(err error) { t.Error(err) })
			feed.Simulate(f, w.connect, func(time.Duration) time.Duration { return 0 })
			network.Add(f)
			f.OnAlert(func(c alert.Change) {
				mu.Lock()
				defer mu.Unlock()
				if c.Elsewhere {
					elsewhere++
				} else if c.State == alert.Raised {
					raised[c.Alert.String()]++
					if !strings.HasPrefix(c.Text, "network: all 2 were lost within 1s: x, x; no data for ") {
						t.Errorf("raised with %s", c.Text)
					}
				}
			})
			f.Start()
			defer func() {
				f.Close()
				w.stop()
			}()
		}
		time.Sleep(20 * time.Second)
		for _, w := range worlds {
			w.stop()
		}
		time.Sleep(20 * time.Second)
		for _, w := range worlds {
			w.start()
		}
		time.Sleep(20 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		if len(said) != 2 || raised["silent 8s record 1m"] != 1 || elsewhere != 1 || raised["silent 8s bell"] != 1 || raised["silent 8s notify"] != 1 || !strings.HasPrefix(said[1], "network: back after ") {
			t.Errorf("said %q, raised %v, and %d elsewhere", said, raised, elsewhere)
		}
	})
}
