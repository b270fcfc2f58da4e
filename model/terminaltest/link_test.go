//go:build unix

package terminaltest

import (
	"strings"
	"testing"
	"time"
)

// over is a small terminal over a link.
func over(link Link) Terminal {
	terminal := small
	terminal.Link = link
	return terminal
}

// waitStderr waits until a program has said something on standard error.
func waitStderr(o *Operator, text string) {
	o.t.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for timeout := time.After(patience); !strings.Contains(o.Stderr(), text); {
		select {
		case <-poll.C:
		case <-timeout:
			o.t.Fatalf("standard error was to have %s, and has\n%s", text, o.Stderr())
		}
	}
}

func TestTheRateBoundsWhatArrives(t *testing.T) {
	t.Parallel()
	const size = 32 << 10
	thin := Start(t, program("writes", "32768"), over(Link{Rate: 512, Buffer: 1 << 20}))
	thick := Start(t, program("writes", "32768"), over(Link{Rate: 512 << 10, Buffer: 1 << 20}))
	thin.Sees(`ready`)
	thick.Sees(`ready`)
	thin.Types(" ")
	thick.Types(" ")
	thick.Sees(`(?m)^end`)
	if arrived := thin.Arrived(); arrived > size/4 {
		t.Errorf("while %d bytes come over a link, %d come over one that is 1,024 times as thin", size, arrived)
	}
	before := thin.Arrived()
	thin.Until("more", func(Screen) bool { return thin.Arrived() > before+1<<8 })
}

func TestTheBufferBoundsWhatIsAhead(t *testing.T) {
	t.Parallel()
	const size = 512 << 10
	for name, tt := range map[string]struct {
		buffer  int
		stopped bool // the terminal is, until the program is done
	}{
		"large": {1 << 20, true},
		"none":  {0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Start(t, program("writes", "524288"), over(Link{Rate: size, Buffer: tt.buffer}))
			o.Sees(`ready`)
			if tt.stopped {
				o.Stop()
			}
			o.Types(" ")
			o.Gone(0)
			if arrived := o.Arrived(); arrived < size/2 != tt.stopped {
				t.Errorf("the program is done when %d bytes of %d have come to the screen", arrived, size)
			}
			if tt.stopped {
				o.Continue()
			}
			o.Sees(`(?m)^end`)
			o.Until("all of it", func(Screen) bool { return o.Arrived() == len(o.Written()) })
			if written := o.Written(); !strings.HasSuffix(written, "end") || len(written) < size {
				t.Errorf("%d bytes were written, and end with %q", len(written), written[max(len(written)-20, 0):])
			}
		})
	}
}

func TestAnswersNeedARoundTrip(t *testing.T) {
	t.Parallel()
	far := Start(t, program("draws", "ready", "pressed"), over(Link{RoundTrip: 5 * time.Second}))
	near := Start(t, program("draws", "ready", "pressed"), small)
	far.Sees(`ready`)
	near.Sees(`ready`)
	far.Types(" ")
	near.Types(" ")
	near.Sees(`pressed`)
	if far.Stderr() != "" {
		t.Error("a key has come to the far program before one to the near program")
	}
	waitStderr(far, `" "`)
	if strings.Contains(far.Screen().String(), "pressed") {
		t.Error("the answer to a key has come to the far screen when the program had just read the key")
	}
	far.Sees(`pressed`)
}

func TestAStoppedTerminalDrawsNothing(t *testing.T) {
	t.Parallel()
	for name, link := range map[string]Link{"near": {}, "far": {Rate: 1 << 20, RoundTrip: 20 * time.Millisecond, Buffer: 1 << 20}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Start(t, program("draws", "0", "1", "2", "3"), over(link))
			o.Sees(`^0 `)
			o.Stop()
			arrived, before := o.Arrived(), o.Screen()
			for _, key := range []string{"a", "b", "c"} {
				o.Types(key)
				waitStderr(o, key)
			}
			o.Types("T")
			waitStderr(o, "accepted") // there is space for it
			if shown := o.Screen(); o.Arrived() != arrived || shown.String() != before.String() || !shown.Since[0].Equal(before.Since[0]) {
				t.Errorf("a terminal that is stopped has drawn %d bytes, and now %d:\n%s", arrived, o.Arrived(), shown)
			}
			o.Continue()
			o.Sees(`^0123 `)
		})
	}
}

func TestBlockWritesBlocksTheNextWrite(t *testing.T) {
	t.Parallel()
	o := Start(t, program("draws", "0"), over(Link{Buffer: 8 << 10}))
	o.Sees(`^0 `)
	o.Types("T")
	waitStderr(o, "accepted")
	o.BlockWrites()
	o.Types("T")
	waitStderr(o, "blocked")
	if behind := len(o.Written()) - o.Arrived(); behind < 8<<10 {
		t.Errorf("the buffer of the link has %d bytes", behind)
	}
}
