package header

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
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

// format is "term 38ms 9KiB/s", or its beginning.
func (l Link) format(th *theme.Theme, whole bool) string {
	if l == (Link{}) {
		return ""
	}
	rate := formatBytes(l.BytesPerSecond) + "/s"
	trip := ""
	switch {
	case !l.HasRoundTrip:
	case l.RoundTrip < time.Millisecond:
		trip = "<1ms"
	default:
		trip = format.Lag(l.RoundTrip.Round(time.Millisecond))
	}
	switch {
	case trip == "":
		return named(th, "term", rate)
	case whole:
		return named(th, "term", trip+" "+rate)
	}
	return named(th, "term", trip)
}

// linkBelow is from which width on the link stands behind the figures. In fewer cells those leave no space for it, and it stands
// beside the feeds. The place does not depend on what the figures are, or it would change with each of them.
const linkBelow = 100

// space is the cells that the link takes behind the figures.
func (l Link) space(th *theme.Theme) int {
	const gap = 2
	if l == (Link{}) {
		return 0
	}
	return ansi.StringWidth(l.format(th, true)) + gap
}

// linkBehind puts the link at the right edge of the line of figures, as much of it as there is space for.
func (m *Model) linkBehind(line string) string {
	const margin, gap = 1, 2
	space := m.width - margin - gap - ansi.StringWidth(line)
	for _, whole := range []bool{true, false} {
		link := m.link.format(m.th, whole)
		if cells := ansi.StringWidth(link); cells > 0 && cells <= space {
			return line + strings.Repeat(" ", gap+space-cells) + link
		}
	}
	return line
}

// linkBeside puts the link into the best of the asides, if all feeds fit beside it.
func (m *Model) linkBeside(asides []aside) []aside {
	link := m.link.format(m.th, true)
	if link == "" {
		return asides
	}
	best := asides[0]
	best.rest = link + "  " + best.rest
	if !m.feedsFit(m.feedSpace(best)) {
		return asides
	}
	return append([]aside{best}, asides...)
}
