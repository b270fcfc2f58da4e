package header

import (
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
)

// Link is how far away the terminal is, and what it is sent.
type Link struct {
	RoundTrip      time.Duration
	HasRoundTrip   bool // the terminal answers
	BytesPerSecond float64
}

// SetLink sets the figures of the link to the terminal. Before the first call the header shows none.
func (m *Model) SetLink(link Link) {
	if link != m.link {
		m.link, m.dirty = link, true
	}
}

// formatLink is "link 38ms 9KiB/s".
func (m *Model) formatLink() string {
	if m.link == (Link{}) {
		return ""
	}
	figure := formatBytes(m.link.BytesPerSecond) + "/s"
	switch {
	case !m.link.HasRoundTrip:
	case m.link.RoundTrip < time.Millisecond:
		figure = "<1ms " + figure
	default:
		figure = format.Lag(m.link.RoundTrip.Round(time.Millisecond)) + " " + figure
	}
	return m.named("link", figure)
}

// linked puts the link into the best of the asides, if all feeds fit beside it.
func (m *Model) linked(asides []aside) []aside {
	link := m.formatLink()
	if link == "" {
		return asides
	}
	best := asides[0]
	best.rest = link + "  " + best.rest
	feeds := 0
	for i := range m.feeds {
		feeds += ansi.StringWidth(m.feed(i, m.width))
	}
	const margins = 3 // on either side, and between
	if feeds+margins+ansi.StringWidth(best.String()) > m.width {
		return asides
	}
	return append([]aside{best}, asides...)
}
