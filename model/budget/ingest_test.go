//go:build unix

package budget

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/gorilla/websocket"

	"sockeye/feed/format"
	"sockeye/feed/session"
	"sockeye/model"
	"sockeye/model/process"
)

// ingested is what was measured in one round, in seconds and allocations.
type ingested struct {
	bare, buffered, alone, one, four float64
	bareMallocs, mallocs             float64
}

// measureIngest is the whole way of a message, from the socket to a screen that is drawn 30 times a second, beside bare
// gorilla loops that read the same frames and throw them away: one with gorilla's defaults, and one with the read buffer
// that a feed has. gorilla itself makes one allocation for each message, which all of them have.
func measureIngest(b *testing.B) {
	const rounds, n = 3, 2_000_000
	defer debug.SetGCPercent(debug.SetGCPercent(process.Garbage))
	address := startFlood(b)
	whole, quarter := flooded(address, n, 0), flooded(address, n/4, 0)
	var sum ingested
	var one, four float64 // messages that were dropped
	for range rounds {    // one after the other, so that what else the machine does meets all of them
		took, mallocs := counted(func() { readBare(b, whole, websocket.DefaultDialer) })
		sum.bare += took.Seconds()
		sum.bareMallocs += mallocs
		took, _ = counted(func() { readBare(b, whole, &websocket.Dialer{ReadBufferSize: 64 << 10}) })
		sum.buffered += took.Seconds()
		took, _ = counted(func() { receiveAlone(b, n) })
		sum.alone += took.Seconds()
		took, mallocs = counted(func() { one += ingest(b, whole) })
		sum.one += took.Seconds()
		sum.mallocs += mallocs
		took, _ = counted(func() { four += ingest(b, quarter, quarter, quarter, quarter) })
		sum.four += took.Seconds()
	}
	const all = rounds * n
	rate := func(seconds float64) string { return format.Count(uint64(all/seconds)) + " msg/s" }
	lost := func(dropped float64) string { return fmt.Sprintf(", %.1f%% dropped", dropped/all*100) }
	ratio := func(seconds float64) string { return fmt.Sprintf("%.2f", sum.bare/seconds) }
	report(row{what: "the bare gorilla loop, with its defaults", today: rate(sum.bare), ratio: "1"})
	report(row{what: "the bare gorilla loop, with a feed's read buffer", today: rate(sum.buffered), ratio: ratio(sum.buffered)})
	report(row{what: "the session alone, without a socket", today: rate(sum.alone), ratio: ratio(sum.alone)})
	report(row{
		what: "ingest, one feed", budget: ">= 1,000,000 msg/s, >= 0.20",
		today: rate(sum.one) + lost(one), ratio: ratio(sum.one), met: verdict(all/sum.one >= 1e6 && sum.bare/sum.one >= 0.2),
	})
	report(row{what: "ingest, four feeds", today: rate(sum.four) + lost(four), ratio: ratio(sum.four)})
	own := (sum.mallocs - sum.bareMallocs) / all
	report(row{what: "own allocations a message", budget: "< 0.05", today: fmt.Sprintf("%.3f", own), met: verdict(own < 0.05)})
}

// counted returns how long something takes, and how many allocations.
func counted(do func()) (took time.Duration, mallocs float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	do()
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return took, float64(after.Mallocs - before.Mallocs)
}

// readBare reads all that a server sends with nothing but gorilla, and returns how many messages that were.
func readBare(t testing.TB, address string, dialer *websocket.Dialer) (n int) {
	t.Helper()
	ws, _, err := dialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if err := ws.WriteMessage(websocket.TextMessage, []byte("subscribe")); err != nil {
		t.Fatal(err)
	}
	for buf := make([]byte, 0, 4096); ; n++ {
		_, r, err := ws.NextReader()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			return n
		}
		for buf = buf[:0]; err == nil; {
			var k int
			k, err = r.Read(buf[len(buf):cap(buf)])
			buf = buf[:len(buf)+k]
		}
		if !errors.Is(err, io.EOF) {
			t.Fatalf("the flood ends after %d messages: %v", n, err)
		}
	}
}

// receiveAlone passes n messages of the flood to a session.
func receiveAlone(b *testing.B, n int) {
	now := time.Now()
	s := session.New(floodPresets(b, "ws://127.0.0.1:1")[0], func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	for _, ack := range acks() {
		s.Receive(now, ack)
	}
	messages := floodMessages(now)
	for i := range n {
		s.Receive(now, messages[i%len(messages)])
		if s.Full() {
			s.Seal()
		}
	}
}

// ingest runs the screen on feeds until they have ended, and returns how many messages it has dropped, as it says itself.
func ingest(b *testing.B, addresses ...string) (dropped float64) {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	m := screen(b, ctx, floodPresets(b, addresses...)...)
	var program *tea.Program
	over := sync.OnceFunc(func() { go program.Quit() })
	program = tea.NewProgram(watched{m, len(addresses), over}, tea.WithInput(nil), tea.WithOutput(io.Discard),
		tea.WithWindowSize(120, 36), tea.WithFPS(30), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	if _, err := program.Run(); err != nil {
		b.Fatal(err)
	}
	for i, f := range m.Feeds() {
		m.Update(tea.KeyPressMsg{Code: '1' + rune(i), Text: fmt.Sprint(i + 1)})
		say(m, "balance")
		dropped += droppedOn(b, ansi.Strip(m.View().Content))
		f.Close()
	}
	return dropped
}

// balance finds what :balance says was dropped.
var balance = regexp.MustCompile(`beats \+ ([\d,]+) dropped`)

// say types a command.
func say(m *model.Model, line string) {
	for _, r := range ":" + line {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
}

// droppedOn returns how many messages the feed that a screen shows has dropped.
func droppedOn(b *testing.B, screen string) float64 {
	found := balance.FindStringSubmatch(screen)
	if found == nil {
		b.Fatalf("the screen does not say what was dropped:\n%s", screen)
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(found[1], ",", ""), 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// watched is a screen that waits for the feeds to end: they are about to be tried again then.
type watched struct {
	*model.Model
	feeds int
	over  func()
}

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := w.Model.Update(msg)
	return w, cmd
}

func (w watched) View() tea.View {
	v := w.Model.View()
	header, _, _ := strings.Cut(v.Content, "\n")
	if retrying(header) == w.feeds {
		w.over()
	}
	return v
}

// notShown finds how many feeds that are unhealthy a header has no space for.
var notShown = regexp.MustCompile(`\+(\d+) unhealthy`)

// retrying returns how many feeds are about to be tried again, by the header of a screen on feeds of which none fails otherwise.
func retrying(header string) (n int) {
	if found := notShown.FindStringSubmatch(ansi.Strip(header)); found != nil {
		n, _ = strconv.Atoi(found[1])
	}
	return n + strings.Count(header, "RETRY")
}
