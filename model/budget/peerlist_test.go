//go:build linux

package budget

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// peersEnv names a folder with the node modules ws and wscat, as .ci/peers makes it. Python's libraries are those of the system.
const peersEnv = "SOCKEYE_PEERS"

// peer is a program that reads a WebSocket, Sockeye among them.
type peer struct {
	name     string // and what it does
	messages int
	lines    int  // that it writes of them; 0: one at the end, with how many messages there were
	toFile   bool // where it writes to, and not to a pipe: wscat stops where that is full
	command  func(b *testing.B, address string) *exec.Cmd
}

// So many messages are read, so that each program takes some seconds.
const (
	fastFlood   = 2_000_000
	middleFlood = 500_000
	slowFlood   = 200_000
)

// What is run in node is what one writes there without further thought, and once more with the lines of a turn of its event loop joined,
// which are fewer writes.
const (
	inNode    = `const w = new (require('ws'))(process.argv[1]); w.on('open', () => w.send('')); `
	countHere = inNode + `let n = 0; w.on('message', () => n++); w.on('close', () => console.log(n))`
	parseHere = inNode + `let n = 0; w.on('message', m => { JSON.parse(m); n++ }); w.on('close', () => console.log(n))`

	eventInNode = `
const line = m => {
  const message = JSON.parse(m)
  if (!Array.isArray(message)) return ''
  const [, candle, , label] = message
  const [time, , open, high, low, close, , volume] = candle.map(Number)
  return JSON.stringify({at: new Date().toISOString(), feed: 'kraken', label, values: {open, high, low, close, volume}, time: new Date(time * 1000).toISOString()}) + '\n'
}; `
	frameInNode = `const line = m => m + '\n'; `
	writeEach   = `w.on('message', m => process.stdout.write(line(m)))`
	writeJoined = `let lines = ''; w.on('message', m => {
  if (lines === '') setImmediate(() => { process.stdout.write(lines); lines = '' })
  lines += line(m)
})`

	countInPython = `
import asyncio, sys, websockets
async def read():
    async with websockets.connect(sys.argv[1]) as ws:
        await ws.send('')
        n = 0
        async for message in ws: n += 1
        print(n)
asyncio.run(read())`
)

// node returns a program that node runs.
func node(script string) func(*testing.B, string) *exec.Cmd {
	return func(_ *testing.B, address string) *exec.Cmd {
		c := exec.Command("node", "-e", script, address)
		c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv(peersEnv), "node_modules"))
		return c
	}
}

// tail returns a tail, with flags.
func tail(flags ...string) func(*testing.B, string) *exec.Cmd {
	return func(b *testing.B, address string) *exec.Cmd {
		c := sockeyeOn(b, address)
		c.Args = append(append([]string{c.Args[0], "tail", "--lossless"}, flags...), c.Args[1:]...)
		return c
	}
}

// Names of the peers that are compared.
const (
	nodeCounts       = "ws (node): counts messages"
	nodeParses       = "ws (node): parses, counts messages"
	nodeEvents       = "ws (node): parses, writes a line for each event"
	nodeEventsJoined = "the same, lines of a turn of the event loop joined"
	nodeFrames       = "ws (node): writes each message as a line"
	nodeFramesJoined = "the same, with lines joined"
	tailEvents       = "sockeye tail: parses, writes a line for each event"
	tailFrames       = "sockeye tail --raw: parses, writes a line for each message with its time"
)

var peers = []peer{
	{name: tailEvents, messages: fastFlood, lines: candlesOf(fastFlood), command: tail()},
	{name: tailFrames, messages: fastFlood, lines: fastFlood, command: tail("--raw")},
	{name: nodeCounts, messages: fastFlood, command: node(countHere)},
	{name: nodeParses, messages: fastFlood, command: node(parseHere)},
	{name: nodeEvents, messages: middleFlood, lines: candlesOf(middleFlood), command: node(inNode + eventInNode + writeEach)},
	{name: nodeEventsJoined, messages: middleFlood, lines: candlesOf(middleFlood), command: node(inNode + eventInNode + writeJoined)},
	{name: nodeFrames, messages: fastFlood, lines: fastFlood, command: node(inNode + frameInNode + writeEach)},
	{name: nodeFramesJoined, messages: fastFlood, lines: fastFlood, command: node(inNode + frameInNode + writeJoined)},
	{name: "wscat (node): writes each message as a line", messages: slowFlood, lines: slowFlood, toFile: true, command: func(b *testing.B, address string) *exec.Cmd {
		return exec.Command(filepath.Join(os.Getenv(peersEnv), "node_modules/.bin/wscat"), "--no-color", "-c", address, "-x", "subscribe", "-w", "600")
	}},
	{name: "websockets (Python): counts messages", messages: slowFlood, command: func(_ *testing.B, address string) *exec.Cmd {
		return exec.Command("/usr/bin/python3", "-c", countInPython, address)
	}},
	{name: "wsdump (Python): writes each message as a line", messages: slowFlood, lines: slowFlood, command: func(_ *testing.B, address string) *exec.Cmd {
		return exec.Command("wsdump", "-r", "-t", "subscribe", address)
	}},
}

// comparisons are of which two peers it is of interest how many times as fast one is.
var comparisons = [][2]string{
	{tailEvents, nodeEvents}, {tailEvents, nodeEventsJoined}, {tailEvents, nodeParses}, {tailEvents, nodeCounts},
	{tailFrames, nodeFrames}, {tailFrames, nodeFramesJoined}, {tailFrames, nodeParses}, {tailFrames, nodeCounts},
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
