package link

// share is how many seconds a pane may have the link for with one render. What is on the screen is as old as the render that
// brought it and the one that is on its way: it should not be older than two seconds, and there are two such panes, the
// header and the watchlist.
const share = 0.25

// Measured reports whether the link is known well enough to say how much it carries, or never will be.
func (l *Link) Measured() bool {
	return l.given > 0 || !l.remote || l.mute || l.latest.size > 0 && (l.probed || !l.isSlow())
}

// Rows returns how many rows of so many bytes a pane may bring with one render; one at least.
func (l *Link) Rows(bytes int) int {
	return int(max(min(l.rate()*share/float64(bytes), 1<<20), 1))
}
