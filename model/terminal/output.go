package terminal

import (
	"bytes"
	"context"
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Screen is the terminal as the writer for a program that wants to know what its renders cost, and to put questions to the
// terminal around them; and for sequences that are too long to be written at once. Its methods may be called from any
// goroutine, Transfer from one at a time.
//
// It hides all methods of a file but those that Bubble Tea needs, so that Bubble Tea finds its size and its colours, and
// does not write past Write.
type Screen struct {
	term.File
	render func(bytes int) (before, after string)

	mu        sync.Mutex
	transfers bool
	waiting   []byte // renders that were written during a transfer
}

// Output returns out as a screen. render is called before each write with its length in bytes, and returns what goes in front
// of it and behind it in the same write: so an answer to what stands behind says that the terminal has drawn the render,
// which a question that Bubble Tea writes does not, because it writes those before the render of the same moment. render may
// be called from any goroutine.
//
// A write that leaves the screen is passed on as it is, without a call of render: its answer would be typed into the
// shell.
func Output(out *os.File, render func(bytes int) (before, after string)) *Screen {
	return &Screen{File: out, render: render}
}

// Write writes a render. What is written during a transfer waits for its end.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	leaves := bytes.Contains(p, leaveScreen)
	if s.transfers && !leaves {
		s.waiting = append(s.waiting, p...)
		return len(p), nil
	}
	if leaves {
		s.waiting = nil  // the screen that it was for is gone
		if s.transfers { // and ends the sequence
			s.transfers, p = false, append([]byte(cancelSequence), p...)
			n, err := s.File.Write(p)
			return max(n-len(cancelSequence), 0), err
		}
		return s.File.Write(p)
	}
	return s.write(p)
}

// write writes a render between what render puts around it.
func (s *Screen) write(p []byte) (int, error) {
	render := withoutMargins(p)
	before, after := s.render(len(render))
	whole := make([]byte, 0, len(before)+len(render)+len(after))
	whole = append(append(append(whole, before...), render...), after...)
	if n, err := s.File.Write(whole); err != nil {
		return min(max(n-len(before), 0), len(p)), err
	}
	return len(p), nil
}

var leaveScreen = []byte(ansi.ResetModeAltScreenSaveCursor)

// cancelSequence is CAN, which has a terminal drop the control sequence or string that it is reading (ECMA-48, 8.3.6; DEC
// STD 070).
const cancelSequence = "\x18"

// Transfer writes one control sequence in pieces, one in each interval, so that what lies on the way to the terminal stays
// little. Renders wait meanwhile, because they would end the sequence. If ctx ends before it is whole, the terminal is sent what makes it
// drop it, and the error is that of ctx.
func (s *Screen) Transfer(ctx context.Context, sequence string, piece int, interval time.Duration) error {
	s.mu.Lock()
	s.transfers = true
	s.mu.Unlock()
	timer := time.NewTicker(interval)
	defer timer.Stop()
	err := ctx.Err()
	for len(sequence) > 0 && err == nil {
		next := sequence[:min(piece, len(sequence))]
		sequence = sequence[len(next):]
		if err = s.writePiece(next); err != nil || len(sequence) == 0 {
			break
		}
		select {
		case <-timer.C:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.transfers { // the screen was left
		return err
	}
	s.transfers = false
	if len(sequence) > 0 {
		_, _ = s.File.Write([]byte(cancelSequence))
	}
	if len(s.waiting) > 0 {
		_, _ = s.write(s.waiting)
		s.waiting = nil
	}
	return err
}

// writePiece writes a piece of a sequence, unless the screen was left.
func (s *Screen) writePiece(piece string) error {
	s.mu.Lock()
	over := !s.transfers
	s.mu.Unlock()
	if over {
		return context.Canceled
	}
	_, err := s.File.Write([]byte(piece))
	return err
}
