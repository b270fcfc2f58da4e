package flow

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Writer is the terminal as a program writes to it under flow control. Its methods may be called from any goroutine,
// Transfer from one at a time.
//
// It hides all methods of a file but those that Bubble Tea needs, so that Bubble Tea finds its size and its colours, and
// does not write past Write.
type Writer struct {
	term.File
	control *Control

	mu        sync.Mutex
	transfers bool
	waiting   []byte // renders that were written during a transfer
}

// NewWriter returns a writer to the terminal out.
func NewWriter(out term.File, control *Control) *Writer {
	return &Writer{File: out, control: control}
}

// Write writes a render, between what [Control.Wrote] puts around it. What is written during a transfer waits for its end.
// A write that leaves the alternate screen is passed on as it is: a reply to it would go to the shell.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	leaves := bytes.Contains(p, leaveScreen)
	if leaves || bytes.Contains(p, enterScreen) {
		w.control.setLeft(leaves)
	}
	if w.transfers && !leaves {
		w.waiting = append(w.waiting, p...)
		return len(p), nil
	}
	if leaves {
		w.waiting = nil  // the screen that it was for is gone
		if w.transfers { // and ends the sequence
			w.transfers, p = false, append([]byte(cancelSequence), p...)
			n, err := w.File.Write(p)
			return max(n-len(cancelSequence), 0), err
		}
		return w.File.Write(p)
	}
	return w.write(p)
}

// write writes a render between what the flow control puts around it.
func (w *Writer) write(p []byte) (int, error) {
	render := withoutMargins(p)
	before, after := w.control.Wrote(len(render))
	whole := make([]byte, 0, len(before)+len(render)+len(after))
	whole = append(append(append(whole, before...), render...), after...)
	if n, err := w.File.Write(whole); err != nil {
		return min(max(n-len(before), 0), len(p)), err
	}
	return len(p), nil
}

var leaveScreen, enterScreen = []byte(ansi.ResetModeAltScreenSaveCursor), []byte(ansi.SetModeAltScreenSaveCursor)

// cancelSequence is CAN, which has a terminal drop the control sequence or string that it is reading (ECMA-48, 8.3.6; DEC
// STD 070).
const cancelSequence = "\x18"

// A long sequence is written in pieces, each as large as the link carries in pieceTime. On the same machine the pieces only
// keep the terminal's own buffers from being full.
const (
	pieceTime      = 100 * time.Millisecond
	minPiece       = 64
	localPiece     = 64 << 10
	localPieceTime = 5 * time.Millisecond
)

// Transfer writes one control sequence in pieces, at the rate of the link, so that what is on the way to the terminal stays
// little. Renders wait meanwhile, because they would end the sequence. If ctx ends before it is whole, the terminal is sent
// what makes it drop it, and the error is that of ctx.
func (w *Writer) Transfer(ctx context.Context, sequence string) error {
	if takes := w.control.TransferTime(len(sequence)); takes > 0 {
		piece := max(int(float64(len(sequence))*pieceTime.Seconds()/takes.Seconds()), minPiece)
		return w.transfer(ctx, sequence, piece, pieceTime)
	}
	return w.transfer(ctx, sequence, localPiece, localPieceTime)
}

// transfer writes one control sequence, a piece in each interval.
func (w *Writer) transfer(ctx context.Context, sequence string, piece int, interval time.Duration) error {
	w.mu.Lock()
	w.transfers = true
	w.mu.Unlock()
	timer := time.NewTicker(interval)
	defer timer.Stop()
	err := ctx.Err()
	for len(sequence) > 0 && err == nil {
		next := sequence[:min(piece, len(sequence))]
		sequence = sequence[len(next):]
		if err = w.writePiece(next); err != nil || len(sequence) == 0 {
			break
		}
		select {
		case <-timer.C:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.transfers { // the screen was left
		return err
	}
	w.transfers = false
	if len(sequence) > 0 {
		_, _ = w.File.Write([]byte(cancelSequence))
	}
	if len(w.waiting) > 0 {
		_, _ = w.write(w.waiting)
		w.waiting = nil
	}
	return err
}

// writePiece writes a piece of a sequence, unless the screen was left.
func (w *Writer) writePiece(piece string) error {
	w.mu.Lock()
	over := !w.transfers
	w.mu.Unlock()
	if over {
		return context.Canceled
	}
	n, err := w.File.Write([]byte(piece))
	w.control.wroteSilently(n)
	return err
}
