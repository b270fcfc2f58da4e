package feed

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"sockeye/feed/preset"
)

// BenchmarkMemoryOfWatchers is the memory that a feed has with a full history, by how many watchers it has that keep up.
func BenchmarkMemoryOfWatchers(b *testing.B) {
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  x:\n    url: ws://127.0.0.1:1/\n    events: [{match: {p: \"*\"}, value: p}]\n"))
	if err != nil {
		b.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	message := []byte(`{"p":3586.70,"bid":"3586.60000","ask":"3586.80000","volume":"0.03373000","count":2,"pair":"XBT/USD"}`)
	for _, watchers := range []int{1, 2, 10} {
		b.Run(fmt.Sprint(watchers), func(b *testing.B) {
			var before, after runtime.MemStats
			for b.Loop() {
				runtime.GC()
				runtime.ReadMemStats(&before)
				f := Start(context.Background(), bound, func(err error) { b.Error(err) })
				all := make([]*Watcher, watchers)
				for i := range all {
					all[i] = f.Watch()
				}
				for range 100 {
					for range 10_000 {
						f.receive(time.Now(), one(message))
					}
					for _, w := range all {
						if _, err := w.Next(context.Background()); err != nil {
							b.Fatal(err)
						}
					}
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				f.Close()
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		})
	}
}
