package flow

import (
	"context"
	"sockeye/feed/feedtest"
	"testing"
	"time"
)

const positionQuery = "\x1b[6n"

// written is a terminal over SSH that was written to and has replied.
func written(bytes int) *Control {
	c := New(true)
	c.Wrote(bytes)
	c.reply()
	return c
}

func TestFirstRenderAsksForSynchronizedOutput(t *testing.T) {
	c := New(false)
	if before, after := c.Wrote(100); before != "\x1b[?2026$p" || after != positionQuery {
		t.Errorf("around the first render are %q and %q", before, after)
	}
	c.reply()
	if before, after := c.Wrote(100); before != "" || after != positionQuery {
		t.Errorf("around the second render are %q and %q", before, after)
	}
	if want := int64(9 + 100 + 4 + 100 + 4); c.written != want {
		t.Errorf("%d bytes are counted, want %d", c.written, want)
	}
}

func TestWaitEndsWithTheRateOrTheReply(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		c := written(1024)
		start := time.Now()
		if c.Ready() {
			t.Error("data may be shown before the rate allows it")
		}
		if !c.Wait(t.Context()) {
			t.Fatal("the wait has failed")
		}
		if took := time.Since(start); took != 100*time.Millisecond {
			t.Errorf("a kilobyte at 10 KiB/s makes a wait of %v", took)
		}
		c.Wrote(100)
		go func() {
			time.Sleep(300 * time.Millisecond)
			c.reply()
		}()
		start = time.Now()
		c.Wait(t.Context())
		if took := time.Since(start); took != 300*time.Millisecond {
			t.Errorf("a reply after 300 ms makes a wait of %v", took)
		}
	})
}

func TestBatchesDoNotWaitForTheTerminal(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		c := written(100)
		c.Wrote(100)
		start := time.Now()
		if !c.WaitBatch(t.Context()) || time.Since(start) != 100*time.Millisecond {
			t.Errorf("with a reply to come, the next batch waits for %v", time.Since(start))
		}
	})
}

func TestWaitsEndWithTheScreen(t *testing.T) {
	feedtest.Bubble(t, func(t *testing.T) {
		c := written(100)
		c.Wrote(100)
		start := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		if c.Wait(ctx) || c.WaitBatch(ctx) || time.Since(start) != 0 {
			t.Error("the wait outlives the screen")
		}
		c.WaitReplies(time.Second)
		if took := time.Since(start); took != time.Second {
			t.Errorf("a reply that does not come keeps the program for %v, want 1s", took)
		}
		c.reply()
		c.WaitReplies(time.Second)
		if took := time.Since(start); took != time.Second {
			t.Error("the program stays after the last reply")
		}
	})
}
