package headless

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// BenchmarkLine turns candles as Kraken sends them into lines, and trades as Binance does.
func BenchmarkLine(b *testing.B) {
	for _, test := range []struct{ name, events, payload string }{
		{"candle", "{match: {2: ohlc-*}, each: 1, label: $.3, time: 0, ohlc: {end: 1, open: 2, high: 3, low: 4, close: 5, volume: 7}}",
			`[42,["1764126000.748456","1764126060.000000","3585.60000","3587.60000","3584.60000","3586.60000","3586.60000","0.03373000",12],"ohlc-5","XBT/USD"]`},
		{"trade", "{match: {e: trade}, label: s, time: T, value: p}",
			`{"e":"trade","E":1764126000123,"s":"BTCUSDT","t":12345,"p":"61240.20000000","q":"0.00100000","T":1764126000122,"m":true,"M":true}`},
	} {
		b.Run(test.name, func(b *testing.B) {
			presets, err := preset.Parse("bench", fmt.Appendf(nil, "presets:\n  bench:\n    url: ws://127.0.0.1:1\n    events:\n      - %s\n", test.events))
			if err != nil {
				b.Fatal(err)
			}
			bound, err := presets[0].Bind(preset.Env{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			e := newEvents(bound)
			entry := event.Entry{At: time.Date(2026, 11, 26, 3, 0, 0, 123456789, time.UTC).UnixNano(), Kind: event.Matched, Rule: 1}
			payload := []byte(test.payload)
			var out []byte
			b.ReportAllocs()
			for b.Loop() {
				out = out[:0]
				records := e.of(&entry, payload, "label")
				for i := range records {
					out = e.append(out, entry.At, &records[i])
				}
			}
			b.SetBytes(int64(len(out)))
		})
	}
}
