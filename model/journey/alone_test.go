package journey

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

var (
	aloneFor  = flag.Duration("alone", 0, "how long TestLeftAlone leaves the program alone, as in -alone 60m; rounds are played to their end")
	aloneSeed = flag.Uint64("alone.seed", 1, "what the order and the lengths of its turns are drawn from")
)

// The alerts of a feed that is left alone, as they write themselves. See turns for what brings them about.
const (
	silentAlert   = "silent 6s run tell"
	gapAlert      = "gap run tell"
	levelAlert    = "A > 1000 for 2s run tell"
	floorAlert    = "A < 50 run tell"
	haltAlert     = "match /halted/ run tell"
	rejectedAlert = "match /" + notUnwanted + "/ run tell"
)

const (
	staleAfter  = 3 * time.Second
	silentAfter = 6 * time.Second
	// holdDown is for how long alerts hold back what they have told, as model/alert has it; within a moment more, all
	// that is to be told has come.
	holdDown = 10 * time.Second
	settled  = holdDown + 4*time.Second
	// pulse is the time between two prices.
	pulse = 50 * time.Millisecond
)

// watch is somebody who leaves a program alone, notes what it tells and how old what it shows is, and knows what there
// was to tell.
type watch struct {
	*terminaltest.Operator
	t      *testing.T
	server *puppet
	random *rand.Rand
	pid    int
	file   string // in which the program tells, one JSON object a line

	turn    string
	planned []string           // what is to be told, as told has it
	due     time.Time          // when the last of it was
	heard   int                // bytes of file that were read
	told    []string           // since planned was compared last
	slowest time.Duration      // from due to the telling
	ages    map[string]samples // of what the glass shows, by place and turn
	memory  []int              // resident KiB, about every ten seconds
	looked  time.Time          // at the memory
	price   float64            // of A
	count   int                // of pulses
	words   map[string]int     // states of the feed, by how often they were seen in this turn
}

// samples are durations in the order in which they were measured.
type samples []time.Duration

func (s samples) String() string {
	s = slices.Sorted(slices.Values(s))
	if len(s) == 0 {
		return "none"
	}
	at := func(part float64) time.Duration { return s[int(part*float64(len(s)-1))].Round(10 * time.Millisecond) }
	return fmt.Sprintf("median %v, p99 %v, most %v of %d", at(0.5), at(0.99), at(1), len(s))
}

// TestLeftAlone leaves the program alone for as long as it is told to, on a feed that stalls, gaps, restarts and floods by
// turns, over a link of 1 KiB/s. It must tell each of these once, cry wolf never, and show the present.
func TestLeftAlone(t *testing.T) {
	if *aloneFor <= 0 {
		t.Skip("one round takes four minutes: go test ./model/journey -run LeftAlone -alone 60m -timeout 90m")
	}
	w := leaveAlone(t, terminaltest.Link{Rate: 1 << 10, RoundTrip: 100 * time.Millisecond, Buffer: 1 << 20})
	w.pass(15*time.Second, nil) // the first paint is through, and the link known
	w.Types("\tj")              // the chart shows the clock
	w.pass(15*time.Second, nil)
	w.begin("beginning")
	w.compare()
	for begin, round := time.Now(), 1; time.Since(begin) < *aloneFor; round++ {
		w.round(round)
		w.report()
	}
	w.balances()
	w.Types("\x03")
	w.Left(0)
	w.remains()
}

