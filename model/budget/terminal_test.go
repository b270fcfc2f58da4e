//go:build unix

package budget

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// measureTerminal is what goes to a terminal over SSH, with 100 messages a second and without any, and how old what is on
// the screen gets where the terminal accepts a kibibyte a second.
func measureTerminal(b *testing.B) {
	const (
		full = time.Minute // what a chart shows: before it is full, there is less to write
		took = 15 * time.Second
		thin = 1 << 10 // bytes a second
	)
	server, address := startExchange(b)
	config := exchangeConfig(b, address)
	afar := func(rate int, commands ...string) *terminaltest.Operator {
		program := sockeye(b, "--config", config, "demo")
		program.Env = append(program.Env, "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0")
		link := terminaltest.Link{Rate: rate, Buffer: 1 << 20} // of sshd and the sockets
		o := terminaltest.Start(b, program, terminaltest.Terminal{Columns: 120, Rows: 36, Link: link})
		if len(commands) > 0 {
			o.Sees(`\[1 demo OPEN\]`)
		}
		for _, command := range commands {
			o.Types(":" + command + "\r")
		}
		return o
	}
	begun := time.Now()
	spark, line, candle := afar(0, "chart spark"), afar(0, "chart line"), afar(0, "chart candle")
	short := afar(0, "chart spark", "window 15s") // is empty sooner
	ages := agesUntil(b, afar(thin), begun.Add(full))
	busy := traffic(took, spark, line, candle)
	paced := map[int][]float64{}
	for _, fps := range []int{10, 30} {
		for _, o := range []*terminaltest.Operator{spark, line, candle} {
			o.Types(fmt.Sprintf(":fps %d\r", fps))
		}
		paced[fps] = traffic(took/3, spark, line, candle)
	}
	for _, o := range []*terminaltest.Operator{spark, line, candle} {
		o.Types(":fps auto\r")
	}
	if err := server.Signal(syscall.SIGSTOP); err != nil {
		b.Fatal(err)
	}
	spark.Sees(`\[1 demo STALE`)     // which is the last news, and
	traffic(took, spark)             // is written as the budget of the link allows
	moving := traffic(4*took, spark) // a minute: so often a quiet chart is drawn
	quiet := traffic(took, short)

	for i, kind := range []string{"sparkline", "line", "candles"} {
		report(traffickedRow("to the terminal over SSH, 100 msg/s, "+kind, 12, busy[i]))
		for _, fps := range []int{10, 30} { // asked for, and so without a budget
			report(row{what: fmt.Sprintf("the same, at most %d renders a second", fps), today: fmt.Sprintf("%.2f KiB/s", paced[fps][i])})
		}
	}
	report(traffickedRow("the same, nothing new, the chart moves out", 0.3, moving[0]))
	report(traffickedRow("the same, nothing new, the chart is empty", 0.3, quiet[0]))
	slices.Sort(ages)
	oldest := ages[len(ages)-1]
	report(row{
		what: "age on the screen at 1 KiB/s, after the first paint", budget: "<= 2 s",
		today: fmt.Sprintf("p50 %.1f s, at most %.1f s, of %d", ages[len(ages)/2].Seconds(), oldest.Seconds(), len(ages)),
		met:   verdict(oldest <= 2*time.Second),
	})
}

// traffickedRow is a row about what goes to a terminal, in KiB a second.
func traffickedRow(what string, most, today float64) row {
	return row{what: what, budget: fmt.Sprintf("< %v KiB/s", most), today: fmt.Sprintf("%.2f KiB/s", today), met: verdict(today < most)}
}

// traffic returns how much goes to each of some terminals in a time, in KiB a second.
func traffic(in time.Duration, operators ...*terminaltest.Operator) (written []float64) {
	for _, o := range operators {
		written = append(written, -float64(len(o.Written())))
	}
	time.Sleep(in)
	for i, o := range operators {
		written[i] = (written[i] + float64(len(o.Written()))) / 1024 / in.Seconds()
	}
	return written
}

// startExchange starts the demo exchange in a process of its own, and returns that and its address.
func startExchange(b *testing.B) (process *os.Process, address string) {
	b.Helper()
	server := sockeye(b, "exchange", "--listen", "127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	address = regexp.MustCompile(`ws://[\d.:]+`).FindString(line)
	if address == "" {
		b.Fatalf("the exchange does not say where it is, but %q: %v", line, err)
	}
	return server.Process, address
}

// stamp is the time of the exchange in a candle.
var stamp = regexp.MustCompile(`\[\d+,\["(\d+\.\d+)"`)

// newest returns when the exchange has sent the newest message that is in some lines; false if there is none.
func newest(lines ...string) (time.Time, bool) {
	var latest float64
	for _, found := range stamp.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
		if at, err := strconv.ParseFloat(found[1], 64); err == nil {
			latest = max(latest, at)
		}
	}
	return time.UnixMicro(int64(latest * 1e6)), latest > 0
}

// agesUntil returns how old the newest message on each picture is when that comes to the screen, from some pictures
// after the first to a moment.
func agesUntil(b *testing.B, o *terminaltest.Operator, end time.Time) (ages []time.Duration) {
	b.Helper()
	o.Sees(`entries left out: thin link`) // so the first paint is through, and the link known
	o.Types("r")                          // the messages as they came, which have the time of the exchange
	o.Sees(stamp.String())
	painted := 2 // pictures that the change to it is part of, which paints the whole log
	for last, _ := newest(o.Screen().Lines...); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s := o.Screen()
		at, ok := newest(s.Lines...)
		if !ok || at.Equal(last) {
			continue
		}
		line := slices.IndexFunc(s.Lines, func(line string) bool {
			found, ok := newest(line)
			return ok && found.Equal(at)
		})
		if last = at; painted > 0 {
			painted--
			continue
		}
		ages = append(ages, s.Since[line].Sub(at))
	}
	if len(ages) == 0 {
		b.Fatalf("nothing new comes to the screen\n%s", o.Screen())
	}
	return ages
}

// exchangeConfig writes a configuration of one feed, the shipped preset of the demo at the address of an exchange, and
// returns its path.
func exchangeConfig(b *testing.B, address string) string {
	b.Helper()
	text := shippedPreset(b, "demo")
	for _, change := range [][2]string{
		{`"${demo}/`, `"` + address + `/`}, {"rate: 20", "rate: 100"}, {"silence: 10s", "silence: 1h"},
	} {
		if !strings.Contains(text, change[0]) {
			b.Fatalf("the shipped preset demo has no %q", change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	path := filepath.Join(b.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte("presets:\n  demo:\n"+text+"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
