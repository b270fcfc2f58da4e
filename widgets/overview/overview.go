// Package overview is the table of all feeds: the state of each and since when, its figures, and what its last hour was like.
//
// It shows the rows it is handed, in their order, and keeps a cursor among them. It reads no clock and does no I/O.
package overview

import (
	"fmt"
	"slices"
	"time"

	"sockeye/widgets/theme"
)

// Row is one feed. Texts are any bytes, sanitised here.
type Row struct {
	Number int    // the key that shows the feed
	Name   string // by which the cursor finds its row again
	Shown  bool   // it is the feed that is shown behind the table

	State string // the word, with what belongs to it
	Tone  theme.Tone
	Since string // since when

	PerSecond float64       // messages
	Lag       time.Duration // the median
	HasLag    bool
	DataAge   time.Duration // since the last event
	HasData   bool
	BeatAge   time.Duration // since the last heartbeat
	HasBeat   bool
	FrameAge  time.Duration // since the last frame of any kind, pings included
	HasFrame  bool

	Gaps       uint64
	Numbered   bool   // numbers of messages were read: Gaps means something
	Reconnects int    // in the last hour
	Reason     string // why the connection was lost last, or ""
	Alerts     int    // that are not acknowledged

	Minutes [Minutes]theme.Tone // the worst of each minute of the last hour, oldest first
}

// Minutes is how many minutes a row has.
const Minutes = 60

// Model is the table. It is used through a pointer and by one goroutine. The zero Model is not usable; see [New].
type Model struct {
	theme         *theme.Theme
	width, height int

	rows     []Row
	cursor   int // index of the selected row; 0 if there is none
	top      int // index of the first visible row
	selected string

	view  string
	dirty bool
}

// New returns an empty table of size 0 in the styles of th.
func New(th *theme.Theme) Model { return Model{theme: th, dirty: true} }

// SetTheme sets the styles.
func (m *Model) SetTheme(th *theme.Theme) { m.theme, m.dirty = th, true }

// SetSize sets the space for the table in cells, its border included. Any size is allowed.
func (m *Model) SetSize(width, height int) {
	if m.width != width || m.height != height {
		m.width, m.height, m.dirty = width, height, true
		m.scroll()
	}
}

// SetRows replaces the rows. The slice stays the caller's. The selected feed stays selected, wherever it has moved.
func (m *Model) SetRows(rows []Row) {
	if slices.Equal(rows, m.rows) {
		return
	}
	m.rows, m.dirty = slices.Clone(rows), true
	at := m.cursor
	if i := slices.IndexFunc(m.rows, func(r Row) bool { return r.Name == m.selected }); i >= 0 {
		at = i
	}
	m.Select(at)
}

// Selected returns the name of the feed under the cursor, "" if there is none.
func (m *Model) Selected() string { return m.selected }

// At returns the index of the row under the cursor.
func (m *Model) At() int { return m.cursor }

// Page returns how many rows are visible at a time.
func (m *Model) Page() int {
	rows, _ := m.space()
	return max(rows, 1)
}

// Select puts the cursor on the row with the index, or on the nearest one that there is.
func (m *Model) Select(i int) {
	if len(m.rows) == 0 {
		m.cursor, m.top, m.selected = 0, 0, ""
		return
	}
	m.cursor = min(max(i, 0), len(m.rows)-1)
	m.selected, m.dirty = m.rows[m.cursor].Name, true
	m.scroll()
}

// space is how many rows are visible, and whether the titles are above them.
func (m *Model) space() (rows int, titled bool) {
	_, h := theme.Inner(m.width, m.height)
	if h >= 3 {
		return h - 1, true
	}
	return h, false
}

func (m *Model) scroll() {
	visible, _ := m.space()
	m.top = min(max(m.top, m.cursor-visible+1), m.cursor)
	m.top = max(min(m.top, len(m.rows)-visible), 0)
}

// View returns the table as exactly as many lines and cells as its size says, or "" if that has no area. It draws only if
// something it shows has changed since the last call.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.dirty {
		m.view, m.dirty = m.draw(), false
	}
	return m.view
}

func (m *Model) draw() string {
	width, _ := theme.Inner(m.width, m.height)
	visible, titled := m.space()
	t := newTable(m.rows, width, m.theme.Glyphs)
	var body []string
	if titled {
		body = append(body, t.titles(m.theme))
	}
	for i := m.top; i < min(m.top+visible, len(m.rows)); i++ {
		body = append(body, t.row(&m.rows[i], i == m.cursor, m.theme))
	}
	box := theme.Border{Title: m.title(visible), Note: m.note(t, titled), Focused: true}
	return box.Box(body, m.width, m.height, m.theme)
}

// title names the table and says how many feeds are unhealthy, and where the cursor is if not all rows are visible.
func (m *Model) title(visible int) string {
	title := m.theme.Title.Render("FEEDS")
	troubled := 0
	for i := range m.rows {
		if m.rows[i].Tone == theme.Warn || m.rows[i].Tone == theme.Bad {
			troubled++
		}
	}
	if troubled > 0 {
		title += "  " + m.theme.Warn.Render(fmt.Sprintf("%d of %d unhealthy", troubled, len(m.rows)))
	} else {
		title += "  " + m.theme.Dim.Render(fmt.Sprint(len(m.rows)))
	}
	if len(m.rows) > visible {
		title += "  " + m.theme.Dim.Render(fmt.Sprintf("%d/%d", m.cursor+1, len(m.rows)))
	}
	return title
}

// note is why the selected feed lost its connection, where its row has no space for all of that.
func (m *Model) note(t *table, titled bool) string {
	if len(m.rows) == 0 || !titled {
		return ""
	}
	r := &m.rows[m.cursor]
	if r.Reason == "" || !t.cuts(r) {
		return ""
	}
	return m.theme.Warn.Render(m.theme.Glyphs.Text(r.Reason, theme.EdgeSpace(m.width)))
}
