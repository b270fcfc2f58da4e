package flow

import (
	"sockeye/feed/feedtest"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// The key that a reply reads like, and the position that follows if it did not come alone.
var (
	replyAsKey = tea.KeyPressMsg{Code: tea.KeyF3, Mod: tea.ModShift}
	behindKey  = tea.CursorPositionMsg{X: int(tea.ModShift)}
)

func TestRepliesAreDistinguishedFromKeys(t *testing.T) {
	for _, tt := range []struct {
		name    string
		msg     tea.Msg
		pending int // queries
		want    Origin
	}{
		{"a position", tea.CursorPositionMsg{X: 7, Y: 7}, 1, Reply},
		{"the first cell", tea.CursorPositionMsg{}, 1, Reply},
		{"beyond the modifiers", tea.CursorPositionMsg{X: 16}, 1, Reply},
		{"the position after a reply that reads like a key", behindKey, 1, Other},
		{"a reply that reads like a key", replyAsKey, 1, Reply},
		{"a key that reads like a reply, without a query", replyAsKey, 0, Other},
		{"F3 alone", tea.KeyPressMsg{Code: tea.KeyF3}, 1, Ambiguous},
		{"F3 alone, without a query", tea.KeyPressMsg{Code: tea.KeyF3}, 0, Other},
		{"F3 with a modifier that xterm does not have", tea.KeyPressMsg{Code: tea.KeyF3, Mod: tea.ModSuper}, 1, Other},
		{"another key", tea.KeyPressMsg{Code: 'j'}, 1, Other},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := New(false)
			for range tt.pending {
				c.Wrote(100)
			}
			if got := c.Receive(tt.msg); got != tt.want {
				t.Errorf("the origin is %d, want %d", got, tt.want)
			}
			if c.link.queries.pending() != (tt.pending > 0 && tt.want != Reply) {
				t.Errorf("a query is pending: %v", c.link.queries.pending())
			}
		})
	}
}

func TestTransferTimeIsThatOfTheRate(t *testing.T) {
	near, far := New(false), New(true)
	if took := near.TransferTime(1 << 30); took != 0 {
		t.Errorf("on the same machine a gigabyte takes %v", took)
	}
	if took := far.TransferTime(64 << 10); took.Seconds() != 1 {
		t.Errorf("over a link that is not slow 64 KiB take %v", took)
	}
	far.SetRate(1 << 10)
	if took := far.TransferTime(64 << 10); took.Seconds() != 64 {
		t.Errorf("over a kilobyte a second 64 KiB take %v", took)
	}
}

func TestDataWaitsASecondWhileTheTerminalHasNoFocus(t *testing.T) {
	for _, tt := range []struct {
		msgs []tea.Msg
		want time.Duration
	}{{nil, 0}, {[]tea.Msg{tea.BlurMsg{}}, time.Second}, {[]tea.Msg{tea.BlurMsg{}, tea.FocusMsg{}}, 0}} {
		feedtest.Bubble(t, func(t *testing.T) {
			c := New(false)
			c.Wrote(100)
			c.Receive(tea.CursorPositionMsg{})
			for _, msg := range tt.msgs {
				c.Receive(msg)
			}
			begin := time.Now()
			if c.Wait(t.Context()); time.Since(begin) != tt.want {
				t.Errorf("after %v it waits for %v, want %v", tt.msgs, time.Since(begin), tt.want)
			}
		})
	}
}
