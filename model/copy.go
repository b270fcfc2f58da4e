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
)

// What is copied without asking: what the link carries in askTime, and askBytes at most.
const (
	askBytes = 100 << 10
	askTime  = time.Second
)

// beforeCopy is the time before a long copy in which the renderer shows what is said about it.
const beforeCopy = 100 * time.Millisecond

// copy puts a text on the operator's clipboard: that of the terminal (OSC 52), over SSH too, or where that is known not to
// work in another way.
func (m *Model) copy(text string) tea.Cmd {
	if text == "" {
		m.complain(errors.New("there is nothing to copy here"))
		return nil
	}
	if m.sending != nil {
		m.complain(errors.New("the copy before has not ended yet: the terminal takes nothing"))
		return nil
	}
	if aside := m.options.Clipboard; aside != nil {
		return func() tea.Msg {
			done, err := aside(text)
			if err != nil {
				return saidMsg(err.Error())
			}
			return saidMsg(byteCount(len(text)) + " " + done)
		}
	}
	sequence := ansi.SetSystemClipboard(text)
	takes := m.renders.flow.TransferTime(len(sequence))
	if len(text) <= askBytes && takes <= askTime {
		m.said = m.copied(len(text))
		return tea.SetClipboard(text)
	}
	q := fmt.Sprintf("Copy %s to the terminal's clipboard?", byteCount(len(text)))
	if takes > 0 {
		q = fmt.Sprintf("Copy %s to the terminal's clipboard, about %d s over this link?", byteCount(len(text)), int(math.Ceil(takes.Seconds())))
	}
	m.ask(q, m.keys.of("copy"), func() tea.Cmd { return m.transfer(sequence, len(text)) })
	return nil
}

// copied says what became of so many bytes. What the terminal does with them it does not say.
func (m *Model) copied(bytes int) string {
	said := byteCount(bytes) + " sent to the terminal's clipboard (OSC 52)"
	if m.options.Tmux {
		said += "; if tmux keeps them: `set -g set-clipboard on` in tmux, or :write FILE"
	}
	return said
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
func (m *Model) transfer(sequence string, bytes int) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	m.sending = cancel
	m.said = fmt.Sprintf("sending %s to the terminal's clipboard: the screen waits, any key stops it", byteCount(bytes))
	send := m.options.Transfer
	return func() tea.Msg {
		defer cancel()
		select {
		case <-ctx.Done():
		case <-time.After(beforeCopy):
		}
		return sentMsg{bytes, send(ctx, sequence)}
	}
}

// sent takes in that a long copy is at its end.
func (m *Model) sent(msg sentMsg) {
	m.sending, m.stopping = nil, false
	switch {
	case errors.Is(msg.err, context.Canceled):
		m.said = "copying was stopped: the terminal was told to drop what it had of it"
	case msg.err != nil:
		m.complain(fmt.Errorf("not copied: %w", msg.err))
	default:
		m.said = m.copied(msg.bytes)
	}
}
