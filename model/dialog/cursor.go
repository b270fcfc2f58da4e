package dialog

// cursor is a place in a list that is scrolled so that it is seen.
type cursor struct {
	at  int // in the list
	top int // the first line that is shown
}

// move moves the cursor to a place from least to the last of n.
func (c *cursor) move(to, least, n int) { c.at = max(min(to, n-1), least) }

// scroll moves the window of so many lines over a list of n lines no further than line is in it needs, and not behind the
// end.
func (c *cursor) scroll(line, window, n int) {
	c.top = max(min(c.top, line, n-window), line-window+1, 0)
}
