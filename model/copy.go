package model

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/model/dialog"
)

// What is copied without asking: what the link carries in askTime, and askBytes at most.
const (
	askBytes = 100 << 10
	askTime  = time.Second
)

// beforeCopy is the time before a long copy in which the renderer shows what is said about it.
const beforeCopy = 100 * time.Millisecond

// clipboard is that of the operator's terminal, which a control sequence sets (OSC 52), over SSH too; or where that is known
// not to work, what works in its place.
type clipboard struct {
	ctx     context.Context
	options *Options // of which Clipboard, Transfer and Tmux are about it, and Keys have the key that copies
	renders *renders
	dialogs *dialog.Slot
	notices *dialog.Notices

	stop     context.CancelFunc // stops the long copy that is on its way; nil: there is none
	stopping bool               // it has been stopped, and has not ended yet
}

// copy puts a text on the operator's clipboard, if that takes long when the answer to a question is yes.
func (c *clipboard) copy(text string) tea.Cmd {
	if text == "" {
		c.notices.ShowError(errors.New("there is nothing to copy here"))
		return nil
	}
	if c.sending() {
		c.notices.ShowError(errors.New("the last copy has not ended yet: the terminal reads nothing"))
		return nil
	}
	if other := c.options.Clipboard; other != nil {
		return func() tea.Msg {
			done, err := other(text)
			if err != nil {
				return noticeMsg(err.Error())
			}
			return noticeMsg(byteCount(len(text)) + " " + done)
		}
	}
	sequence := ansi.SetSystemClipboard(text)
	takes := c.renders.flow.TransferTime(len(sequence))
	if len(text) <= askBytes && takes <= askTime {
		c.notices.Show(c.copied(len(text)))
		return tea.Raw(sequence)
	}
	q := fmt.Sprintf("Copy %s to the terminal's clipboard?", byteCount(len(text)))
	if takes > 0 {
		q = fmt.Sprintf("Copy %s to the terminal's clipboard, about %d s over this link?", byteCount(len(text)), int(math.Ceil(takes.Seconds())))
	}
	c.dialogs.Ask(q, c.options.Keys.Of("copy"), func() tea.Cmd { return c.transfer(sequence, len(text)) })
	return nil
}

// copied says what became of so many bytes. What the terminal does with them it does not say.
func (c *clipboard) copied(bytes int) string {
	if c.options.Tmux {
		return byteCount(bytes) + " sent to tmux: `set -g set-clipboard on` there passes them on"
	}
	return byteCount(bytes) + " sent to the terminal's clipboard (OSC 52)"
}

func byteCount(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return format.Count(uint64(n)) + " bytes"
}

// sentMsg comes when a long copy is at its end.
type sentMsg struct {
	bytes int // of what was copied
	err   error
}

// transfer sends a sequence that copies so many bytes, as fast as the link carries it. Nothing new is shown meanwhile, because
// a terminal reads all that comes as a part of the sequence; a key stops it.
func (c *clipboard) transfer(sequence string, bytes int) tea.Cmd {
	ctx, cancel := context.WithCancel(c.ctx)
	c.stop = cancel
	c.notices.Show(fmt.Sprintf("sending %s to the terminal's clipboard: the screen waits, any key stops it", byteCount(bytes)))
	send := c.options.Transfer
	return func() tea.Msg {
		defer cancel()
		select {
		case <-ctx.Done():
		case <-time.After(beforeCopy):
		}
		return sentMsg{bytes, send(ctx, sequence)}
	}
}

// sending reports whether a long copy is on its way.
func (c *clipboard) sending() bool { return c.stop != nil }

// stopSending stops the long copy that is on its way, and reports whether there is one that was not stopped before.
func (c *clipboard) stopSending() bool {
	if c.stop == nil || c.stopping {
		return false
	}
	c.stop()
	c.stopping = true
	return true
}

// sent says what became of a long copy.
func (c *clipboard) sent(msg sentMsg) {
	c.stop, c.stopping = nil, false
	switch {
	case errors.Is(msg.err, context.Canceled):
		c.notices.Show("copying was stopped: the terminal drops what it had of it")
	case msg.err != nil:
		c.notices.ShowError(fmt.Errorf("not copied: %w", msg.err))
	default:
		c.notices.Show(c.copied(msg.bytes))
	}
}
