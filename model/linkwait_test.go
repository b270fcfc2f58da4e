package model

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sockeye/model/link"
)

const askPosition = "\x1b[6n"

// written is a glass that was written to by a screen over SSH, and has answered.
func written(bytes int) *glass {
	g := newGlass(true)
	g.frame(bytes)
	answer(g)
	return g
}

func answer(g *glass) { g.change(func(l *link.Link) { l.Answered(time.Now()) }) }

func TestGlassAsksAroundItsFirstFrame(t *testing.T) {
	g := newGlass(false)
	if before, after := g.frame(100); before != "\x1b[?2026$p" || after != askPosition {
		t.Errorf("around the first frame stand %q and %q", before, after)
	}
	answer(g)
	if before, after := g.frame(100); before != "" || after != askPosition {
		t.Errorf("around the second frame stand %q and %q", before, after)
	}
	if want := int64(9 + 100 + 4 + 100 + 4); g.written != want {
		t.Errorf("%d bytes are counted, want %d", g.written, want)
	}
}

func TestGlassWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := written(1024)
		start := time.Now()
		if g.open() {
			t.Error("data may be shown before the frame is paid for")
		}
		if !g.wait(t.Context()) {
			t.Fatal("the wait has failed")
		}
		if took := time.Since(start); took != 100*time.Millisecond {
			t.Errorf("a kilobyte at 10 KiB/s makes a wait of %v", took)
		}
		g.frame(100)
		go func() {
			time.Sleep(300 * time.Millisecond)
			answer(g)
		}()
		start = time.Now()
		g.wait(t.Context())
		if took := time.Since(start); took != 300*time.Millisecond {
			t.Errorf("an answer after 300 ms makes a wait of %v", took)
		}
	})
}

func TestBatchesDoNotWaitForTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := written(100)
		g.frame(100)
		start := time.Now()
		if !g.paced(t.Context(), nil) || time.Since(start) != 100*time.Millisecond {
			t.Errorf("with an answer to come, the next batch waits for %v", time.Since(start))
		}
		early := make(chan struct{}, 1)
		early <- struct{}{}
		start = time.Now()
		if !g.paced(t.Context(), early) || time.Since(start) != 0 {
			t.Error("a flood waits")
		}
	})
}

func TestGlassIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := written(100)
		g.frame(100)
		start := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		if g.wait(ctx) || g.paced(ctx, nil) || time.Since(start) != 0 {
			t.Error("the wait outlives the screen")
		}
		g.settled(lastAnswer)
		if took := time.Since(start); took != lastAnswer {
			t.Errorf("an answer that does not come keeps the program for %v, want %v", took, lastAnswer)
		}
		answer(g)
		g.settled(lastAnswer)
		if took := time.Since(start); took != lastAnswer {
			t.Error("the program stays after the last answer")
		}
	})
}

func TestCommandFPS(t *testing.T) {
	m := &Model{pacer: pacer{glass: newGlass(true)}}
	for _, tt := range []struct {
		typed, complaint string
		fps              int // 0: auto
	}{
		{"5", "", 5},
		{"60", "", 60},
		{"61", "61 is no pace", 60},
		{"0", "0 is no pace", 60},
		{"fast", "fast is no pace: it is auto, or a whole number from 1 to 60", 60},
		{"", ":fps auto", 60},
		{"auto", "", 0},
	} {
		_, err := m.commandFPS(strings.Fields(tt.typed))
		if (err != nil) != (tt.complaint != "") || err != nil && !strings.Contains(err.Error(), tt.complaint) {
			t.Errorf(":fps %s says %v, want %q", tt.typed, err, tt.complaint)
		}
		want := 100 * time.Millisecond
		if tt.fps > 0 {
			want = time.Second / time.Duration(tt.fps)
		}
		if pace := m.pacer.glass.link.Pace(); pace != want {
			t.Errorf("after :fps %s there is a batch every %v, want %v", tt.typed, pace, want)
		}
	}
}

func TestCommandLink(t *testing.T) {
	m := &Model{pacer: pacer{glass: newGlass(true)}}
	for _, tt := range []struct {
		typed, complaint string
		rows             int // of 100 bytes, with a frame
	}{
		{"1KiB/s", "", 2},
		{"2000B/s", "", 5},
		{"10B/s", "10B/s: this says not what a link carries: write `auto`, or bytes a second like `1KiB/s`, 100B/s at least", 5},
		{"1KiB", "1KiB: this says not", 5},
		{"", ":link auto", 5},
		{"auto", "", 1 << 20},
	} {
		_, err := m.commandLink(strings.Fields(tt.typed))
		if (err != nil) != (tt.complaint != "") || err != nil && !strings.Contains(err.Error(), tt.complaint) {
			t.Errorf(":link %s says %v, want %q", tt.typed, err, tt.complaint)
		}
		if rows := m.pacer.glass.link.Rows(100); rows != tt.rows {
			t.Errorf("after :link %s a frame has %d rows, want %d", tt.typed, rows, tt.rows)
		}
	}
}
