//go:build unix

package recording_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/recording"
)

// candles are messages as Kraken sends them, of ten symbols whose prices move: open, high and low of a candle seldom change.
func candles(n int) (messages [][]byte) {
	random := rand.New(rand.NewPCG(1, 1))
	type candle struct{ open, high, low, close, sum, volume, trades float64 }
	all := make([]candle, 10)
	for i := range all {
		p := 10 + 60_000*random.Float64()
		all[i] = candle{open: p, high: p, low: p, close: p}
	}
	for i := range n {
		s := random.IntN(len(all))
		c := &all[s]
		c.close *= 1 + 0.00005*random.NormFloat64()
		c.high, c.low = max(c.high, c.close), min(c.low, c.close)
		size := random.ExpFloat64()
		c.volume += size
		c.sum += size * c.close
		c.trades++
		messages = append(messages, fmt.Appendf(nil, `[%d,["%.6f","1542057360.000000","%.5f","%.5f","%.5f","%.5f","%.5f","%.8f",%.0f],"ohlc-1","SYM%d/USD"]`,
			100+s, 1542057314+float64(i)/1e5, c.open, c.high, c.low, c.close, c.sum/c.volume, c.volume, c.trades, s))
	}
	return messages
}

// used is the time that the process has had on its processors.
func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// paced calls each with messages, 100,000 a second, for so many seconds.
func paced(messages [][]byte, seconds int, each func(at int64, message []byte)) {
	const rate, ticks = 100_000, 100
	ticker := time.NewTicker(time.Second / ticks)
	defer ticker.Stop()
	n := 0
	for range seconds * ticks {
		at := (<-ticker.C).UnixNano()
		for range rate / ticks {
			each(at, messages[n%len(messages)])
			at += int64(time.Second / rate)
			n++
		}
	}
}

// BenchmarkRecord records 100,000 messages a second for some seconds, and says what part of a core that takes, what part of the raw
// size is left, and how many messages were lost. The budget: < 15 % of a core, < 20 %, none.
//
//	go test ./feed/recording -run '^$' -bench Record -benchtime 1x
func BenchmarkRecord(b *testing.B) {
	const seconds = 5
	messages := candles(50_000)
	folder := b.TempDir()
	var raw int64
	begin := used()
	paced(messages, seconds, func(_ int64, m []byte) { raw += int64(len(m)) })
	alone := used() - begin
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	begin = used()
	paced(messages, seconds, func(at int64, m []byte) { r.Frame(at, false, m) })
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	took := used() - begin - alone
	var size int64
	names, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			b.Fatal(err)
		}
		size += info.Size()
	}
	b.ReportMetric(100*took.Seconds()/seconds, "%-of-a-core")
	b.ReportMetric(100*float64(size)/float64(raw), "%-of-raw-size")
	b.ReportMetric(float64(r.Stats().Dropped), "dropped")
	b.ReportMetric(0, "ns/op")
}
