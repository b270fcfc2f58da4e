//go:build unix

package budget

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// ticksPerSecond is what Linux counts the time of a process in: sysconf(_SC_CLK_TCK), the same on all of Go's platforms.
const ticksPerSecond = 100

// measureCPU is how much of a core the program needs over SSH, with 100 messages a second and with nothing new. It is the time that
// the process has run, so that what else runs on the machine counts little.
func measureCPU(b *testing.B) {
	const took = 30 * time.Second
	server, address := startExchange(b)
	program := sockeye(b, "--config", exchangeConfig(b, address), "demo")
	program.Env = append(program.Env, "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0")
	o := terminaltest.Start(b, program, terminaltest.Terminal{Columns: 120, Rows: 36, Link: terminaltest.Link{Buffer: 1 << 20}})
	o.Sees(`\[1 demo OPEN\]`)
	report(cpuRow("CPU over SSH, 100 msg/s", 3, used(b, program, took)))
	if err := server.Signal(syscall.SIGSTOP); err != nil {
		b.Fatal(err)
	}
	o.Sees(`\[1 demo STALE`) // which is the last news
	report(cpuRow("the same, nothing new", 0.5, used(b, program, took)))
}

// cpuRow is a row about a share of a core, in per cent.
func cpuRow(what string, most, today float64) row {
	return row{what: what, budget: fmt.Sprintf("< %v %% of a core", most), today: fmt.Sprintf("%.2f %%", today), met: verdict(today < most)}
}

// used returns what a program uses of a core in a time, in per cent.
func used(b *testing.B, program *exec.Cmd, in time.Duration) float64 {
	b.Helper()
	before := ranFor(b, program)
	time.Sleep(in)
	return float64(ranFor(b, program)-before) / float64(in) * 100
}

// ranFor returns for how long a program has run, as Linux counts it.
func ranFor(b *testing.B, program *exec.Cmd) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", program.Process.Pid))
	if err != nil {
		b.Fatalf("the time of a program is read where Linux has it: %v", err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	ticks := 0
	for _, field := range fields[11:13] { // utime and stime, of proc_pid_stat(5)
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond
}
