// Package header is the lines at the top of the screen: which feeds there are and
// the state of each, the figures of the active one, and the text of the newest alert.
//
// It is given plain values and draws them. Where there is no space for all of them
// it drops the least important; the state of the active feed and the age of its data
// are dropped last. Names and details come from the configuration and the network
// and are shown sanitised.
package header

import (
	"slices"
	"strings"
	"time"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Feed is one feed as the first line shows it.
type Feed struct {
	Number int // the key that makes it the active one
	Name   string
	Active bool
	State  State
	// Degraded says that a subscription of a feed whose state is good has no data, or will have none; Detail says how many.
	Degraded bool
	Brief    string // Detail in fewer cells, for where the name would be cut; or nothing
	Detail   string // what belongs to the state, such as "12s" until the next try; or nothing

	Since string // how long it has been so, or "down since 13:58:02"; or nothing
	Down  bool   // it is not connected: Since matters more than that of others
	// Hour are the minutes of the last hour, oldest first: green with data, yellow without fresh data, red without a connection.
	Hour [60]theme.Tone
}

// State is the state of a feed. Where its tone is [theme.Good], the feed is connected and its data is fresh.
type State struct {
	Word string
	Tone theme.Tone
}

// Figures are those of the active feed, for the second line.
type Figures struct {
	Value Value

	MessagesPerSecond float64
	BytesPerSecond    float64

	// LagMedian and LagP99 are the delay of the messages by the clock of the feed.
	LagMedian, LagP99 time.Duration
	HasLag            bool

	DataAge time.Duration // since the last event
	HasData bool
	BeatAge time.Duration // since the last heartbeat
	HasBeat bool

	Gaps     uint64
	Numbered bool // numbers of messages were read: Gaps means something

	// In is what arrived; it is the sum of what was offered to the log, of the
	// heartbeats, and of what was dropped. The balance is shown if something was dropped, or if it does not add up.
	In, Log, Beats, Dropped uint64
}

// Model is the state of the widget. The zero Model is not usable; see [New]. It is
// not safe for concurrent use.
type Model struct {
	th      *theme.Theme
	width   int
	height  int
	feeds   []Feed
	figures Figures
	link    Link
	clock   time.Time
	minutes bool // the clock shows no seconds
	frozen  Freeze
	replay  Replay
	alerts  Alerts
	notes   []Note

	extras extras // what the feeds have beside their states, in the line that is drawn
	view   string
	dirty  bool
}

// New returns a header without feeds.
func New(th *theme.Theme) Model { return Model{th: th, dirty: true} }

// SetTheme sets the styles.
func (m *Model) SetTheme(th *theme.Theme) { m.th, m.dirty = th, true }

// SetSize sets the size in cells. Any size will do; see [Lines] for the height
// that the header is made for. In one line the age of the data takes the place of the clock.
func (m *Model) SetSize(width, height int) {
	if width != m.width || height != m.height {
		m.width, m.height, m.dirty = width, height, true
	}
}

// SetFeeds sets the feeds. The slice stays the caller's.
func (m *Model) SetFeeds(feeds []Feed) {
	if !slices.Equal(feeds, m.feeds) {
		m.feeds, m.dirty = slices.Clone(feeds), true
	}
}

// SetFigures sets the figures of the active feed.
func (m *Model) SetFigures(figures Figures) {
	if figures != m.figures {
		m.figures, m.dirty = figures, true
	}
}

// HideSeconds has the clock show minutes alone: on a thin link each second costs as much as the rest of the line.
func (m *Model) HideSeconds() { m.minutes, m.dirty = true, true }

// SetClock sets the time, which is shown in its own location; UTC is marked "Z".
func (m *Model) SetClock(now time.Time) {
	shown := time.Second
	if m.minutes {
		shown = time.Minute
	}
	if now = now.Round(0).Truncate(shown); now != m.clock {
		m.clock, m.dirty = now, true
	}
}

// View returns the widget as height lines of width cells, or "" if either is 0 or
// less. It returns the same string until something that it shows has changed.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.dirty {
		m.view = m.draw()
		m.dirty = false
	}
	return m.view
}

func (m *Model) draw() string {
	lines := make([]string, m.height)
	figures := m.figureLine()
	m.extras = noExtras
	beside := m.width < linkBelow
	lead := m.beginLead()
	if m.height == 1 {
		lines[0] = lead + m.feedLine(m.asides(figures.dataAge()), true)
		m.endLead(lead)
	} else {
		asides := m.asides(m.formatClock())
		if beside {
			asides = m.linkBeside(asides)
		}
		m.fitExtras(asides[0])
		lines[0] = lead + m.feedLine(asides, m.alerts.Count > 0 || len(m.notes) > 0)
		m.endLead(lead)
		if beside {
			lines[1] = figures.text(0)
		} else {
			lines[1] = m.linkBehind(figures.text(m.link.space(m.th)))
		}
	}
	if m.height > 2 && m.alerts.Count > 0 {
		lines[2] = m.alertLine()
	}
	for i, line := range lines {
		lines[i] = m.th.Glyphs.Fit(line, m.width)
	}
	return strings.Join(lines, "\n")
}

func (m *Model) formatClock() string {
	if m.replay.Is {
		return "" // it stands at the beginning of the line
	}
	layout := "15:04:05"
	if m.minutes {
		layout = "15:04"
	}
	if m.clock.Location() == time.UTC {
		layout += "Z"
	}
	return text.Render(m.clock.Format(layout), m.th.Dim)
}

// active is the index of the active feed, the first one if none is.
func (m *Model) active() int {
	for i := range m.feeds {
		if m.feeds[i].Active {
			return i
		}
	}
	return 0
}
