package model

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// copying is a screen whose terminal gets long copies, which end when a test says so.
func copying(t *testing.T) (d *driver, sent chan string, end chan error) {
	t.Helper()
	d = drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	sent, end = make(chan string, 1), make(chan error, 1)
	d.m.options.Transfer = func(ctx context.Context, sequence string) error {
		sent <- sequence
		select {
		case err := <-end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return d, sent, end
}

// copies has an operator copy a text.
func (d *driver) copies(text string) { d.run(d.m.clipboard.copy(text)) }

func TestLongCopyAsks(t *testing.T) {
	t.Parallel()
	d, sent, end := copying(t)
	d.copies(strings.Repeat("x", askBytes))
	if d.m.dialogs.Open != nil || !strings.Contains(d.m.notices.Text, "102,400 bytes sent to the terminal's clipboard") {
		t.Errorf("what is short enough is asked about, or %q is said", d.m.notices.Text)
	}
	d.copies(strings.Repeat("x", askBytes+1))
	d.send(tickMsg(time.Now()))
	d.sees("Copy 102,401 bytes to the terminal's clipboard?")
	d.keys("n")
	over(d.m, 1<<10)
	d.copies(strings.Repeat("x", 300))
	if d.m.dialogs.Open != nil {
		t.Error("300 bytes are asked about on a link that carries a kilobyte a second")
	}
	d.copies(strings.Repeat("x", 3<<10))
	d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
	d.sees("Copy 3,072 bytes to the terminal's clipboard, about 5 s over this link?")
	d.keys("y")
	d.sees("sending 3,072 bytes", "any key stops it")
	if got := <-sent; !strings.HasPrefix(got, "\x1b]52;c;eHh4") {
		t.Errorf("the terminal gets %.20q", got)
	}
	end <- nil
	d.sees("3,072 bytes sent to the terminal's clipboard")
	d.keys("j") // the keys are the panes' again
	d.misses("bytes sent")
}

func TestAKeyStopsALongCopy(t *testing.T) {
	t.Parallel()
	d, sent, _ := copying(t)
	d.copies(strings.Repeat("x", 400<<10))
	d.keys("y")
	<-sent
	before := d.screen()
	d.send(tickMsg(time.Now().Add(time.Hour)))
	if d.screen() != before {
		t.Error("something new is shown while the terminal reads a long sequence")
	}
	d.keys("j")
	d.sees("copying was stopped")
	if !d.m.tab().Log.Live() {
		t.Error("the key that stops it does something else too")
	}
}

// A copy that is stopped ends when the terminal has read what was written of it; the keys until then are answered.
func TestKeysAfterTheOneThatStopsALongCopyAreAnswered(t *testing.T) {
	t.Parallel()
	d, sent, _ := copying(t)
	transfer := d.m.clipboard.transfer("sequence", 400<<10)
	d.keys("esc", "p")
	d.sees("LOG  frozen")
	d.copies("short")
	if !strings.Contains(d.m.notices.Text, "has not ended yet") {
		t.Errorf("of another copy before the end of the first, %q is said", d.m.notices.Text)
	}
	d.send(transfer())
	<-sent
	d.sees("copying was stopped")
	d.copies("short")
	if !strings.Contains(d.m.notices.Text, "5 bytes sent") {
		t.Errorf("after that, %q is said", d.m.notices.Text)
	}
}

func TestCopyWhereTheTerminalHasNoClipboard(t *testing.T) {
	t.Parallel()
	d, _, _ := copying(t)
	var err error
	d.m.options.Clipboard = func(text string) (string, error) { return "written to /state/copied-" + text, err }
	d.copies("1")
	d.sees("1 byte written to /state/copied-1")
	err = errors.New("not copied: the disk is full")
	d.copies("2")
	d.sees("not copied: the disk is full")
	d.copies("")
	if d.m.notices.Text != "there is nothing to copy here" {
		t.Errorf("of nothing, %q is said", d.m.notices.Text)
	}
}
