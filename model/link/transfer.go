package link

import "time"

// Sent notes a write of so many bytes that shows nothing and asks nothing.
func (l *Link) Sent(bytes int) { l.written += int64(bytes) }

// Carries returns how long the link takes for so many bytes, by its rate as far as that is known: on a link that is only
// known not to be slow, at most so long.
func (l *Link) Carries(bytes int) time.Duration {
	rate := l.rate()
	if l.carried == 0 && l.given == 0 {
		if !l.remote {
			return 0
		}
		rate = plenty
	}
	return time.Duration(float64(bytes) / rate * float64(time.Second))
}
