//go:build unix

package budget

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// BenchmarkAttack is the program on servers that want it to fail: how much of it is in memory at the most, and how long the
// slowest key waits for its answer.
func BenchmarkAttack(b *testing.B) {
	for _, attack := range []struct {
		name    string
		measure func(*testing.B)
	}{
		{"memory", measureAttackedMemory},
		{"keys", measureAttackedKeys},
	} {
		b.Run(attack.name, func(b *testing.B) {
			for b.Loop() {
				attack.measure(b)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// attack is an attack on memory.
type attack struct {
	what   string
	path   string // of the server
	feeds  int
	preset string // without its url
	lasts  time.Duration
	until  string // what is on the screen when all has come; "" where it never ends

	stopped bool // the terminal reads nothing meanwhile
}

// records is a preset that has a value and its time in each record.
const records = "    events: [{match: {all: \"*\"}, each: all, label: s, time: t, values: {p: p}}]\n"

func measureAttackedMemory(b *testing.B) {
	var alerts []string
	for n := range 100 {
		alerts = append(alerts, fmt.Sprintf([]string{
			`"* > %d"`, `"* crosses %d"`, `"* changes %d in %[1]dm"`, `"* rate > %d"`, `"* silent %dh"`,
		}[n%5], 1+n/5))
	}
	address := startAttack(b)
	for _, a := range []attack{
		{
			what: "a server that asks for replies and reads none", path: "never-reads", feeds: 1, lasts: 10 * time.Second,
			preset: "    reply: [{match: {ping: \"*\"}, send: {pong: \"${msg.ping}\"}}]\n",
		},
		{
			what: "messages of 16 MiB, feeds: 4", path: "large", feeds: 4, lasts: 10 * time.Second,
			preset: "    events: [{match: {s: \"*\"}, label: s, values: {p: p}}]\n",
		},
		{
			what: "messages of 16 MiB with a million values, feeds: 4", path: "values", feeds: 4, lasts: 10 * time.Second,
			preset: "    events: [{match: {s: \"*\"}, label: s, values: {p: p}}]\n",
		},
		{what: "a flood of values, and a terminal that is stopped, feeds: 4", path: "flood", feeds: 4, lasts: 10 * time.Second, preset: records, stopped: true},
		{what: "seven hours of 256 labels, feeds: 4", path: "day", feeds: 4, lasts: 20 * time.Second, preset: records, until: "all of it"},
		{
			what: "65,536 records in each message", path: "records", feeds: 1, lasts: 10 * time.Second,
			preset: strings.Replace(records, "{p: p}", "{p: p, q: q, r: r, v: v}", 1),
		},
		{
			what: "100 wildcard alerts on 1,024 labels", path: "labels", feeds: 1, lasts: 20 * time.Second,
			preset: records + "    alerts: [" + strings.Join(alerts, ", ") + "]\n",
		},
		{what: "seven hours of 256 labels, and a full log", path: "day", feeds: 1, lasts: 10 * time.Second, preset: records, until: "all of it"},
	} {
		b.Run(strings.ReplaceAll(a.path, "-", ""), func(b *testing.B) {
			program := attacked(b, address+"/"+a.path, a.feeds, a.preset)
			o := terminaltest.Start(b, program, window120)
			if a.stopped {
				o.Sees(`OPEN`)
				o.Stop()
			}
			began := time.Now()
			for time.Since(began) < a.lasts && (a.until == "" || !strings.Contains(o.Screen().String(), a.until)) {
				time.Sleep(100 * time.Millisecond)
			}
			if a.until != "" && !strings.Contains(o.Screen().String(), a.until) {
				b.Logf("%s: not all of it has come in %v\n%s", a.what, a.lasts, o.Screen())
			}
			if a.stopped {
				o.Continue()
			}
			took, answered := answer(o, "")
			most := resident(b, program, "VmHWM")
			report(row{what: "resident memory: " + a.what, budget: "< 150 MiB", today: fmt.Sprintf("%.0f MiB at most, %.0f now", most, resident(b, program, "VmRSS")), met: verdict(most < 150)})
			report(keyRow("slowest key: the same", took, answered, time.Second))
			o.Types("\x03")
		})
	}
}

// startAttack starts the server of the attacks and returns its address.
func startAttack(b *testing.B) string { return startServer(b, attackEnv) }

// attacked returns the program on feeds of one preset, whose url is an address; not started.
func attacked(b *testing.B, address string, feeds int, preset string) *exec.Cmd {
	b.Helper()
	text, args := "presets:\n", []string(nil)
	for n := range feeds {
		name := fmt.Sprint("attack", n+1)
		text += "  " + name + ":\n    url: " + address + "\n    reconnect: {min: 1h, max: 1h}\n" + preset
		args = append(args, name)
	}
	config := filepath.Join(b.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return sockeye(b, append([]string{"--config", config}, args...)...)
}
