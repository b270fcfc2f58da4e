package feed_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/feedtest"
)

var alertSeeds = flag.Int("alert-simulations", 3, "how many seeds of alerts are simulated")

// alarmed is a feed with alerts, on an exchange of its own, and what was reported of it.
type alarmed struct {
	name     string
	world    *world
	feed     *feed.Feed
	received *received
	begun    time.Time

	mu      sync.Mutex // guards what follows
	faults  []string
	open    map[string]time.Time // what was raised and is not over, by alert and label
	raised  int
	lines   []string
	snoozed bool      // all alerts are
	free    time.Time // since when they are not
}

// missed is how long after the last data of a feed an alert is raised at the latest: `first` and what alerts wait for.
const missed = 45 * time.Second

// last returns when data came last.
func (r *received) last() (last time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, times := range r.data {
		if at := times[len(times)-1]; at.After(last) {
			last = at
		}
	}
	return last
}

// isSilent reports whether an alert says so. mu is held.
func (a *alarmed) isSilent() bool {
	for key := range a.open {
		if strings.HasPrefix(key, "silent") {
			return true
		}
	}
	return false
}

// alarms are the alerts of these feeds: with a time and without, on all rows and on one, and a rate.
const alarms = `["silent", "silent 8s run page", "XBT/USD silent 20s", "* rate < 0.3"]`

func newAlarmed(t *testing.T, name string, seed uint64, stale string, network *feed.Network) *alarmed {
	a := &alarmed{name: name, world: &world{random: rand.New(rand.NewPCG(seed, 3)), fault: "none"}, received: &received{data: make(map[string][]time.Time)}, open: make(map[string]time.Time)}
	text := strings.NewReplacer("demo.invalid", name+".invalid", `["gap", "silent 8s"]`, alarms, "stale: 5170ms", "stale: "+stale).Replace(simulated)
	a.feed = feed.New(context.Background(), bind(t, text), func(err error) { t.Error(err) })
	chance := rand.New(rand.NewPCG(seed, 4))
	feed.Simulate(a.feed, a.world.connect, func(n time.Duration) time.Duration { return time.Duration(chance.Int64N(int64(n))) })
	a.feed.AddSink(a.received)
	network.Add(a.feed)
	a.feed.OnAlert(a.reported)
	a.world.start()
	a.feed.Start()
	a.begun = time.Now()
	return a
}

// reported checks what is reported: by turns raised and over, raised after a silence and while nothing holds it back, and over with
// its length, and with data where it says so.
func (a *alarmed) reported(c alert.Change) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	fail := func(text string) {
		a.faults = append(a.faults, fmt.Sprintf("%s: %s: %s: %s %s %q: %s", now.Format("15:04:05.000"), a.name, text, c.State, c.Alert.String(), c.Name, c.Text))
	}
	a.lines = append(a.lines, fmt.Sprintf("%s %s %s %q: %s", now.Format("15:04:05.000"), a.name, c.State, c.Alert.String(), c.Text))
	key := c.Alert.String() + " on " + c.Name
	since, open := a.open[key]
	switch {
	case c.State == alert.Raised && open:
		fail("raised twice")
	case c.State == alert.Raised && a.snoozed:
		fail("raised in a snooze")
	case c.State == alert.Raised:
		a.raised++
		a.open[key] = now
		names := c.Names
		if c.Name != "" {
			names = []string{c.Name}
		}
		if len(names) == 0 {
			fail("raised on nothing")
		}
		for _, name := range names {
			if last := a.received.lastBefore(name, now); c.Alert.Within > 0 && c.Name != "" && now.Sub(last) < c.Alert.Within {
				fail("raised on a row that had data at " + last.Format("15:04:05.000"))
			}
		}
	case !open:
		fail("over twice, or never raised")
	default:
		delete(a.open, key)
		if !strings.Contains(c.Text, "; over after ") && !strings.Contains(c.Text, "is part of what failed together") || c.Lasted < 0 || c.Lasted > now.Sub(a.begun) {
			fail("over without its length")
		}
		if strings.Contains(c.Text, ": data again") && !slices.ContainsFunc([]string{"XBT/USD", "ETH/USD", "ADA/USD", "SOL/USD", "XRP/USD"}, func(s string) bool { return a.received.lastBefore(s, now).After(since.Add(-2 * time.Second)) }) {
			fail("over without data")
		}
	}
}

// TestAlertsAreRaisedAndOverByTurns has two feeds with everything that can go wrong on one or both of them in random order, each with
// alerts about silence and rates. A few seeds run with the tests; to search for faults, have it run hundreds:
//
//	go test ./feed -run TestAlertsAreRaisedAndOverByTurns -alert-simulations 400
func TestAlertsAreRaisedAndOverByTurns(t *testing.T) {
	for seed := range uint64(*alertSeeds) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			feedtest.Bubble(t, func(t *testing.T) { simulateAlerts(t, seed) })
		})
	}
}

