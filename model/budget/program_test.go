//go:build unix

package budget

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// patience bounds what is waited for; it is never waited out when all is well.
const patience = time.Minute

// sampleInterval is how often a terminal is sampled, and so how exact what is measured at it is.
const sampleInterval = time.Millisecond / 2

// window120 is a terminal of 120 columns, that of most benchmarks.
var window120 = terminaltest.Terminal{Columns: 120, Rows: 36}

// tempDir is a directory that is there as long as the tests run.
var tempDir string

// built is the program, which is built when it is first needed.
var built = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(tempDir, "sockeye")
	if out, err := exec.Command("go", "build", "-o", path, "sockeye").CombinedOutput(); err != nil {
		return "", fmt.Errorf("the program cannot be built: %w\n%s", err, out)
	}
	return path, nil
})

// sockeye returns the program, not started, in an environment of its own.
func sockeye(b *testing.B, args ...string) *exec.Cmd {
	b.Helper()
	path, err := built()
	if err != nil {
		b.Fatal(err)
	}
	program := exec.Command(path, args...)
	program.Env = []string{"TERM=xterm-256color", "HOME=" + b.TempDir(), "TZ=UTC", "LANG=C.UTF-8"}
	return program
}

// sockeyeOn returns the program on feeds of the flood, not started.
func sockeyeOn(b *testing.B, addresses ...string) *exec.Cmd {
	b.Helper()
	config := filepath.Join(b.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte(floodConfig(b, addresses...)), 0o600); err != nil {
		b.Fatal(err)
	}
	args := []string{"--config", config}
	for i := range addresses {
		args = append(args, floodName(i))
	}
	return sockeye(b, args...)
}

// await samples a condition until it holds, and returns when it did.
func await(b *testing.B, o *terminaltest.Operator, what string, holds func() bool) time.Time {
	b.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(sampleInterval) {
		now := time.Now()
		if holds() {
			return now
		}
		if now.After(deadline) {
			b.Fatalf("there was to be %s\n%s\n%s", what, o.Screen(), o.Stderr())
		}
	}
}

// measureKeys presses a key during a flood, to which the answer is another screen: the log over all of it, and back.
func measureKeys(b *testing.B) {
	const keys, rate = 200, 100_000
	o := terminaltest.Start(b, sockeyeOn(b, flooded(startFlood(b), 1<<30, rate)), window120)
	o.Sees(`\[1 flood1 OPEN\]`, `╭ WATCHLIST`, `[1-9]\d+(\.\d+)?k/s `)
	var answered []time.Duration
	for i := range keys {
		answer := []string{"╭ LOG ", "╭ WATCHLIST "}[i%2]    // below the header
		time.Sleep(time.Duration(i*7%40) * time.Millisecond) // so that it is not in step with the renders
		pressed := time.Now()
		o.Types("z")
		seen := await(b, o, "an answer to a key", func() bool { return strings.Contains(o.Screen().Lines[2], answer) })
		answered = append(answered, seen.Sub(pressed))
	}
	slices.Sort(answered)
	p99 := answered[len(answered)*99/100-1]
	report(row{
		what: "key to painted answer in a flood of 100,000 msg/s", budget: "p99 < 50 ms",
		today: fmt.Sprintf("p50 %s, p99 %s, of %d", milliseconds(answered[len(answered)/2]), milliseconds(p99), keys),
		met:   verdict(p99 < 50*time.Millisecond),
	})
}

// measureMemory is how much of the program is in memory after ten million messages.
func measureMemory(b *testing.B) {
	const n = 10_000_000
	address := startFlood(b)
	for _, feeds := range []int{1, 4} {
		var addresses []string
		for range feeds {
			addresses = append(addresses, flooded(address, n/feeds, 0))
		}
		program := sockeyeOn(b, addresses...)
		o := terminaltest.Start(b, program, window120)
		await(b, o, "the end of the flood", func() bool { return retrying(o.Screen().Lines[0]) == feeds })
		now, most := resident(b, program, "VmRSS"), resident(b, program, "VmHWM")
		report(row{
			what: fmt.Sprintf("resident memory after 10 million messages at any rate, feeds: %d", feeds), budget: "< 150 MiB",
			today: fmt.Sprintf("%.0f MiB, at most %.0f", now, most), met: verdict(most < 150),
		})
		o.Types("\x03")
		o.Gone(0)
	}
}

// resident returns a figure of the memory of a program that Linux keeps, in MiB.
func resident(b *testing.B, program *exec.Cmd, name string) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", program.Process.Pid))
	if err != nil {
		b.Fatalf("the memory of a program is read where Linux has it: %v", err)
	}
	_, text, _ := strings.Cut(string(status), name+":")
	text, _, _ = strings.Cut(text, "kB\n")
	kib, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		b.Fatalf("the memory of a program: %v in\n%s", err, status)
	}
	return kib / 1024
}

// measureStart is how long the program takes from its start to its first whole picture.
func measureStart(b *testing.B) {
	const times = 5
	var starts []time.Duration
	for range times {
		program := sockeye(b, "demo")
		begun := time.Now()
		o := terminaltest.Start(b, program, window120)
		painted := await(b, o, "a first picture", func() bool { return strings.Contains(o.Written(), "help") }) // in its last line
		starts = append(starts, painted.Sub(begun))
		o.Types("\x03")
		o.Gone(0)
	}
	slices.Sort(starts)
	median := starts[times/2]
	report(row{
		what: "start to first painted screen, median of 5", budget: "< 40 ms",
		today: milliseconds(median), met: verdict(median < 40*time.Millisecond),
	})
}
