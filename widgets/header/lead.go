package header

import (
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Freeze is what the first line says while the screen is frozen; the zero one is that it is not.
type Freeze struct {
	Since string // for how long, such as "00:14"
	Fresh string // what has come meanwhile, such as "+281 new"; or nothing
}

// SetFrozen sets for how long the screen has been frozen.
func (m *Model) SetFrozen(freeze Freeze) {
	if freeze != m.frozen {
		m.frozen, m.dirty = freeze, true
	}
}

// Text is "FROZEN 00:14 +281 new", or in less than so many cells "FROZEN 00:14".
func (f Freeze) Text(cells int) string {
	text := "FROZEN " + f.Since
	if long := text + " " + f.Fresh; f.Fresh != "" && ansi.StringWidth(long) <= cells {
		text = long
	}
	return text
}

// beginLead is what stands at the beginning of the first line where the feeds are not shown as they are now: "FROZEN 00:14 +281 new",
// and "REPLAY 2026-11-25 03:10:04Z 10x". The feeds have the rest of the width, until endLead.
func (m *Model) beginLead() (lead string) {
	add := func(text string) {
		text = m.th.Glyphs.Fit(" "+text, min(ansi.StringWidth(text)+1, m.width))
		m.width -= ansi.StringWidth(text)
		lead += text
	}
	if m.frozen != (Freeze{}) {
		add(m.th.Old.Render(m.frozen.Text(m.width / 3)))
	}
	if m.replay.Is {
		layout := "15:04:05"
		if m.width >= dateAbove {
			layout = "2006-01-02 15:04:05"
		}
		if m.clock.Location() == time.UTC {
			layout += "Z"
		}
		add(m.th.Raised.Render("REPLAY "+m.clock.Format(layout)) + " " + m.th.Title.Render(m.replay.How))
	}
	return lead
}

func (m *Model) endLead(lead string) { m.width += ansi.StringWidth(lead) }
