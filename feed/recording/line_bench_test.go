package recording_test

import (
	"testing"

	"sockeye/feed/recording"
)

const kraken = `[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","XBT/USD"]`

func BenchmarkAppend(b *testing.B) {
	var w recording.Writer
	var text []byte
	line := frame(0, kraken)
	b.SetBytes(int64(len(kraken)))
	for b.Loop() {
		text = w.Append(text[:0], line)
	}
}

func BenchmarkParse(b *testing.B) {
	var w recording.Writer
	text := w.Append(nil, frame(0, kraken))
	var p recording.Parser
	var line recording.Line
	b.SetBytes(int64(len(kraken)))
	for b.Loop() {
		if err := p.Parse(text, &line); err != nil {
			b.Fatal(err)
		}
	}
}
