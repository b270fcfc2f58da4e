package header

import (
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

// extras is how much the first line says of the feeds beside their states. Each level leaves out what is needed less than the
// rest.
type extras int

const (
	allExtras    extras = iota // since when, and the last hour, of each feed
	activeStrip                // the last hour of the active one only
	activeAndBad               // since when of the active one, and of those that are not connected
	activeSince                // since when of those, and no hour
	activeAlone                // of the active one alone
	noExtras
)

// stripCells is how wide an hour is in the first line.
const stripCells = 8

// maxSince is how long the text for since when is, at most, in cells.
const maxSince = 24

// fitExtras chooses as many extras as leave space for all feeds beside an aside, and for the text of an alert that has no line of
// its own. Since when the active feed is down is worth more than the names of others.
func (m *Model) fitExtras(best aside) {
	if m.alerts.Count > 0 && m.height < Lines(m.alerts.Count) {
		return
	}
	for m.extras = allExtras; m.extras < noExtras; m.extras++ {
		if m.feedsFit(m.feedSpace(best)) {
			return
		}
	}
	if len(m.feeds) == 0 || !m.feeds[m.active()].Down {
		return
	}
	const counts = 16 // for the numbers of those that are not shown
	m.extras = activeAlone
	if ansi.StringWidth(m.feed(m.active(), m.width)) > m.feedSpace(best)-counts {
		m.extras = noExtras
	}
}

// feedsFit reports whether all feeds fit into so many cells. Of many feeds, it draws no more than those that do.
func (m *Model) feedsFit(space int) bool {
	for i := range m.feeds {
		if space -= ansi.StringWidth(m.feed(i, m.width)); space < 0 {
			return false
		}
	}
	return space >= 0
}

// feedSpace is the cells that an aside leaves for the feeds.
func (m *Model) feedSpace(a aside) int {
	const margins = 3 // on either side, and between
	return m.width - margins - ansi.StringWidth(a.String())
}

// extrasOf are the extras of a feed: since when, and its last hour; either may be "".
func (m *Model) extrasOf(index int) (since, strip string) {
	feed, active := &m.feeds[index], index == m.active()
	if m.extras <= activeStrip || active && m.extras < noExtras || feed.Down && m.extras <= activeSince {
		since = m.th.Glyphs.Text(feed.Since, maxSince)
	}
	if (m.extras == allExtras || active && m.extras <= activeAndBad) && feed.hasPast() {
		strip = m.th.Strip(feed.Hour[:], stripCells)
	}
	return since, strip
}

// hasPast reports whether anything is known of the feed before the last cell of the strip: that one alone says no more than the
// state.
func (f *Feed) hasPast() bool {
	for _, tone := range f.Hour[:len(f.Hour)-(len(f.Hour)+stripCells-1)/stripCells] {
		if tone != theme.Neutral {
			return true
		}
	}
	return false
}