func simulateAlerts(t *testing.T, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 5))
	network := feed.NewNetwork()
	var mu sync.Mutex
	var outages []string
	var restored time.Time // when the network was back last: from then on silence counts anew
	network.OnChange(func(o feed.NetworkOutage) {
		mu.Lock()
		defer mu.Unlock()
		if back := !o.Until.IsZero(); back != (len(outages)%2 == 1) {
			t.Errorf("the network: %s, after %q", o.String(), outages)
		}
		outages = append(outages, o.String())
		restored = o.Until
	})
	feeds := []*alarmed{newAlarmed(t, "one", seed, "5170ms", network), newAlarmed(t, "two", seed+1, "auto", network)}
	defer func() {
		for _, a := range feeds {
			a.feed.Close()
			a.world.stop()
		}
	}()
	var steps []string
	judge := func() (failed bool) {
		synctest.Wait()
		mu.Lock()
		anew := restored
		mu.Unlock()
		for _, a := range feeds {
			a.mu.Lock()
			defer a.mu.Unlock()
			if last := a.received.last(); time.Since(last) > missed && !a.snoozed && time.Since(a.free) > missed && time.Since(anew) > missed && !a.isSilent() {
				if _, lost := network.Lost(); !lost {
					a.faults = append(a.faults, fmt.Sprintf("%s: %s had its last data at %v, and nothing is raised", time.Now().Format("15:04:05.000"), a.name, last.Format("15:04:05.000")))
				}
			}
			for _, f := range a.faults {
				t.Error(f)
			}
			failed = failed || len(a.faults) > 0
		}
		if failed {
			t.Logf("what was done:\n%s\nwhat was reported:\n%s", strings.Join(steps, "\n"), strings.Join(slices.Concat(feeds[0].lines, feeds[1].lines), "\n"))
		}
		return failed
	}

	time.Sleep(5 * time.Minute) // all is well
	for _, a := range feeds {
		if synctest.Wait(); a.raised > 0 {
			t.Errorf("%s is well, and reports\n%s", a.name, strings.Join(a.lines, "\n"))
		}
	}
	for range 60 {
		on := feeds[:]
		if n := random.IntN(3); n < 2 {
			on = feeds[n : n+1]
		}
		did := ""
		switch n := random.IntN(10); n {
		case 0, 1, 2:
			fault := []string{"none", "none", "drop", "stall", "mute", "quiet", "gap", "reject"}[random.IntN(8)]
			did = "fault " + fault
			for _, a := range on {
				a.world.mu.Lock()
				a.world.fault = fault
				a.world.mu.Unlock()
				a.world.cut()
			}
		case 3, 4:
			down := time.Duration(random.IntN(60_000)) * time.Millisecond
			did = fmt.Sprintf("down for %v", down)
			for _, a := range on {
				a.world.stop()
			}
			time.Sleep(down)
			for _, a := range on {
				a.world.start()
			}
		case 5:
			lasts := time.Duration(random.IntN(30_000)) * time.Millisecond
			did = fmt.Sprintf("nothing arrives for %v", lasts)
			for _, freeze := range []bool{true, false} {
				for _, a := range on {
					a.world.mu.Lock()
					a.world.frozen = freeze
					a.world.mu.Unlock()
				}
				if freeze {
					time.Sleep(lasts)
				}
			}
		case 6:
			did = "reconnect"
			for _, a := range on {
				a.feed.Reconnect()
			}
		case 7:
			symbol := []string{"XRP/USD", "ETH/USD", "ADA/USD", "SOL/USD"}[random.IntN(4)]
			subscribe := random.IntN(2) == 0
			did = fmt.Sprintf("subscribe %s %v", symbol, subscribe)
			for _, a := range on {
				if subscribe {
					a.feed.Subscribe(symbol)
				} else {
					a.feed.Unsubscribe(symbol)
				}
			}
		case 8:
			did = "snooze"
			for _, a := range on {
				if a.feed.Alerts().Snooze(alert.Snooze{Until: time.Now().Add(time.Hour)}) == nil {
					synctest.Wait()
					a.mu.Lock()
					a.snoozed = true
					a.mu.Unlock()
				}
			}
		case 9:
			did = "end of snoozes"
			for _, a := range on {
				a.mu.Lock()
				a.snoozed, a.free = false, time.Now()
				a.mu.Unlock()
				a.feed.Alerts().EndSnoozes()
			}
		}
		pause := time.Duration(random.IntN(20_000)) * time.Millisecond
		if random.IntN(4) == 0 {
			pause += time.Minute
		}
		names := ""
		for _, a := range on {
			names += " " + a.name
		}
		steps = append(steps, fmt.Sprintf("%s%s: %s, then %v", time.Now().Format("15:04:05.000"), names, did, pause))
		time.Sleep(pause)
		if judge() {
			return
		}
	}

	// When all is well again, all that was raised is over.
	for _, a := range feeds {
		a.world.mu.Lock()
		a.world.fault = "none"
		a.world.mu.Unlock()
		a.world.cut()
	}
	time.Sleep(3 * time.Minute)
	if judge() {
		return
	}
	for _, a := range feeds {
		if len(a.open) > 0 {
			t.Errorf("all is well, and of %s this is not over: %v\nwhat was done:\n%s\nwhat was reported:\n%s", a.name, a.open, strings.Join(steps, "\n"), strings.Join(a.lines, "\n"))
		}
	}
	if len(outages)%2 != 0 {
		t.Errorf("the network: %q", outages)
	}
}
