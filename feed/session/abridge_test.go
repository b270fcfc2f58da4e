package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/session"
)

// TestLongEntriesAreCut: an entry that is longer than it may be has the beginning of its message and says how much is left
// out; the events of the message are all there, and the candle that stands at its end.
func TestLongEntriesAreCut(t *testing.T) {
	now := time.Unix(1772366400, 0)
	s := session.New(bindForFuzz(t, `
url: ws://127.0.0.1:1
events: [{match: {s: "*"}, label: s, time: t, ohlc: {open: o, high: o, low: o, close: o, begin: t}}]
`), func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	s.Seal()
	s.LimitEntries(300 << 10)
	message := func(filler string) string {
		return fmt.Sprintf(`{"filler":"%s","s":"A","t":1772366400,"o":5}`, strings.Repeat(filler, 400<<10/len(filler)))
	}
	for _, filler := range []string{"x", "€"} {
		s.Receive(now, []byte(message(filler)))
		b := s.Seal()
		if len(b.Points) != 1 || len(b.Candles) != 1 || b.Candles[0].Close != 5 || b.Counts.Bytes != int64(len(message(filler))) || b.Largest != b.Counts.Bytes {
			t.Fatalf("%d points, candles %+v, %+v", len(b.Points), b.Candles, b.Counts)
		}
		text := string(b.Chunks[0].Text(&b.Chunks[0].Entries[0]))
		kept, rest, ok := strings.Cut(text, " … ")
		want := fmt.Sprintf("%d more bytes left out: too many for ui.history", len(message(filler))-len(kept))
		if !ok || rest != want || !strings.HasPrefix(message(filler), kept) || len(kept) > 300<<10 || len(kept) < 300<<10-4 {
			t.Errorf("%d bytes are kept, and then: %.100s; want %s", len(kept), rest, want)
		}
	}
	short := message("x")[400<<10:]
	s.Receive(now, []byte(short))
	if b := s.Seal(); string(b.Chunks[0].Payload(&b.Chunks[0].Entries[0])) != short {
		t.Error("a short message is cut")
	}
}
