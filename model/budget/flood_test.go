//go:build unix

package budget

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/preset"
)

// floodEnv makes the test binary the server of the flood: a process of its own, so that what it costs to send is not
// counted as what it costs to receive.
const floodEnv = "SOCKEYE_TEST_FLOOD"

// floodPairs are what the flood has candles of.
var floodPairs = []string{"XBT/USD", "ETH/USD", "ADA/USD", "SOL/USD", "XRP/USD", "DOT/USD", "LTC/USD", "DOGE/USD"}

// serveFlood serves Kraken's candles, ready made, until its standard input ends. The query of an address says how many
// messages there are, n, after which the server leaves; and how many a second, rate, without which they come as fast as
// they are read. The first message of a client counts as its subscriptions.
func serveFlood() {
	upgrader := websocket.Upgrader{WriteBufferSize: 1 << 20}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		rate, _ := strconv.Atoi(r.URL.Query().Get("rate"))
		if _, _, err := ws.ReadMessage(); err == nil {
			pour(ws, n, rate)
		}
	}))
	fmt.Println("ws" + strings.TrimPrefix(server.URL, "http"))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// pour sends n messages, and says goodbye.
func pour(ws *websocket.Conn, n, rate int) {
	for _, ack := range acks() {
		if ws.WriteMessage(websocket.TextMessage, ack) != nil {
			return
		}
		n--
	}
	messages := floodMessages(time.Now())
	block := framed(messages)
	for start, sent := time.Now(), 0; n > 0; n -= len(messages) {
		if n < len(messages) {
			block = framed(messages[:n])
		}
		if _, err := ws.NetConn().Write(block); err != nil {
			return
		}
		if sent += len(messages); rate > 0 {
			time.Sleep(time.Until(start.Add(time.Duration(sent) * time.Second / time.Duration(rate))))
		}
	}
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "that is all")
	if ws.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Minute)) == nil {
		_, _, _ = ws.ReadMessage() // until the client has read all of it, and leaves
	}
}

// acks are how the server answers the subscriptions.
func acks() (messages [][]byte) {
	for _, pair := range floodPairs {
		messages = append(messages, fmt.Appendf(nil, `{"channelName":"ohlc-5","event":"subscriptionStatus","pair":"%s","status":"subscribed"}`, pair))
	}
	return messages
}

// floodMessages are candles of some 150 bytes, and a heartbeat after every 64 of them.
func floodMessages(now time.Time) (messages [][]byte) {
	end := now.Truncate(time.Minute).Add(time.Minute).Unix()
	for i := range 512 {
		price := 3586.6 + float64(i%97)/10
		messages = append(messages, fmt.Appendf(nil, `[42,["%d.%06d","%d.000000","%.5f","%.5f","%.5f","%.5f","%.5f","0.03373000",%d],"ohlc-5","%s"]`,
			now.Unix(), i, end, price-1, price+1, price-2, price, price, i, floodPairs[i%len(floodPairs)]))
		if i%64 == 63 {
			messages = append(messages, []byte(`{"event":"heartbeat"}`))
		}
	}
	return messages
}

// framed are messages as the text frames of a server: RFC 6455, section 5.2.
func framed(messages [][]byte) (frames []byte) {
	for _, m := range messages {
		frames = append(frames, 0x81)
		if len(m) < 126 {
			frames = append(frames, byte(len(m)))
		} else {
			frames = append(frames, 126, byte(len(m)>>8), byte(len(m)))
		}
		frames = append(frames, m...)
	}
	return frames
}

// startFlood starts the server and returns its address.
func startFlood(t testing.TB) string {
	t.Helper()
	return startServer(t, floodEnv)
}

// startServer starts the test binary as the server that a variable makes it, and returns its address.
func startServer(t testing.TB, env string) string {
	t.Helper()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), env+"=1")
	server.Stderr = os.Stderr
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = server.Wait()
	})
	var address string
	if _, err := fmt.Fscan(out, &address); err != nil {
		t.Fatalf("the server does not say where it is: %v", err)
	}
	return address
}

// flooded is an address of the flood.
func flooded(address string, n, rate int) string {
	return address + "/?" + url.Values{"n": {strconv.Itoa(n)}, "rate": {strconv.Itoa(rate)}}.Encode()
}

// behind is what comes after a preset: another one.
var behind = regexp.MustCompile(`\n  \S`)

// shippedPreset is the inside of a preset of the configuration that comes with the program.
func shippedPreset(t testing.TB, name string) string {
	t.Helper()
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(shipped), "\n  "+name+":\n")
	if !found {
		t.Fatalf("the shipped configuration has no preset %s", name)
	}
	if at := behind.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	return text
}

// floodConfig is a configuration of feeds, flood1 and so on, which are the shipped preset of Kraken's candles at other
// addresses. One that has ended is not dialled again.
func floodConfig(t testing.TB, addresses ...string) string {
	t.Helper()
	text := "presets:\n"
	for i, address := range addresses {
		own := shippedPreset(t, "kraken")
		for _, change := range [][2]string{
			{"    url: wss://ws.kraken.com\n", "    url: " + address + "\n    reconnect: {min: 1h, max: 1h}\n"},
			{"symbols: [XBT/USD, ETH/USD]", "symbols: [" + strings.Join(floodPairs, ", ") + "]"},
		} {
			if !strings.Contains(own, change[0]) {
				t.Fatalf("the shipped preset kraken has no %q", change[0])
			}
			own = strings.Replace(own, change[0], change[1], 1)
		}
		text += fmt.Sprintf("  %s:\n%s\n", floodName(i), own)
	}
	return text
}

func floodName(i int) string { return fmt.Sprint("flood", i+1) }

// floodPresets are the same, ready to be run.
func floodPresets(t testing.TB, addresses ...string) (bound []*preset.Bound) {
	t.Helper()
	presets, err := preset.Parse("flood", []byte(floodConfig(t, addresses...)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range addresses {
		p, _ := presets.Find(floodName(i))
		own, err := p.Bind(preset.Env{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		bound = append(bound, own)
	}
	return bound
}

// TestFlood counts what the flood sends.
func TestFlood(t *testing.T) {
	t.Parallel()
	const n = 1234
	if got := readBare(t, flooded(startFlood(t), n, 0), websocket.DefaultDialer); got != n {
		t.Errorf("the flood has %d messages, want %d", got, n)
	}
}
