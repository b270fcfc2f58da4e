//go:build unix

package feed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
)

// BenchmarkCompressed is what a message costs in time of a processor, from the socket to a batch, by how it is compressed: not at all,
// by the connection with permessage-deflate (RFC 7692), or by the feed itself with gzip.
func BenchmarkCompressed(b *testing.B) {
	const text, binary = 0x81, 0x82
	const compressed = 0x40 // RSV1
	plain := func(m []byte) []byte { return m }
	var messages [][]byte
	for i := range 512 {
		price := 3586.6 + float64(i%97)/10
		messages = append(messages, fmt.Appendf(nil, `[42,["%d.%06d","1542057360.000000","%.5f","%.5f","%.5f","%.5f","%.5f","0.03373000",%d],"ohlc-5","%s"]`,
			time.Now().Unix(), i, price-1, price+1, price-2, price, price, i, []string{"XBT/USD", "ETH/USD"}[i%2]))
	}
	for _, test := range []struct {
		name, settings string
		opcode         byte
		pack           func([]byte) []byte
		open           feedtest.Conversation
	}{
		{"plain", "", text, plain, nil},
		{"permessage-deflate", "compression: true,", text | compressed, deflated, feedtest.Conversation{feedtest.Compression()}},
		{"gzip", "frames: {decompress: gzip},", binary, gzipped, nil},
	} {
		b.Run(test.name, func(b *testing.B) {
			var frames []byte
			for _, m := range messages {
				frames = append(frames, feedtest.RawFrame(test.opcode, test.pack(m))...)
			}
			server := feedtest.New(b, append(test.open, feedtest.Stream(frames, 0)))
			presets, err := preset.Parse("test.yaml", fmt.Appendf(nil, `presets: {x: {url: %q, %s
				events: [{match: {-2: "/^ohlc-/"}, each: 1, label: $.-1, time: 0, ohlc: {open: 2, high: 3, low: 4, close: 5, volume: 7, end: 1}}]}}`, server.URL(), test.settings))
			if err != nil {
				b.Fatal(err)
			}
			bound, err := presets[0].Bind(preset.Env{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			f := New(context.Background(), bound, func(err error) { b.Error(err) })
			w := f.Watch()
			f.Start()
			defer f.Close()
			began := processorTime()
			events := int64(0)
			for events < int64(b.N) {
				batch, err := w.Next(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				events += batch.Counts.Events
			}
			b.ReportMetric(float64(processorTime()-began)/float64(events), "processor-ns/op")
			b.ReportMetric(float64(len(frames))/float64(len(messages)), "bytes/op")
		})
	}
}

// deflated is a message as permessage-deflate has it, without what was before.
func deflated(m []byte) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.DefaultCompression)
	_, _ = w.Write(m)
	_ = w.Flush()
	return bytes.TrimSuffix(out.Bytes(), []byte("\x00\x00\xff\xff"))
}

func gzipped(m []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(m)
	_ = w.Close()
	return out.Bytes()
}

// processorTime is how long the process has run on all processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
