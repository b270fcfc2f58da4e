//go:build linux

package budget

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/format"
	"sockeye/model/terminaltest"
)

// peerRounds is how many times each program reads the flood, in turn with the others: what else the machine does meets all.
const peerRounds = 3

// BenchmarkPeers has other programs read the same flood, and prints what they need for a message: the time on the clock, with their
// start, and of the processor. `.ci/peers` installs them and runs it.
func BenchmarkPeers(b *testing.B) {
	if os.Getenv(peersEnv) == "" {
		b.Skipf("%s names no folder with the other programs: use .ci/peers", peersEnv)
	}
	for b.Loop() {
		measurePeers(b)
	}
	b.ReportMetric(0, "ns/op")
}

// spent is what a program needed to read so many messages.
type spent struct {
	messages  int
	took, ran []time.Duration // on the clock and of processors, a round each
}

// median returns the one in the middle.
func median(of []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(of))[len(of)/2]
}

func (s *spent) add(took, ran time.Duration) {
	s.took, s.ran = append(s.took, took), append(s.ran, ran)
}

// rate returns messages a second for a time.
func (s *spent) rate(took time.Duration) float64 { return float64(s.messages) / took.Seconds() }

// each returns nanoseconds a message of a time.
func (s *spent) each(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(s.messages) }

func measurePeers(b *testing.B) {
	const bareName, screenName = "a bare gorilla/websocket loop (Go): counts messages", "sockeye, with its screen: parses, logs, charts, draws"
	server := startFlood(b)
	all := map[string]*spent{bareName: {messages: fastFlood}, screenName: {messages: fastFlood}}
	names := []string{bareName, screenName}
	for _, p := range peers {
		names = append(names, p.name)
		all[p.name] = &spent{messages: p.messages}
	}
	for range peerRounds {
		address := flooded(server, fastFlood, 0)
		took, _ := counted(func() { readBare(b, address, websocket.DefaultDialer) })
		all[bareName].add(took, 0)
		program := sockeyeOn(b, address)
		start := time.Now()
		terminaltest.Start(b, program, window120).Sees("RETRY")
		all[screenName].add(time.Since(start), ranFor(b, program))
		_ = program.Process.Kill()
		for _, p := range peers {
			all[p.name].add(p.read(b, server))
		}
	}
	fmt.Printf("\nOn %s, %s; of %d rounds the median, and the slowest and fastest\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine(), peerRounds)
	fmt.Println("| program, and what it does with a message | messages a second | processor, of a message |\n|---|---|---|")
	count := func(v float64) string { return format.Count(uint64(v)) }
	for _, name := range names {
		s := all[name]
		cpu := ""
		if ran := median(s.ran); ran > 0 {
			cpu = count(s.each(ran)) + " ns"
		}
		fmt.Printf("| %s | %s (%s to %s) | %s |\n", name, count(s.rate(median(s.took))), count(s.rate(slices.Max(s.took))), count(s.rate(slices.Min(s.took))), cpu)
	}
	fmt.Println("\n| | times as fast | and of the processor |\n|---|---|---|")
	for _, c := range comparisons {
		one, other := all[c[0]], all[c[1]]
		fmt.Printf("| %s; %s | %.2f | %.2f |\n", c[0], c[1], one.rate(median(one.took))/other.rate(median(other.took)), other.each(median(other.ran))/one.each(median(one.ran)))
	}
}

// read has a peer read the flood, and returns how long that took, and for how long it ran.
func (p *peer) read(b *testing.B, server string) (took, ran time.Duration) {
	b.Helper()
	program := p.command(b, flooded(server, p.messages, 0))
	program.Stderr = os.Stderr
	in, err := program.StdinPipe() // some of them end with their input
	if err != nil {
		b.Fatal(err)
	}
	out := p.output(b, program)
	defer out.Close()
	start := time.Now()
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	only := awaitLines(b, out, max(p.lines, 1))
	took = time.Since(start)
	if p.lines == 0 {
		if n, _ := strconv.Atoi(strings.TrimSpace(only)); n != p.messages {
			b.Errorf("%s: there were %d messages, want %d", p.name, n, p.messages)
		}
	}
	in.Close()
	_ = program.Process.Kill()
	_ = program.Wait()
	return took, program.ProcessState.UserTime() + program.ProcessState.SystemTime()
}

// output has a program that is about to start write to a pipe, or into a file, and returns what it writes.
func (p *peer) output(b *testing.B, program *exec.Cmd) io.ReadCloser {
	b.Helper()
	if !p.toFile {
		out, err := program.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		return out
	}
	path := filepath.Join(b.TempDir(), "lines")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	program.Stdout = file
	out, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// awaitLines waits until there are so many lines, and returns the line where that is one.
func awaitLines(b *testing.B, out io.Reader, most int) (only string) {
	b.Helper()
	buffer := make([]byte, 1<<20)
	deadline := time.Now().Add(3 * patience)
	for n := 0; n < most; {
		size, err := out.Read(buffer)
		if most == 1 {
			only += string(buffer[:size])
		}
		n += bytes.Count(buffer[:size], []byte("\n"))
		switch {
		case err == nil:
		case !errors.Is(err, io.EOF):
			b.Fatal(err)
		case time.Now().After(deadline):
			b.Fatalf("there are %d lines of %d", n, most)
		default: // of a file: it is about to be written
			time.Sleep(sampleInterval)
		}
	}
	return only
}
