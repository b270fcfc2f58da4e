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
	"slices"
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

// ingestRound is what was measured in one round: times, allocations, and messages that were dropped.
type ingestRound struct {
	bare, buffered, alone, one, four time.Duration
	bareMallocs, mallocs             float64
	droppedOfOne, droppedOfFour      float64
}

// measureIngest is the whole way of a message, from the socket to a screen that is drawn 30 times a second, beside bare
// gorilla loops that read the same frames and throw them away: one with gorilla's defaults, and one with the read buffer
// that a feed has, of which the ratios are. gorilla itself makes one allocation for each message, which all of them have. The median
// of the rounds counts, each figure by itself, and of what was dropped all.
func measureIngest(b *testing.B) {
	const n = 4_000_000
	defer debug.SetGCPercent(debug.SetGCPercent(process.Garbage))
	address := startFlood(b)
	whole, quarter := flooded(address, n, 0), flooded(address, n/4, 0)
	var rounds [5]ingestRound
	for i := range rounds { // one after the other, so that what else the machine does meets all of them
		r := &rounds[i]
		r.bare, r.bareMallocs = counted(func() { readBare(b, whole, websocket.DefaultDialer) })
		r.buffered, _ = counted(func() { readBare(b, whole, &websocket.Dialer{ReadBufferSize: 64 << 10}) })
		r.alone, _ = counted(func() { receiveAlone(b, n) })
		r.one, r.mallocs = counted(func() { r.droppedOfOne = ingest(b, whole) })
		r.four, _ = counted(func() { r.droppedOfFour = ingest(b, quarter, quarter, quarter, quarter) })
	}
	median := func(of func(r *ingestRound) float64) float64 {
		var all []float64
		for i := range rounds {
			all = append(all, of(&rounds[i]))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	seconds := func(took func(r *ingestRound) time.Duration) func(r *ingestRound) float64 {
		return func(r *ingestRound) float64 { return took(r).Seconds() }
	}
	rate := func(took func(r *ingestRound) time.Duration) string {
		return format.Count(uint64(n/median(seconds(took)))) + " msg/s"
	}
	ratio := func(took func(r *ingestRound) time.Duration) float64 {
		return median(func(r *ingestRound) float64 { return float64(r.buffered) / float64(took(r)) })
	}
	lost := func(dropped func(r *ingestRound) float64) string {
		all := 0.0
		for i := range rounds {
			all += dropped(&rounds[i])
		}
		return fmt.Sprintf(", %.1f%% dropped", all/float64(n*len(rounds))*100)
	}
	line := func(what string, took func(r *ingestRound) time.Duration) row {
		return row{what: what, today: rate(took), ratio: fmt.Sprintf("%.2f", ratio(took))}
	}
	one := func(r *ingestRound) time.Duration { return r.one }
	four := func(r *ingestRound) time.Duration { return r.four }
	report(line("the bare gorilla loop, with its defaults", func(r *ingestRound) time.Duration { return r.bare }))
	report(line("the bare gorilla loop, with a feed's read buffer", func(r *ingestRound) time.Duration { return r.buffered }))
	report(line("the session alone, without a socket", func(r *ingestRound) time.Duration { return r.alone }))
	ofOne := line("ingest, one feed", one)
	ofOne.today += lost(func(r *ingestRound) float64 { return r.droppedOfOne })
	ofOne.budget, ofOne.met = ">= 1,000,000 msg/s, >= 0.30", verdict(n/median(seconds(one)) >= 1e6 && ratio(one) >= 0.3)
	report(ofOne)
	ofFour := line("ingest, four feeds", four)
	ofFour.today += lost(func(r *ingestRound) float64 { return r.droppedOfFour })
	report(ofFour)
	own := median(func(r *ingestRound) float64 { return r.mallocs - r.bareMallocs }) / n
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
