// Package terminal leaves a terminal as it was found, whatever happens to the program that draws on it.
//
// Bubble Tea restores the terminal when it ends in good order. This is for when it cannot: it is stuck in a write
// to a terminal that accepts nothing, or waits for something that is broken. Nothing here draws.
//
// The sequences that notify an operator, by the bell or on the desktop, are made here too; the caller writes them.
package terminal

import (
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Terminal is a terminal and how it was.
type Terminal struct {
	out   *os.File
	state *term.State
}

// Keep remembers how the terminal behind out is.
func Keep(out *os.File) (*Terminal, error) {
	state, err := term.GetState(out.Fd())
	if err != nil {
		return nil, err
	}
	return &Terminal{out: out, state: state}, nil
}

// Undo turns off what Bubble Tea turns on: keyboard modes first, because terminals keep them for each screen.
const Undo = "\x1b[<1u" + // the Kitty keyboard protocol
	"\x1b[>4m" + // xterm's modifyOtherKeys
	ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeBracketedPaste + ansi.ResetModeFocusEvent + ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable

// Restore puts the terminal back. It takes a tenth of a second at most: a terminal that accepts nothing gets its modes
// back, but cannot be made to leave the screen.
func (t *Terminal) Restore() {
	_ = term.Restore(t.out.Fd(), t.state)
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = io.WriteString(t.out, Undo)
	}()
	select {
	case <-written:
	case <-time.After(100 * time.Millisecond):
	}
}
