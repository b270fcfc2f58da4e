package session_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// BenchmarkReceive is everything that is done to one Kraken candle: scan, heartbeat and control matchers,
// label, time, candle, point, lag, and a place in a batch.
func BenchmarkReceive(b *testing.B) {
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	config, err := preset.Load(shipped, "", nil)
	if err != nil {
		b.Fatal(err)
	}
	p, _ := config.Preset("kraken")
	bound, err := p.Bind(preset.Env{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	s := session.New(bound, rand.N[time.Duration])
	s.Start(now)
	s.Opened(now)
	s.Receive(now, []byte(ack("XBT/USD")))
	s.Receive(now, []byte(ack("ETH/USD")))
	var frames [][]byte
	for i := range 64 {
		at := float64(now.Unix()) + float64(i)/100
		frames = append(frames, []byte(ohlc([]string{"XBT/USD", "ETH/USD"}[i%2], at, float64(now.Unix()+60), fmt.Sprintf("%.5f", 3586+float64(i)/10))))
	}
	var bytes, i int
	b.ReportAllocs()
	for b.Loop() {
		f := frames[i%len(frames)]
		s.Receive(now, f)
		if i++; i%32768 == 0 || s.Full() {
			s.Take()
		}
		bytes += len(f)
	}
	b.SetBytes(int64(bytes / i))
}
