//go:build unix

package journey

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

var (
	soakFor  = flag.Duration("soak", 0, "how long TestSoak runs, as in -soak 60m; rounds are played to their end")
	soakSeed = flag.Uint64("soak.seed", 1, "what the order and the lengths of its turns are drawn from")
)

// The alerts of the feed of the soak, in their canonical text. See turns for what brings them about.
const (
	silentAlert   = "silent 6s run report"
	gapAlert      = "gap run report"
	levelAlert    = "A > 1000 for 2s run report"
	floorAlert    = "A < 50 run report"
	haltAlert     = "match /halted/ run report"
	rejectedAlert = "match /" + notUnwanted + "/ run report"
)

const (
	staleAfter  = 3 * time.Second
	silentAfter = 6 * time.Second
	// holdDown is for how long alerts hold back what they have reported, as model/alert has it; within a moment more, all
	// that is to be reported has come.
	holdDown  = 10 * time.Second
	afterTurn = holdDown + 4*time.Second
	// pulse is the time between two prices.
	pulse = 50 * time.Millisecond
)

// TestSoak runs the program for as long as -soak says, on a feed that stalls, gaps, restarts and floods by
// turns, over a link of 1 KiB/s. It must report each of these once, raise no false alarm, and show the present.
func TestSoak(t *testing.T) {
	if *soakFor <= 0 {
		t.Skip("one round takes four minutes: go test ./model/journey -run Soak -soak 60m -timeout 90m")
	}
	w := startSoak(t, terminaltest.Link{Rate: 1 << 10, RoundTrip: 100 * time.Millisecond, Buffer: 1 << 20})
	w.pass(15*time.Second, nil) // the first paint is through, and the link known
	w.Types("\tj")              // the chart shows the clock
	w.pass(15*time.Second, nil)
	w.begin("beginning")
	w.compare()
	for begin, round := time.Now(), 1; time.Since(begin) < *soakFor; round++ {
		w.round(round)
		w.report()
	}
	w.balances()
	w.Types("\x03")
	w.Left(0)
	w.remains()
}

// startSoak starts it all, over a link.
func startSoak(t *testing.T, link terminaltest.Link) *watch {
	t.Helper()
	file := filepath.Join(t.TempDir(), "alerts")
	server := startTickerServer(t)
	config := writeConfig(t, fmt.Sprintf(`ui:
  history: 16MiB
  commands: {report: {run: [sh, -c, "cat >> %s"]}}
presets:
`, file)+ticker("ws://"+server.addr,
		"    seq: {at: seq, step: 1}",
		"    stale: "+staleAfter.String(),
		"    reconnect: {min: 200ms, max: 500ms}",
		"    alerts: ["+strings.Join([]string{silentAlert, gapAlert, levelAlert, floorAlert, haltAlert, rejectedAlert}, ", ")+"]",
	))
	program := sockeye(t, "--config", config, "ticker")
	program.Env = append(program.Env, "PATH="+os.Getenv("PATH"), "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0")
	o := terminaltest.Start(t, program, terminaltest.Terminal{Columns: 120, Rows: 36, Link: link})
	w := &watch{
		Operator: o, t: t, server: server, file: file, pid: program.Process.Pid, random: rand.New(rand.NewPCG(*soakSeed, 0)),
		price: 150, ages: make(map[string]samples), words: make(map[string]int),
	}
	return w
}

// round plays all turns, in an order of its own, with a quiet stretch after each.
func (w *watch) round(n int) {
	turns := []struct {
		name string
		play func()
	}{
		{"stall", w.stall}, {"gap", w.gap}, {"restart", w.restart}, {"outage", w.outage}, {"flood", w.flood},
		{"level", w.level}, {"flapping level", w.flap}, {"flapping floor", w.flapFloor}, {"halt", w.halt}, {"rejection", w.rejection},
	}
	w.random.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	for _, turn := range turns {
		w.begin(fmt.Sprintf("%s of round %d", turn.name, n))
		turn.play()
		w.pass(afterTurn, nil)
		w.compare()
	}
}

