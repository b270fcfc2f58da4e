package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/model"
)

// awaiting is a screen to whose last two renders the terminal has not replied.
func awaiting(t *testing.T) *driver {
	t.Helper()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.options.Flow.Wrote(100)
	d.options.Flow.Wrote(100)
	return d
}

func TestDataWaitsForTheReply(t *testing.T) {
	t.Parallel()
	d := awaiting(t)
	before, later := d.screen(), time.Now().Add(time.Hour)
	d.tick(later)
	if d.screen() != before {
		t.Error("what is new is shown before the terminal has replied")
	}
	d.send(tea.CursorPositionMsg{X: 7, Y: 7}) // to the render before the last one
	if d.screen() != before {
		t.Error("what is new is shown when half of the replies are there")
	}
	d.send(tea.CursorPositionMsg{X: 7, Y: 7})
	if d.screen() == before {
		t.Error("what is new is not shown when the terminal has replied")
	}
}

func TestKeysDoNotWait(t *testing.T) {
	t.Parallel()
	d := awaiting(t)
	d.keys(":")
	d.types("chart off")
	d.sees(":chart off")
	before := d.screen()
	d.tick(time.Now().Add(time.Hour))
	if d.screen() != before {
		t.Error("what is new is shown before the terminal has replied")
	}
	d.send(tea.WindowSizeMsg{Width: 90, Height: 30})
	if d.screen() == before {
		t.Error("a window of another size waits for the terminal")
	}
}

// The key that a reply reads like, and the position that follows if it did not come alone.
var (
	replyAsKey     = tea.KeyPressMsg{Code: tea.KeyF3, Mod: tea.ModShift}
	positionBehind = tea.CursorPositionMsg{X: int(tea.ModShift)}
)

func TestRepliesAreNoKeys(t *testing.T) {
	t.Parallel()
	for _, replies := range [][]tea.Msg{
		{tea.CursorPositionMsg{}, tea.CursorPositionMsg{X: 16}},
		{replyAsKey, replyAsKey},
		{replyAsKey, positionBehind, replyAsKey}, // and its position, which means nothing
	} {
		d := awaiting(t)
		d.send(model.Notice("a message"))
		before, said := d.screen(), d.footer()
		d.tick(time.Now().Add(time.Hour))
		for _, reply := range replies {
			if d.screen() != before {
				t.Errorf("%v: what is new is shown before all replies are there", replies)
			}
			d.send(reply)
		}
		if d.footer() != said {
			t.Errorf("%v: a reply is read as a key", replies)
		}
		if d.screen() == before {
			t.Errorf("%v: what is new is not shown when the terminal has replied", replies)
		}
		d.send(positionBehind)
		d.send(replyAsKey)
		if d.footer() == said {
			t.Errorf("%v: a key is read as a reply", replies)
		}
	}
}

// TestAKeyThatMayBeAReplyEndsNoNotice: without a modifier F3 reads like the position of a cursor in the first cell, whether one was asked for
// or not.
func TestAKeyThatMayBeAReplyEndsNoNotice(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.send(model.Notice("a message"))
	d.send(tea.KeyPressMsg{Code: tea.KeyF3})
	if !strings.Contains(d.footer(), "a message") {
		t.Errorf("the bottom line says %q", d.footer())
	}
}

func TestQuittingWaitsForTheReply(t *testing.T) {
	t.Parallel()
	d := awaiting(t)
	msg := d.m.Filter(d.m, tea.QuitMsg{})
	if _, quits := msg.(tea.QuitMsg); quits {
		t.Fatal("the program quits at once, and the reply goes to the shell")
	}
	d.send(msg)
	d.send(tea.CursorPositionMsg{})
	if d.quit {
		t.Error("the program quits when half of the replies are there")
	}
	d.send(tea.CursorPositionMsg{})
	d.wait("the program to quit", func() bool { return d.quit })
	if _, quits := d.m.Filter(d.m, tea.QuitMsg{}).(tea.QuitMsg); !quits {
		t.Error("the program does not quit")
	}
	if before, after := d.options.Flow.Wrote(100); before != "" || after != "" {
		t.Error("the last render has a query")
	}
}
