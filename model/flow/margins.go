package flow

import "regexp"

// Bubble Tea's renderer (ultraviolet, in v2.0.10 and before) scrolls a part of the screen by setting margins around it
// (DECSTBM), and then sets those of the whole screen by the size that it knows. If the window has grown before the render
// arrives, which over a network is the usual case, they are margins of a part from then on, and what is drawn next scrolls
// in it. This is the only place where what the renderer writes is changed. Bubble Tea has no setting for how its renderer
// scrolls, and without that a log that scrolls would cost a render of the whole pane. Once the renderer resets the margins
// without a size, this file goes.

// margins sets the lines between which the terminal scrolls.
var margins = regexp.MustCompile(`\x1b\[[0-9]+;[0-9]+r`)

// wholeMargins resets them, whatever size the terminal has.
var wholeMargins = []byte("\x1b[r")

// withoutMargins returns a render that leaves the terminal without margins.
func withoutMargins(render []byte) []byte {
	var b []byte
	from := 0
	for i, at := range margins.FindAllIndex(render, -1) {
		if i%2 == 0 {
			continue // those of the part
		}
		b = append(append(b, render[from:at[0]]...), wholeMargins...)
		from = at[1]
	}
	if from == 0 {
		return render
	}
	return append(b, render[from:]...)
}
