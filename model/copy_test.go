package model_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model"
	"sockeye/model/flow"
)

// copying is a screen whose log has messages of some lengths, and whose terminal reads a long copy until a test ends it.
type copying struct {
	*driver
	numbers []uint64 // of the entries of these messages
	sent    chan string
	end     chan error
	stops   bool // a long copy ends when it is stopped
}

func copyingOn(t *testing.T, change func(*model.Options), lengths ...int) *copying {
	t.Helper()
	c := &copying{sent: make(chan string, 1), end: make(chan error, 1), stops: true}
	conversation := talk()
	for _, n := range lengths {
		const before, behind = `{"x":"`, `"}`
		conversation = append(conversation, feedtest.Send(before+strings.Repeat("x", n-len(before)-len(behind))+behind))
	}
	c.driver = driveWith(t, func(o *model.Options) {
		o.UI.History = 64 << 20
		o.Transfer = func(ctx context.Context, sequence string) error {
			c.sent <- sequence
			stopped := ctx.Done()
			if !c.stops {
				stopped = nil
			}
			select {
			case err := <-c.end:
				return errors.Join(err, ctx.Err())
			case <-stopped:
				return ctx.Err()
			}
		}
		change(o)
	}, ticks(t, "alpha", feedtest.New(t, append(conversation, feedtest.Send(`{"s":"A","p":"2.50"}`))).URL()))
	c.sees("A 2.50 ")
	first, end := c.history().Range()
	for n := first; n < end; n++ { // between them may stand how long one took to parse
		if kind, _ := c.history().Kind(n); kind == event.Unmatched {
			c.numbers = append(c.numbers, n)
		}
	}
	return c
}

// copies has an operator copy one of the messages.
func (c *copying) copies(i int) {
	c.t.Helper()
	c.command(fmt.Sprintf("goto #%d", c.numbers[i]))
	c.keys("c")
}

func TestLongCopyAsks(t *testing.T) {
	t.Parallel()
	c := copyingOn(t, func(*model.Options) {}, 100<<10, 100<<10+1)
	c.copies(0)
	c.says("102,400 bytes sent to the terminal's clipboard")
	c.copies(1)
	c.says("Copy 102,401 bytes to the terminal's clipboard?")
	c.keys("n")

	c = copyingOn(t, func(o *model.Options) { o.Flow = flow.New(true); o.UI.Link = 1 << 10 }, 300, 3<<10)
	c.copies(0)
	c.says("300 bytes sent to the terminal's clipboard") // on a link that carries a kilobyte a second
	c.copies(1)
	c.says("Copy 3,072 bytes to the terminal's clipboard, about 5 s over this link?")
	c.keys("y")
	c.says("sending 3,072 bytes")
	c.says("any key stops it")
	if got := <-c.sent; !strings.HasPrefix(got, "\x1b]52;c;eyJ4") {
		t.Errorf("the terminal gets %.20q", got)
	}
	c.end <- nil
	c.sees("3,072 bytes sent to the terminal's clipboard")
	c.keys("j") // the keys are the panes' again
	c.misses("bytes sent")
}

func TestAKeyStopsALongCopy(t *testing.T) {
	t.Parallel()
	c := copyingOn(t, func(*model.Options) {}, 400<<10)
	c.copies(0)
	c.keys("y")
	<-c.sent
	before := c.screen()
	c.tick(time.Now().Add(time.Hour))
	if c.screen() != before {
		t.Error("something new is shown while the terminal reads a long sequence")
	}
	c.keys("p")
	c.sees("copying was stopped")
	c.misses("frozen") // which p does else
}

// A copy that is stopped ends when the terminal has read what was written of it; the keys until then are answered.
func TestKeysAfterTheOneThatStopsALongCopyAreAnswered(t *testing.T) {
	t.Parallel()
	c := copyingOn(t, func(*model.Options) {}, 400<<10, 10)
	c.stops = false
	c.copies(0)
	c.keys("y")
	<-c.sent
	c.keys("esc", "p")
	c.sees("frozen")
	c.copies(1)
	c.says("has not ended yet")
	c.end <- nil
	c.sees("copying was stopped")
	c.copies(1)
	c.says("10 bytes sent")
}

func TestCopyWhereTheTerminalHasNoClipboard(t *testing.T) {
	t.Parallel()
	var err error
	c := copyingOn(t, func(o *model.Options) {
		o.Clipboard = func(text string) (string, error) { return "written to /state/copied-" + text, err }
	}, 9, 10)
	c.copies(0)
	c.sees(`9 bytes written to /state/copied-{"x":"x"}`)
	err = errors.New("not copied: the disk is full")
	c.copies(1)
	c.sees("not copied: the disk is full")
	c.keys("enter", "r", "y") // the path in a text
	c.says("there is nothing to copy here")
}

// TestACopyInTmuxSaysWhatTmuxNeeds, in a line that is whole at 80 columns.
func TestACopyInTmuxSaysWhatTmuxNeeds(t *testing.T) {
	t.Parallel()
	c := copyingOn(t, func(o *model.Options) { o.Tmux = true }, 100<<10)
	c.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	c.copies(0)
	c.says("102,400 bytes sent to tmux: `set -g set-clipboard on` there passes them on")
}