// begin begins a turn.
func (w *watch) begin(name string) {
	w.turn = name
	clear(w.words)
}

// stall has data stop while heartbeats go on.
func (w *watch) stall() {
	w.plan(silentAlert, "", silentAfter) // both at once: that is one alert
	w.quiet(silentAfter + w.some(2*time.Second, 6*time.Second))
	if w.words["STALE"] == 0 {
		w.fail("it is not STALE")
	}
	w.pass(holdDown, nil)
	w.planEnd(silentAlert, "")
}

// gap loses messages.
func (w *watch) gap() {
	w.plan(gapAlert, "", 0)
	w.server.skip(1 + w.random.IntN(100))
}

// restart has the server die and come back before its data is late.
func (w *watch) restart() { w.down(w.some(time.Second, 2500*time.Millisecond)) }

// outage has it come back later than that.
func (w *watch) outage() {
	w.plan(silentAlert, "", silentAfter) // both at once: that is one alert
	w.down(silentAfter + w.some(1500*time.Millisecond, 2*time.Second))
	w.planEnd(silentAlert, "")
}

// down has the server gone for some time.
func (w *watch) down(length time.Duration) {
	w.server.stop()
	w.wait(length, nil)
	w.server.restart()
	w.pass(3*time.Second, nil)
}

// flood sends 20,000 messages a second.
func (w *watch) flood() {
	w.pass(10*time.Second, func() {
		for range 20_000*pulse/time.Second - 1 {
			w.server.price("A", w.price)
		}
	})
}

// level has A stay above a level for longer than the alert requires, and return.
func (w *watch) level() {
	before := w.price
	w.plan(levelAlert, "A", 2*time.Second)
	w.price = 1100
	w.pass(w.some(4*time.Second, 15*time.Second), nil)
	w.price = before
	w.planEnd(levelAlert, "A")
}

// flap has A go above the level again and again, and never for long enough.
func (w *watch) flap() { w.alternate(1010, 990, time.Second) }

// flapFloor has A fall below another level again and again, for which it need not stay there.
func (w *watch) flapFloor() {
	w.plan(floorAlert, "A", 0)
	w.alternate(40, 60, time.Second)
	w.planEnd(floorAlert, "A")
}

func (w *watch) alternate(one, other float64, each time.Duration) {
	before := w.price
	for range 4 {
		for _, w.price = range []float64{one, other} {
			w.pass(each, nil)
		}
	}
	w.price = before
}

// halt has the server send a text for which an alert is set.
func (w *watch) halt() {
	w.plan(haltAlert, "", 0)
	if !w.server.say(`{"op":"notice","text":"trading halted"}`) {
		w.fail("no client is there for a halt")
	}
}

// rejection has the server refuse a subscription, which is given up: a rejected one is asked for again on each new connection.
func (w *watch) rejection() {
	w.plan(rejectedAlert, "", 0)
	command(w.Operator, "sub "+unwanted)
	w.pass(2*time.Second, nil)
	command(w.Operator, "unsub "+unwanted)
}

// some returns a time between two others.
func (w *watch) some(least, most time.Duration) time.Duration {
	return least + time.Duration(w.random.Int64N(int64(most-least)))
}

// pass lets time pass in which the server sends twenty prices a second, and what else is to be done with each.
func (w *watch) pass(length time.Duration, with func()) {
	w.wait(length, func() {
		if w.count%2 == 0 {
			w.server.clock("B")
		} else {
			w.server.price("A", w.price)
		}
		if with != nil {
			with()
		}
	})
}

// quiet lets time pass in which there are heartbeats and no data.
func (w *watch) quiet(length time.Duration) {
	w.wait(length, func() {
		if w.count%20 == 0 {
			w.server.say(`{"op":"beat"}`)
		}
	})
}

// wait samples the program while time passes, and does something with each pulse.
func (w *watch) wait(length time.Duration, each func()) {
	ticker := time.NewTicker(pulse)
	defer ticker.Stop()
	for end := time.Now().Add(length); time.Now().Before(end); {
		w.count++
		if each != nil {
			each()
		}
		w.sample()
		<-ticker.C
	}
}
