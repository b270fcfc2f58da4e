package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/session"
)

// TestMergeKeepsGaps has a hole in a sequence among messages that are merged away.
func TestMergeKeepsGaps(t *testing.T) {
	now := time.Unix(1772366400, 0)
	s := session.New(bindForFuzz(t, "\nurl: ws://127.0.0.1:1\nseq: {at: q, step: 1}\nevents: [{match: {q: \"*\"}, value: q}]\n"), func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	var merged *event.Batch
	for _, q := range []int{1, 2, 5, 6} {
		s.Receive(now, fmt.Appendf(nil, `{"q":%d}`, q))
		merged, _ = event.Drop(merged, s.Seal())
	}
	var gaps []string
	for _, c := range merged.Chunks {
		for i := range c.Entries {
			if m := &c.Entries[i]; m.Kind == event.Gap {
				gaps = append(gaps, string(c.Text(m)))
			}
		}
	}
	if len(gaps) != 1 || gaps[0] != "GAP seq 2 to 5, 2 lost" || merged.Counts.Gaps != 1 || merged.Counts.Dropped != 4 {
		t.Errorf("gaps %q, counts %+v", gaps, merged.Counts)
	}
}

// TestMergeKeepsGapsAmongHeartbeats that are in the log, more of them than a merged batch has entries.
func TestMergeKeepsGapsAmongHeartbeats(t *testing.T) {
	c := open(t, "\nurl: ws://127.0.0.1:1\nseq: {at: q, step: 1}\nheartbeat: [{beat: 1}]\n")
	c.s.ShowHeartbeats(true)
	c.s.Receive(c.now, []byte(`{"q":1}`))
	c.s.Receive(c.now, []byte(`{"q":5}`))
	for range 2000 {
		c.s.Receive(c.now, []byte(`{"beat":1}`))
	}
	merged, missed := event.Drop(nil, c.s.Seal())
	if len(merged.Chunks) != 1 || len(merged.Chunks[0].Entries) != 1 || merged.Chunks[0].Entries[0].Kind != event.Gap || missed != 0 {
		t.Errorf("%d chunks, %d entries of our own left out, want the gap alone", len(merged.Chunks), missed)
	}
}

// TestMergeKeepsTheNewestNotes sends texts that fill several chunks.
func TestMergeKeepsTheNewestNotes(t *testing.T) {
	now := time.Unix(1772366400, 0)
	s := session.New(bindForFuzz(t, "kraken"), func(time.Duration) time.Duration { return 0 })
	s.Start(now)
	s.Opened(now)
	s.Seal()
	var merged *event.Batch
	missed := 0
	for i := range 30 {
		for j := range 50 {
			if err := s.Send(now.Add(time.Duration(i)*time.Second), fmt.Sprintf("%04d%s", 50*i+j, strings.Repeat("x", 600))); err != nil {
				t.Fatal(err)
			}
		}
		s.Orders()
		var n int
		merged, n = event.Drop(merged, s.Seal())
		missed += n
	}
	merged = merged.Missing(missed)
	var texts []string
	for _, c := range merged.Chunks {
		if c.Inbound() != 0 {
			t.Errorf("%d messages of the server in a merged batch", c.Inbound())
		}
		for i := range c.Entries {
			texts = append(texts, string(c.Text(&c.Entries[i])))
		}
	}
	if len(merged.Chunks) < 3 || len(texts) != 1025 || missed != 1500-1024 {
		t.Fatalf("%d entries in %d chunks, %d left out", len(texts), len(merged.Chunks), missed)
	}
	if want := "entries of our own left out, because this log was read too slowly: 476"; texts[0] != want {
		t.Errorf("%q, want %q", texts[0], want)
	}
	for i, text := range texts[1:] {
		if want := fmt.Sprintf("%04d", 476+i); text[:4] != want {
			t.Fatalf("entry %d is %s, want %s", i, text[:4], want)
		}
	}
	if b := (&event.Batch{}).Missing(0); len(b.Chunks) != 0 {
		t.Error("an entry says that nothing is missing")
	}
	if size := merged.Size(); size > 3<<20 {
		t.Errorf("a merged batch of %d bytes", size)
	}
}
