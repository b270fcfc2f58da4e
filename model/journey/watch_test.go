//go:build unix

package journey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// watch runs a program for a soak, records what it reports and how old what it shows is, and knows what there
// was to report.
type watch struct {
	*terminaltest.Operator
	t      *testing.T
	server *tickerServer
	random *rand.Rand
	pid    int
	file   string // to which the program reports, one JSON object a line

	turn    string
	planned []string           // what is to be reported, as reports has it
	due     time.Time          // when the last of it was
	heard   int                // bytes of file that were read
	reports []string           // since planned was compared last
	slowest time.Duration      // from due to the report
	ages    map[string]samples // of what the screen shows, by place and turn
	memory  []int              // resident KiB, about every ten seconds
	sampled time.Time          // the memory
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

// plan records what the program is to report, when some time has passed.
func (w *watch) plan(alert, label string, after time.Duration) {
	w.planned = append(w.planned, strings.TrimSpace("raised "+alert+" "+label))
	w.due = time.Now().Add(after)
}

// planEnd records that it is to report that it is over.
func (w *watch) planEnd(alert, label string) {
	w.planned = append(w.planned, strings.TrimSpace("over "+alert+" "+label))
}

// listen reads what the program has reported.
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
			w.fail("it reports " + string(line))
		}
		if event.State == "raised" && len(w.planned) > 0 {
			w.slowest = max(w.slowest, time.Since(w.due))
		}
		if strings.HasPrefix(event.Alert, "gap") || strings.HasPrefix(event.Alert, "match") {
			event.Label = "" // of the message in which it was found, or none
		}
		w.reports = append(w.reports, strings.TrimSpace(event.State+" "+event.Alert+" "+event.Label))
	}
}

// compare compares what was reported with what there was to report, and checks that all is well again.
func (w *watch) compare() {
	slices.Sort(w.reports)
	slices.Sort(w.planned)
	if !slices.Equal(w.reports, w.planned) {
		w.fail("reported\n\t" + strings.Join(w.reports, "\n\t") + "\nthere was to report\n\t" + strings.Join(w.planned, "\n\t"))
	}
	w.reports, w.planned = nil, nil
	text := w.Screen().String()
	for _, wanted := range []string{`\[1 ticker OPEN( \d\S*)?( 1 rejected)?\]`, `● A `, `●▸B `} {
		if !regexp.MustCompile(wanted).MatchString(text) {
			w.fail("the screen does not show " + wanted)
		}
	}
}

func (w *watch) fail(what string) {
	w.t.Helper()
	w.t.Errorf("%s, in the %s\n%s\n%s", what, w.turn, w.Screen(), w.Stderr())
}

// What is searched for on the screen.
var (
	entryAt    = regexp.MustCompile(`(?m)^│\D{1,8}(\d\d:\d\d:\d\d\.\d{3}) `)
	listed     = regexp.MustCompile(`[●◑]▸B +(?:\S+ +)?(\d{3}\.\d\d) `)
	charted    = regexp.MustCompile(`╭ B .* last (\d{3}\.\d\d) `)
	stateOf    = regexp.MustCompile(`\[1 ticker ([A-Z]+)`)
	balance    = regexp.MustCompile(`in ([\d,]+) = ([\d,]+) log \+ ([\d,]+) beats \+ ([\d,]+) dropped`)
	unbalanced = regexp.MustCompile(`in [\d,.kM]+ ?≠`)
)

// sample records what the screen shows now, and what the program has reported and needs.
func (w *watch) sample() {
	now, text := time.Now(), w.Screen().String()
	var newest time.Time
	for _, found := range entryAt.FindAllStringSubmatch(text, -1) {
		// What was sent until then was received until then, or is on the way between two processes.
		if at := clockTime(found[1], now).Add(time.Millisecond); at.After(newest) {
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
	if time.Since(w.sampled) > 10*time.Second {
		w.sampled = now
		w.memory = append(w.memory, w.resident())
	}
}

// clockTime returns when it was that time last, in UTC.
func clockTime(text string, now time.Time) time.Time {
	at, err := time.Parse(time.DateOnly+" 15:04:05.000", now.UTC().Format(time.DateOnly)+" "+text)
	if err != nil {
		panic(err) // entryAt finds nothing else
	}
	if at.After(now.Add(time.Hour)) {
		at = at.AddDate(0, 0, -1)
	}
	return at
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
	w.t.Logf("%s is over: %d messages sent, reported %v after it was due at most, resident %d KiB now and %d at most%s",
		w.turn, w.server.total(), w.slowest.Round(10*time.Millisecond), w.memory[len(w.memory)-1], slices.Max(w.memory), b.String())
}

// balances has the server fall silent, so that the figures come to rest, and compares them with what was sent.
func (w *watch) balances() {
	sent := w.server.total()
	balancesAs(w.t, w.Operator, fmt.Sprintf("that %d messages came in", sent), func(s terminaltest.Screen) bool { return balanced(s) == sent })
}

// balanced returns how many messages have come in, by figures that add up; 0 if they do not, or if there are none.
func balanced(s terminaltest.Screen) int {
	found := balance.FindStringSubmatch(s.String())
	if found == nil {
		return 0
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(strings.ReplaceAll(found[1+i], ",", ""))
	}
	if n[0] != n[1]+n[2]+n[3] {
		return 0
	}
	return n[0]
}

// tooOld is older than anything on the screen may be, whatever the machine has to do besides: it is no measure of speed.
const tooOld = 10 * time.Second

// remains judges what was noted all the time.
func (w *watch) remains() {
	for _, place := range []string{"log", "list", "chart"} {
		if ages := w.ages[place]; len(ages) == 0 || slices.Max(ages) > tooOld {
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
