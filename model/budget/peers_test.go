//go:build linux

package budget

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/format"
	"sockeye/model/terminaltest"
)

// peersEnv names a folder with the node modules ws and wscat, as .ci/peers makes it. Python's libraries are those of the system.
const peersEnv = "SOCKEYE_PEERS"

// peer is another program that reads a WebSocket.
type peer struct {
	name, does string
	messages   int
	lines      int // that it writes of them; 0: one at the end, with how many messages there were
	command    func(b *testing.B, address string) *exec.Cmd
}

// fastFlood and slowFlood are how many messages are read, so that each program takes some seconds.
const (
	fastFlood = 1_000_000
	slowFlood = 200_000
)

const (
	readInNode   = `const w = new (require('ws'))(process.argv[1]); let n = 0; w.on('open', () => w.send('')); w.on('message', () => n++); w.on('close', () => console.log(n))`
	readInPython = `
import asyncio, sys, websockets
async def read():
    async with websockets.connect(sys.argv[1]) as ws:
        await ws.send('')
        n = 0
        async for message in ws: n += 1
        print(n)
asyncio.run(read())`
)

var peers = []peer{
	{name: "sockeye tail", does: "parses, a line for each event", messages: fastFlood, lines: candlesOf(fastFlood), command: func(b *testing.B, address string) *exec.Cmd {
		c := sockeyeOn(b, address)
		c.Args = append([]string{c.Args[0], "tail", "--lossless"}, c.Args[1:]...)
		return c
	}},
	{name: "sockeye tail --raw", does: "a line for each message", messages: fastFlood, lines: fastFlood, command: func(b *testing.B, address string) *exec.Cmd {
		c := sockeyeOn(b, address)
		c.Args = append([]string{c.Args[0], "tail", "--raw", "--lossless"}, c.Args[1:]...)
		return c
	}},
	{name: "ws (node)", does: "counts messages", messages: fastFlood, command: func(b *testing.B, address string) *exec.Cmd {
		c := exec.Command("node", "-e", readInNode, address)
		c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv(peersEnv), "node_modules"))
		return c
	}},
	{name: "ws (node)", does: "parses, counts messages", messages: fastFlood, command: func(b *testing.B, address string) *exec.Cmd {
		c := exec.Command("node", "-e", strings.Replace(readInNode, "() => n++", "m => { JSON.parse(m); n++ }", 1), address)
		c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv(peersEnv), "node_modules"))
		return c
	}},
	{name: "wscat (node)", does: "a line for each message", messages: slowFlood, lines: slowFlood, command: func(b *testing.B, address string) *exec.Cmd {
		return exec.Command(filepath.Join(os.Getenv(peersEnv), "node_modules/.bin/wscat"), "--no-color", "-c", address, "-x", "subscribe", "-w", "600")
	}},
	{name: "websockets (python)", does: "counts messages", messages: slowFlood, command: func(_ *testing.B, address string) *exec.Cmd {
		return exec.Command("/usr/bin/python3", "-c", readInPython, address)
	}},
	{name: "wsdump (python)", does: "a line for each message", messages: slowFlood, lines: slowFlood, command: func(_ *testing.B, address string) *exec.Cmd {
		return exec.Command("wsdump", "-r", "-t", "subscribe", address)
	}},
}

// candlesOf returns how many candles there are in so many messages of the flood.
func candlesOf(n int) (candles int) {
	n -= len(acks())
	messages := floodMessages(time.Now())
	for i := range messages {
		if messages[i][0] == '[' {
			candles += (n + len(messages) - 1 - i) / len(messages)
		}
	}
	return candles
}

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

func measurePeers(b *testing.B) {
	const n = fastFlood
	server := startFlood(b)
	address := flooded(server, n, 0)
	took, _ := counted(func() { readBare(b, address, websocket.DefaultDialer) })
	fmt.Printf("\nOn %s, %s\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine())
	fmt.Println("| program | what it does with a message | messages a second | processor, of a message |\n|---|---|---|---|")
	add := func(name, does string, n int, took, ran time.Duration) {
		each := func(d time.Duration) string { return format.Count(uint64(d/time.Duration(n))) + " ns" }
		cpu := ""
		if ran > 0 {
			cpu = each(ran)
		}
		fmt.Printf("| %s | %s | %s | %s |\n", name, does, format.Count(uint64(float64(n)/took.Seconds())), cpu)
	}
	add("a bare gorilla/websocket loop (Go)", "counts messages", n, took, 0)
	program := sockeyeOn(b, address)
	start := time.Now()
	o := terminaltest.Start(b, program, window120)
	o.Sees("RETRY")
	add("sockeye, with its screen", "parses, logs, charts, draws", n, time.Since(start), ranFor(b, program))
	for _, p := range peers {
		took, ran := p.read(b, server)
		add(p.name, p.does, p.messages, took, ran)
	}
}

// read has a peer read the flood, and returns how long that took, and for how long it ran.
func (p *peer) read(b *testing.B, server string) (took, ran time.Duration) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "lines")
	out, err := os.Create(path) // not a pipe: wscat stops where it is full
	if err != nil {
		b.Fatal(err)
	}
	defer os.Remove(path)
	defer out.Close()
	program := p.command(b, flooded(server, p.messages, 0))
	program.Stdout, program.Stderr = out, os.Stderr
	in, err := program.StdinPipe() // some of them end with their input
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	last := awaitLines(b, path, max(p.lines, 1))
	took, ran = time.Since(start), ranFor(b, program)
	if p.lines == 0 {
		if n, _ := strconv.Atoi(strings.TrimSpace(last)); n != p.messages {
			b.Errorf("%s has read %d messages, want %d", p.name, n, p.messages)
		}
	}
	in.Close()
	_ = program.Process.Kill()
	_ = program.Wait()
	return took, ran
}

// awaitLines waits until a file has so many lines, and returns the last one.
func awaitLines(b *testing.B, path string, most int) (last string) {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 1<<20)
	n := 0
	for deadline := time.Now().Add(3 * patience); n < most; {
		switch line, err := lines.ReadString('\n'); {
		case err == nil:
			last += line
			n++
			if n < most {
				last = ""
			}
		case !errors.Is(err, io.EOF):
			b.Fatal(err)
		case time.Now().After(deadline):
			b.Fatalf("there are %d lines of %d, the last of them %q", n, most, line)
		default: // it is about to be written, or half of it was
			last += line
			time.Sleep(sampleInterval)
		}
	}
	return last
}
