package header

import (
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Replay is what the first line says where the feeds are recorded ones that are played again.
type Replay struct {
	Is  bool
	How string // how fast, or that it is paused
}

// SetReplay sets whether the feeds are replayed, and how. The clock is then that of the recording.
func (m *Model) SetReplay(replay Replay) {
	if replay != m.replay {
		m.replay, m.dirty = replay, true
	}
}

// dateAbove is from which width on the time of a replay has its date.
const dateAbove = 100

// beginReplay is "REPLAY 2026-11-25 03:10:04Z 10x", which stands at the beginning of the first line; the feeds have the rest of the
// width, until endReplay.
func (m *Model) beginReplay() string {
	if !m.replay.Is {
		return ""
	}
	layout := "15:04:05"
	if m.width >= dateAbove {
		layout = "2006-01-02 15:04:05"
	}
	if m.clock.Location() == time.UTC {
		layout += "Z"
	}
	text := m.th.Raised.Render("REPLAY "+m.clock.Format(layout)) + " " + m.th.Title.Render(m.replay.How)
	text = m.th.Glyphs.Fit(" "+text, min(ansi.StringWidth(text)+1, m.width))
	m.width -= ansi.StringWidth(text)
	return text
}

func (m *Model) endReplay(text string) { m.width += ansi.StringWidth(text) }
