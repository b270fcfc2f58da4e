package terminal

import "regexp"

// margins sets the lines between which the terminal scrolls (DECSTBM).
var margins = regexp.MustCompile(`\x1b\[[0-9]+;[0-9]+r`)

// wholeMargins takes them away, whatever size the terminal has.
var wholeMargins = []byte("\x1b[r")

// withoutMargins returns a frame that leaves the terminal without margins. To scroll a part of the screen the renderer
// sets margins, and then sets those of the whole screen, by its size. If that has grown before the frame has come, which
// over a network is the usual case, they would be margins of a part from then on, and what is drawn next would scroll in it.
func withoutMargins(frame []byte) []byte {
	var b []byte
	from := 0
	for i, at := range margins.FindAllIndex(frame, -1) {
		if i%2 == 0 {
			continue // those of the part
		}
		b = append(append(b, frame[from:at[0]]...), wholeMargins...)
		from = at[1]
	}
	if from == 0 {
		return frame
	}
	return append(b, frame[from:]...)
}
