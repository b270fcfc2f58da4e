package terminal

import "regexp"

// margins sets the lines between which the terminal scrolls (DECSTBM).
var margins = regexp.MustCompile(`\x1b\[[0-9]+;[0-9]+r`)

// wholeMargins resets them, whatever size the terminal has.
var wholeMargins = []byte("\x1b[r")

// withoutMargins returns a render that leaves the terminal without margins. To scroll a part of the screen the renderer
// sets margins, and then sets those of the whole screen, by its size. If that has grown before the render has come, which
// over a network is the usual case, they would be margins of a part from then on, and what is drawn next would scroll in it.
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
