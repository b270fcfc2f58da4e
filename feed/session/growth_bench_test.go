package session_test

import (
	"fmt"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// BenchmarkLabels is what a message costs by the number of labels that come in turn, taken as a screen does it, 30 times
// in a second of a hundred thousand messages. `known` is when nothing but data comes; in `changing`, a label changes its
// unit in every batch, and so all labels are handed out anew.
func BenchmarkLabels(b *testing.B) {
	now := time.Now()
	for _, labels := range []int{1, 100, 10_000, 100_000} {
		var messages [][]byte
		for i := range labels {
			messages = append(messages, fmt.Appendf(nil, `{"s":"label%d","p":%d.5,"u":"EUR"}`, i, i))
		}
		other := []byte(`{"s":"label0","p":1,"u":"USD"}`)
		for name, changing := range map[string]bool{"known": false, "changing": true} {
			b.Run(fmt.Sprintf("%s/%d", name, labels), func(b *testing.B) {
				s := session.New(bindForFuzz(b, "\nurl: ws://127.0.0.1:1\nlimits: {labels: 100000}\nevents: [{match: {s: \"*\"}, label: s, value: p, unit: u}]\n"),
					func(time.Duration) time.Duration { return 0 })
				s.Start(now)
				s.Opened(now)
				for _, m := range messages {
					s.Receive(now, m)
				}
				s.Seal()
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					s.Receive(now, messages[i%labels])
					if i%3333 == 0 {
						if changing {
							s.Receive(now, other)
						}
						s.Seal()
					}
				}
			})
		}
	}
}

// BenchmarkJoin makes one batch of those that a screen has waiting, by how many they are.
func BenchmarkJoin(b *testing.B) {
	now := time.Now()
	const messages = 5000 // of a batch
	s := session.New(bindForFuzz(b, "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, value: p}]\n"),
		func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	for _, n := range []int{1, 4, 16} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var batches []*event.Batch
			for range n {
				for i := range messages {
					s.Receive(now, fmt.Appendf(nil, `{"s":"label%d","p":%d.5}`, i%8, i))
				}
				batches = append(batches, s.Seal())
			}
			b.ReportAllocs()
			for b.Loop() {
				event.Join(batches)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n*messages), "ns/msg")
		})
	}
}