// leaveAlone starts it all, over a link.
func leaveAlone(t *testing.T, link terminaltest.Link) *watch {
	t.Helper()
	file := filepath.Join(t.TempDir(), "told")
	server := startPuppet(t)
	config := writeConfig(t, fmt.Sprintf(`ui:
  history: 16MiB
  commands: {tell: {run: [sh, -c, "cat >> %s"]}}
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
		Operator: o, t: t, server: server, file: file, pid: program.Process.Pid, random: rand.New(rand.NewPCG(*aloneSeed, 0)),
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
		w.pass(settled, nil)
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
	w.plan(silentAlert, "A", silentAfter)
	w.plan(silentAlert, "B", silentAfter)
	w.quiet(silentAfter + w.some(2*time.Second, 6*time.Second))
	if w.words["STALE"] == 0 {
		w.fail("it is not STALE")
	}
	w.pass(holdDown, nil)
	w.planEnd(silentAlert, "A")
	w.planEnd(silentAlert, "B")
}

// gap loses messages.
func (w *watch) gap() {
	w.plan(gapAlert, "", 0)
	w.server.skip(1 + w.random.IntN(100))
}

// restart has the server die and come back before anybody misses its data.
func (w *watch) restart() { w.down(w.some(time.Second, 2500*time.Millisecond)) }

// outage has it come back later than that.
func (w *watch) outage() {
	w.plan(silentAlert, "A", silentAfter)
	w.plan(silentAlert, "B", silentAfter)
	w.down(silentAfter + w.some(1500*time.Millisecond, 2*time.Second))
	w.planEnd(silentAlert, "A")
	w.planEnd(silentAlert, "B")
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

// level has A stay above a level for longer than it takes, and return.
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

// halt has the server say something that is looked out for.
func (w *watch) halt() {
	w.plan(haltAlert, "", 0)
	if !w.server.say(`{"op":"notice","text":"trading halted"}`) {
		w.fail("nobody is there to be told of a halt")
	}
}

// rejection has the server refuse a subscription.
func (w *watch) rejection() {
	w.plan(rejectedAlert, "", 0)
	command(w.Operator, "sub "+unwanted)
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

// wait looks at the program while time passes, and does something with each pulse.
func (w *watch) wait(length time.Duration, each func()) {
	ticker := time.NewTicker(pulse)
	defer ticker.Stop()
	for end := time.Now().Add(length); time.Now().Before(end); {
		w.count++
		if each != nil {
			each()
		}
		w.look()
		<-ticker.C
	}
}

// plan notes what the program is to tell, when some time has passed.
func (w *watch) plan(alert, label string, after time.Duration) {
	w.planned = append(w.planned, strings.TrimSpace("raised "+alert+" "+label))
	w.due = time.Now().Add(after)
}

// planEnd notes that it is to tell that it is over.
func (w *watch) planEnd(alert, label string) {
	w.planned = append(w.planned, "over "+alert+" "+label)
}

// listen reads what the program has told.
func (w *watch) listen() {
	text, err := os.ReadFile(w.file)
	if err != nil && !os.IsNotExist(err) {
		w.t.Error(err)
	}
	for {
		line, _, whole := bytes.Cut(text[w.heard:], []byte("\n"))
		if !whole {
			return
		}
		w.heard += len(line) + 1
		var event struct{ State, Alert, Label string }
		if err := json.Unmarshal(line, &event); err != nil {
			w.fail("it tells " + string(line))
		}
		if event.State == "raised" && len(w.planned) > 0 {
			w.slowest = max(w.slowest, time.Since(w.due))
		}
		if strings.HasPrefix(event.Alert, "gap") || strings.HasPrefix(event.Alert, "match") {
			event.Label = "" // of the message in which it was found, or none
		}
		w.told = append(w.told, strings.TrimSpace(event.State+" "+event.Alert+" "+event.Label))
	}
}

// compare compares what was told with what there was to tell, and looks whether all is well again.
func (w *watch) compare() {
	slices.Sort(w.told)
	slices.Sort(w.planned)
	if !slices.Equal(w.told, w.planned) {
		w.fail("told\n\t" + strings.Join(w.told, "\n\t") + "\nthere was to tell\n\t" + strings.Join(w.planned, "\n\t"))
	}
	w.told, w.planned = nil, nil
	text := w.Screen().String()
	for _, wanted := range []string{`\[1 ticker OPEN`, `● A `, `●▸B `} {
		if !regexp.MustCompile(wanted).MatchString(text) {
			w.fail("the screen does not show " + wanted)
		}
	}
}

func (w *watch) fail(what string) {
	w.t.Helper()
	w.t.Errorf("%s, in the %s\n%s\n%s", what, w.turn, w.Screen(), w.Stderr())
}

// What is looked for on the glass.
var (
	eventAt    = regexp.MustCompile(`"at":(\d+)\.(\d{6})`)
	listed     = regexp.MustCompile(`[●◑]▸B +(?:\S+ +)?(\d{3}\.\d\d) `)
	charted    = regexp.MustCompile(`◀ (\d{3}\.\d\d)`)
	stateOf    = regexp.MustCompile(`\[1 ticker ([A-Z]+)`)
	balance    = regexp.MustCompile(`in ([\d,]+) = ([\d,]+) log \+ ([\d,]+) beats \+ ([\d,]+) dropped`)
	unbalanced = regexp.MustCompile(`in [\d,.kM]+ ?≠`)
)

// look notes what the glass shows now, and what the program has told and needs.
func (w *watch) look() {
	now, text := time.Now(), w.Screen().String()
	var newest time.Time
	for _, found := range eventAt.FindAllStringSubmatch(text, -1) {
		seconds, _ := strconv.ParseInt(found[1], 10, 64)
		micros, _ := strconv.ParseInt(found[2], 10, 64)
		if at := time.Unix(seconds, micros*1000); at.After(newest) {
			newest = at
		}
	}
	turn, _, _ := strings.Cut(w.turn, " of ")
	note := func(place string, age time.Duration) {
		w.ages[place] = append(w.ages[place], age)
		w.ages[place+" in "+turn] = append(w.ages[place+" in "+turn], age)
	}
	w.server.mu.Lock()
	if w.turn != "" && !newest.IsZero() {
		note("log", w.server.events.age(newest, now))
	}
	for place, shown := range map[string]*regexp.Regexp{"list": listed, "chart": charted} {
		if found := shown.FindStringSubmatch(text); w.turn != "" && found != nil {
			price, _ := strconv.ParseFloat(found[1], 64)
			note(place, w.server.clocks.age(w.server.sentAt(price, now), now))
		}
	}
	w.server.mu.Unlock()
	if found := stateOf.FindStringSubmatch(text); found != nil {
		w.words[found[1]]++
	}
	if unbalanced.MatchString(text) {
		w.fail("the balance does not hold")
	}
	w.listen()
	if time.Since(w.looked) > 10*time.Second {
		w.looked = now
		w.memory = append(w.memory, w.resident())
	}
}

// resident returns how many KiB of memory the program has; 0 where the system does not say.
func (w *watch) resident() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.pid))
	if err != nil && runtime.GOOS == "linux" {
		w.fail("the program is gone")
	}
	found := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(found[1]))
	return n
}

// report says how things are going.
func (w *watch) report() {
	var b strings.Builder
	for _, place := range slices.Sorted(maps.Keys(w.ages)) {
		fmt.Fprintf(&b, "\n  age of the %-24s %v", place, w.ages[place])
	}
	w.t.Logf("%s is over: %d messages sent, told %v after it was due at most, resident %d KiB now and %d at most%s",
		w.turn, w.server.total(), w.slowest.Round(10*time.Millisecond), w.memory[len(w.memory)-1], slices.Max(w.memory), b.String())
}

// balances has the server fall silent, so that the figures come to rest, and compares them with what was sent.
func (w *watch) balances() {
	w.Resize(200, 36) // in which the figures have room
	sent := w.server.total()
	w.Until(fmt.Sprintf("that %d messages came in", sent), func(s terminaltest.Screen) bool {
		found := balance.FindStringSubmatch(s.String())
		if found == nil {
			return false
		}
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(strings.ReplaceAll(found[1+i], ",", ""))
		}
		return n[0] == sent && n[0] == n[1]+n[2]+n[3]
	})
}

// remains judges what was noted all the time.
func (w *watch) remains() {
	for _, place := range []string{"log", "list", "chart"} {
		if ages := w.ages[place]; len(ages) == 0 || slices.Max(ages) > 10*time.Second {
			w.t.Errorf("age of the %s: %v", place, ages)
		}
	}
	if most := slices.Max(w.memory); most > 150<<10 && !race {
		w.t.Errorf("the program had %d KiB of memory", most)
	}
	// What leaks never comes down again.
	if third := len(w.memory) / 3; third >= 60 {
		before, after := slices.Min(w.memory[third:2*third]), slices.Min(w.memory[2*third:])
		if w.t.Logf("resident at least %d KiB in the second third, %d in the last", before, after); after > before+8<<10 {
			w.t.Error("memory grows")
		}
	}
}
