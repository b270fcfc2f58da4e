package model

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/gorilla/websocket"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/model/notify"
	"sockeye/model/recall"
	"sockeye/widgets/draw"
)

// floodEnv makes the test binary the server of BenchmarkIngest: a process of its own, so that what it costs to
// send is not counted as what it costs to receive.
const floodEnv = "SOCKEYE_TEST_FLOOD"

func TestMain(m *testing.M) {
	if os.Getenv(floodEnv) != "" {
		flood()
		return
	}
	os.Exit(m.Run())
}

// flood serves Kraken candles, ready made, as fast as they are taken: the number in the query, after one
// subscribe message, with a heartbeat after every 64. It ends with its standard input.
func flood() {
	upgrader := websocket.Upgrader{WriteBufferSize: 1 << 20}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		var n int
		fmt.Sscan(r.URL.Query().Get("n"), &n)
		if _, _, err := ws.ReadMessage(); err != nil {
			return
		}
		for _, pair := range floodPairs {
			_ = ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"channelName":"ohlc-5","event":"subscriptionStatus","pair":"%s","status":"subscribed"}`, pair))
		}
		block, frames := floodBlock(time.Now())
		for ; n > 0; n -= frames {
			if _, err := ws.NetConn().Write(block); err != nil {
				return
			}
		}
		_, _, _ = ws.ReadMessage() // until the client leaves
	}))
	fmt.Println("ws" + strings.TrimPrefix(server.URL, "http"))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

var floodPairs = []string{"XBT/USD", "ETH/USD", "ADA/USD", "SOL/USD", "XRP/USD", "DOT/USD", "LTC/USD", "DOGE/USD"}

// floodBlock returns WebSocket frames (RFC 6455, section 5.2) of candles and heartbeats, and how many they are.
func floodBlock(now time.Time) (block []byte, frames int) {
	add := func(text string) {
		frames++
		block = append(block, 0x81)
		if len(text) < 126 {
			block = append(block, byte(len(text)))
		} else {
			block = append(block, 126, byte(len(text)>>8), byte(len(text)))
		}
		block = append(block, text...)
	}
	end := now.Truncate(time.Minute).Add(time.Minute).Unix()
	for i := range 512 {
		price := 3586.6 + float64(i%97)/10
		add(fmt.Sprintf(`[42,["%d.%06d","%d.000000","%.5f","%.5f","%.5f","%.5f","%.5f","0.03373000",%d],"ohlc-5","%s"]`,
			now.Unix(), i, end, price-1, price+1, price-2, price, price, i, floodPairs[i%len(floodPairs)]))
		if i%64 == 63 {
			add(`{"event":"heartbeat"}`)
		}
	}
	return block, frames
}

// startFlood starts the server process and returns its address.
func startFlood(b *testing.B) string {
	b.Helper()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), floodEnv+"=1")
	server.Stderr = os.Stderr
	in, err := server.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		_ = server.Wait()
	})
	var address string
	if _, err := fmt.Fscan(out, &address); err != nil {
		b.Fatal(err)
	}
	return address
}

// BenchmarkIngest is the whole way of a message, from the socket to a screen that is drawn 30 times a second,
// beside bare gorilla loops that read the same frames and throw them away: one as anybody writes it, and one with
// the read buffer that a feed has. gorilla itself makes one allocation for each message, which both have.
func BenchmarkIngest(b *testing.B) {
	const n = 3_000_000
	address := startFlood(b) + fmt.Sprintf("/?n=%d", n)
	var bare, buffered, alone, full, messages, dropped, mallocs, bareMallocs float64
	for b.Loop() {
		bare += ingestBare(b, address, n, websocket.DefaultDialer, &bareMallocs).Seconds()
		buffered += ingestBare(b, address, n, &websocket.Dialer{ReadBufferSize: 64 << 10}, new(float64)).Seconds()
		alone += receive(b, address, n).Seconds()
		took, m := ingest(b, address, n, &mallocs)
		full += took.Seconds()
		messages += float64(m.tab().counts.In)
		dropped += float64(m.tab().counts.Dropped)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(messages/bare, "bare-msg/s")
	b.ReportMetric(messages/full, "msg/s")
	b.ReportMetric(bare/full, "ratio")
	b.ReportMetric(buffered/full, "buffered-ratio")
	b.ReportMetric(alone/bare, "session/bare")
	b.ReportMetric((mallocs-bareMallocs)/messages, "own-allocs/msg")
	b.ReportMetric(dropped/messages, "dropped/msg")
}

// ingestBare reads n messages with nothing but gorilla.
func ingestBare(b *testing.B, address string, n int, dialer *websocket.Dialer, mallocs *float64) time.Duration {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ws, _, err := dialer.Dial(address, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer ws.Close()
	start := time.Now()
	if err := ws.WriteMessage(websocket.TextMessage, []byte("go")); err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 0, 4096)
	for range n {
		_, r, err := ws.NextReader()
		if err != nil {
			b.Fatal(err)
		}
		for buf = buf[:0]; err == nil; {
			var k int
			k, err = r.Read(buf[len(buf):cap(buf)])
			buf = buf[:len(buf)+k]
		}
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	*mallocs += float64(after.Mallocs - before.Mallocs)
	return took
}

// receive hands n messages of the flood to a session, without a socket.
func receive(b *testing.B, address string, n int) time.Duration {
	now := time.Now()
	block, _ := floodBlock(now)
	var messages [][]byte
	for len(block) > 0 {
		size, head := int(block[1]), 2
		if size == 126 {
			size, head = int(block[2])<<8|int(block[3]), 4
		}
		messages = append(messages, block[head:head+size])
		block = block[head+size:]
	}
	s := session.New(floodPreset(b, address), func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	for _, pair := range floodPairs {
		s.Receive(now, fmt.Appendf(nil, `{"event":"subscriptionStatus","pair":"%s","status":"subscribed"}`, pair))
	}
	start := time.Now()
	for i := range n {
		s.Receive(now, messages[i%len(messages)])
		if s.Full() {
			s.Take()
		}
	}
	return time.Since(start)
}

// counting ends the program when it has n messages.
type counting struct {
	*Model
	n int64
}

func (c counting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := c.Model.Update(msg)
	if c.tab().counts.In >= c.n {
		return c, tea.Quit
	}
	return c, cmd
}

// ingest runs the program on the flood until it has seen n messages.
func ingest(b *testing.B, address string, n int, mallocs *float64) (time.Duration, *Model) {
	bound := floodPreset(b, address)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f := feed.Start(ctx, bound, func(err error) { b.Error(err) })
	m := New(ctx, []*feed.Feed{f}, floodOptions(b))
	program := tea.NewProgram(counting{m, int64(n)}, tea.WithInput(nil), tea.WithOutput(io.Discard),
		tea.WithWindowSize(120, 36), tea.WithFPS(30), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	if _, err := program.Run(); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	*mallocs += float64(after.Mallocs - before.Mallocs)
	f.Close()
	return took, m
}

// floodOptions are those of a local screen.
func floodOptions(b *testing.B) Options {
	commands := notify.NewCommands()
	b.Cleanup(commands.Close)
	return Options{
		Settings: Settings{Keys: DefaultKeys(), Location: time.UTC, UI: preset.UI{History: 64 << 20}},
		Theme:    draw.DefaultTheme(), Recall: &recall.Lines{}, Commands: commands,
	}
}

// floodPreset is the shipped preset of Kraken's candles, at the flood's address.
func floodPreset(b *testing.B, address string) *preset.Bound {
	b.Helper()
	shipped, err := os.ReadFile("../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	own := strings.Replace(string(shipped), "url: wss://ws.kraken.com\n", "url: "+address+"\n", 1)
	config, err := preset.Load([]byte(own), "", nil)
	if err != nil {
		b.Fatal(err)
	}
	p, _ := config.Preset("kraken")
	bound, err := p.Bind(preset.Env{}, []preset.Override{{Name: "symbols", Text: strings.Join(floodPairs, ",")}})
	if err != nil {
		b.Fatal(err)
	}
	return bound
}

// BenchmarkUpdateAndView takes a batch of some 33,000 messages in, and draws the screen.
func BenchmarkUpdateAndView(b *testing.B) {
	const n = 33_000
	f := feed.Start(b.Context(), floodPreset(b, startFlood(b)+fmt.Sprintf("/?n=%d", n)), func(err error) { b.Error(err) })
	defer f.Close()
	w := f.Watch()
	var batch *feed.Batch
	for in := int64(0); in < n; {
		time.Sleep(50 * time.Millisecond) // so that it comes in few batches, of which the largest is taken
		next, err := w.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if in += next.Counts.In; batch == nil || next.Counts.In > batch.Counts.In {
			batch = next
		}
	}
	m := New(b.Context(), []*feed.Feed{f}, floodOptions(b))
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	m.Update(batchMsg{tab: m.tabs[0], batch: batch})
	b.ReportAllocs()
	for b.Loop() {
		m.Update(batchMsg{tab: m.tabs[0], batch: batch})
		m.refresh()
		_ = m.View()
	}
	b.ReportMetric(float64(batch.Counts.In), "msgs")
}
