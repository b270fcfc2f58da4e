package terminal

import (
	"bytes"
	"os"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Output returns out as the writer for a program that wants to know what its frames cost, and to put questions to the
// terminal around them. frame is called before each write with its length in bytes, and returns what goes in front of it
// and behind it in the same write: so an answer to what stands behind says that the terminal has drawn the frame, which a
// question that Bubble Tea writes does not, because it writes those before the frame of the same moment. frame may be
// called from any goroutine.
//
// A write that leaves the screen is passed on as it is, and frame does not hear of it: its answer would be typed into the
// shell.
//
// What is returned is still a file, so that Bubble Tea finds its size and its colours.
func Output(out *os.File, frame func(bytes int) (before, after string)) term.File {
	return &output{File: out, frame: frame}
}

// output hides all methods of a file but those that Bubble Tea needs: it would write past Write.
type output struct {
	term.File
	frame func(int) (string, string)
}

func (o *output) Write(p []byte) (int, error) {
	if bytes.Contains(p, leaveScreen) {
		return o.File.Write(p)
	}
	frame := withoutMargins(p)
	before, after := o.frame(len(frame))
	whole := make([]byte, 0, len(before)+len(frame)+len(after))
	whole = append(append(append(whole, before...), frame...), after...)
	if n, err := o.File.Write(whole); err != nil {
		return min(max(n-len(before), 0), len(p)), err
	}
	return len(p), nil
}

var leaveScreen = []byte(ansi.ResetModeAltScreenSaveCursor)
