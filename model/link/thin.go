package link

import "time"

const (
	// logTime is how many seconds the log may have the link for with one frame, and asideTime a picture that comes with
	// the data: what is on the glass should not be older than two seconds, there are the header and the watchlist besides,
	// and a picture that comes alone, in between.
	logTime   = 0.3
	asideTime = 0.1
	// pictureShare is the part of the link that pictures may have.
	pictureShare = 0.2
)

// Measured reports whether the link is known well enough to say how much it carries, or never will be.
func (l *Link) Measured() bool { return l.carried > 0 || l.mute || !l.remote }

// Rows returns how many rows of so many bytes the log may bring with one frame.
func (l *Link) Rows(bytes int) int {
	return int(max(min(l.rate()*logTime/float64(bytes), 1<<20), 1))
}

// Aside reports whether a picture of so many bytes may come with a frame of data.
func (l *Link) Aside(bytes int) bool { return float64(bytes) <= l.rate()*asideTime }

// Pause returns the least time between two pictures of so many bytes.
func (l *Link) Pause(bytes int) time.Duration {
	return time.Duration(float64(bytes) / (l.rate() * pictureShare) * float64(time.Second))
}
