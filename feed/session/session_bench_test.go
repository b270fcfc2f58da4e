package session_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// BenchmarkReceive is everything that is done to one message (scan, matchers, route, label, time, values, lag, and a
// place in a batch, the rhythm of the label), for feeds of several kinds with a message each ten milliseconds, beside decoding the same message into `any` with encoding/json.
func BenchmarkReceive(b *testing.B) {
	now := time.Now()
	gzipped := func(text string) string {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return out.String()
	}
	same := func(text string) string { return text }
	for _, feed := range []struct {
		preset   string
		opening  []string
		messages func(i int) string
		pack     func(string) string
	}{
		{"kraken", []string{ack("XBT/USD"), ack("ETH/USD")}, func(i int) string {
			return ohlc([]string{"XBT/USD", "ETH/USD"}[i%2], float64(now.Unix())+float64(i)/100, float64(now.Unix()+60), fmt.Sprintf("%.5f", 3586+float64(i)/10))
		}, same},
		{"coinbase-advanced", []string{`{"channel":"subscriptions","events":[{"subscriptions":{"ticker":["BTC-USD","ETH-USD"]}}]}`}, func(i int) string {
			return fmt.Sprintf(`{"channel":"ticker","client_id":"","timestamp":"%s","sequence_num":%d,"events":[{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"%d.5","volume_24_h":"16038.28770938","low_24_h":"21835.29","high_24_h":"23011.18","best_bid":"68900.4","best_ask":"68900.6"},{"type":"ticker","product_id":"ETH-USD","price":"3012.%02d","best_bid":"3012.3","best_ask":"3012.5"}]}]}`,
				now.UTC().Format(time.RFC3339Nano), i, 68900+i, i)
		}, same},
		{"bitfinex-ticker", []string{`{"event":"info","version":2}`, `{"event":"subscribed","channel":"ticker","chanId":7,"symbol":"tBTCUSD"}`, `{"event":"subscribed","channel":"ticker","chanId":8,"symbol":"tETHUSD"}`}, func(i int) string {
			return fmt.Sprintf(`[%d,[36371,11.850881,36372,14.9750371,38,0.00104588,%d,841.88085507,36846,35866],%d,%d]`, 7+i%2, 36371+i, i+1, now.UnixMilli())
		}, same},
		{"htx", []string{`{"id":"1","status":"ok","subbed":"market.btcusdt.kline.1min"}`}, func(i int) string {
			return fmt.Sprintf(`{"ch":"market.btcusdt.kline.1min","ts":%d,"tick":{"id":1489464480,"amount":0.0,"count":0,"open":7962.62,"close":%d.62,"low":7962.62,"high":7962.62,"vol":0.0}}`, now.UnixMilli(), 7962+i)
		}, gzipped},
	} {
		var frames [][]byte
		var texts [][]byte
		for i := range 64 {
			text := feed.messages(i)
			texts = append(texts, []byte(text))
			frames = append(frames, []byte(feed.pack(text)))
		}
		b.Run(feed.preset, func(b *testing.B) {
			s := opened(b, feed.preset, now, feed.opening)
			b.SetBytes(int64(len(frames[0])))
			b.ReportAllocs()
			events := int64(0)
			i, at := 0, now
			for b.Loop() {
				at = at.Add(10 * time.Millisecond)
				s.Receive(at, frames[i%len(frames)])
				if i++; i%1024 == 0 || s.Full() {
					events += s.Seal().Counts.Events
				}
			}
			if i > 1024 && events == 0 {
				b.Error("no message was an event")
			}
		})
		b.Run(feed.preset+"/Unmarshal", func(b *testing.B) {
			b.SetBytes(int64(len(texts[0])))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				var v any
				if err := json.Unmarshal(texts[i%len(texts)], &v); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// opened returns a session of a shipped preset that has received the opening messages.
func opened(b testing.TB, name string, now time.Time, opening []string) *session.Session {
	b.Helper()
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	presets, err := preset.Parse("test.yaml", shipped)
	if err != nil {
		b.Fatal(err)
	}
	p, ok := presets.Find(name)
	if !ok {
		b.Fatalf("no preset %s", name)
	}
	bound, err := p.Bind(preset.Env{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	s := session.New(bound, rand.N[time.Duration])
	s.Start(now)
	s.Opened(now)
	for _, m := range opening {
		s.Receive(now, []byte(m))
	}
	s.Seal()
	return s
}
