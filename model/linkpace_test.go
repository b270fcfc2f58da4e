package model

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// awaiting is a screen whose last two frames the terminal has not answered to.
func awaiting(t *testing.T) *driver {
	t.Helper()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.m.Frame(100)
	d.m.Frame(100)
	return d
}

func TestDataWaitsForTheTerminal(t *testing.T) {
	d := awaiting(t)
	before, later := d.screen(), time.Now().Add(time.Hour)
	d.send(tickMsg(later))
	if d.screen() != before {
		t.Error("what is new is shown before the terminal has answered")
	}
	d.send(tea.CursorPositionMsg{X: 7, Y: 7}) // to the frame before the last one
	if d.screen() != before {
		t.Error("what is new is shown when half of the answers are there")
	}
	d.send(tea.CursorPositionMsg{X: 7, Y: 7})
	if d.screen() == before {
		t.Error("what is new is not shown when the terminal has answered")
	}
}

func TestKeysDoNotWait(t *testing.T) {
	d := awaiting(t)
	d.keys(":")
	d.types("chart off")
	d.sees(":chart off")
	before := d.screen()
	d.send(tickMsg(time.Now().Add(time.Hour)))
	if d.screen() != before {
		t.Error("what is new is shown before the terminal has answered")
	}
	d.send(tea.WindowSizeMsg{Width: 90, Height: 30})
	if d.screen() == before {
		t.Error("a window of another size waits for the terminal")
	}
}

// The key that an answer looks like, and the position that follows if it did not come alone.
var (
	answerAsKey  = tea.KeyPressMsg{Code: tea.KeyF3, Mod: tea.ModShift}
	answerBehind = tea.CursorPositionMsg{X: int(tea.ModShift)}
)

func TestAnswersAreNoKeys(t *testing.T) {
	for _, answers := range [][]tea.Msg{
		{tea.CursorPositionMsg{}, tea.CursorPositionMsg{X: 16}},
		{answerAsKey, answerAsKey},
		{answerAsKey, answerBehind, answerAsKey}, // and its position, which means nothing
	} {
		d := awaiting(t)
		before := d.screen()
		d.m.said = "a complaint"
		d.send(tickMsg(time.Now().Add(time.Hour)))
		for _, answer := range answers {
			if d.screen() != before {
				t.Errorf("%v: what is new is shown before all answers are there", answers)
			}
			d.send(answer)
		}
		if d.m.said == "" {
			t.Errorf("%v: an answer is taken for a key", answers)
		}
		if d.screen() == before {
			t.Errorf("%v: what is new is not shown when the terminal has answered", answers)
		}
		d.send(answerBehind)
		d.send(answerAsKey)
		if d.m.said == "a complaint" {
			t.Errorf("%v: a key is taken for an answer", answers)
		}
	}
}

func TestLeavingWaitsForTheAnswer(t *testing.T) {
	d := awaiting(t)
	msg := d.m.Filter(d.m, tea.QuitMsg{})
	if _, quits := msg.(tea.QuitMsg); quits {
		t.Fatal("the program leaves at once, and the answer goes to the shell")
	}
	d.send(msg)
	d.send(tea.CursorPositionMsg{})
	if d.quit {
		t.Error("the program leaves when half of the answers are there")
	}
	d.send(tea.CursorPositionMsg{})
	d.wait("the program to leave", func() bool { return d.quit })
	if _, quits := d.m.Filter(d.m, tea.QuitMsg{}).(tea.QuitMsg); !quits {
		t.Error("the program does not leave")
	}
	if before, after := d.m.Frame(100); before != "" || after != "" {
		t.Error("the last frame asks")
	}
}
