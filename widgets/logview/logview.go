// Package logview is the scrolling message log.
//
// It is a window on entries that its owner keeps: it holds no entry, fetches only
// those that are visible, and sanitises and formats them as they are drawn. Live,
// it follows the end of the log. Frozen, the entries on the screen stay where they
// are, whatever is appended, and the title counts what arrived meanwhile and what
// the history could not keep.
//
// Filters hide entries and a search finds some. Both keep one bit for every entry,
// and scan the entries in slices that the owner hands out: see [Model.Work].
// The package starts no goroutine.
//
// The package does not depend on what a message is, where it came from or why it was kept.
package logview

import (
	"time"

	"sockeye/widgets/pattern"
	"sockeye/widgets/theme"
)

// Kind says how an entry is drawn. Every kind has a sign of its own, apart from
// Event and Control, which differ by the label. The kinds from Notice on are the
// events of the log, which no filter hides. The signs are those of Unicode; see
// [text.Signs] for the others.
type Kind uint8

const (
	Event     Kind = iota // "←": a message with values, of a label
	Control               // "←", dimmed: an answer, a status, a greeting
	Unmatched             // "?": a message that the preset has no use for
	Sent                  // "→": what went out
	Notice                // a rule "────" across the log: something that is no message
	Gap                   // a rule "┄┄┄┄": messages that are missing
	Trouble               // a rule "━━━━": a disconnect, a rejection
	Alert                 // a rule "!!!!": an alert that was raised, or is over
)

// Entry is one entry of the log. Label and Text come from the network and are shown
// sanitised. Text is valid until the next call of [Entries.Entry].
type Entry struct {
	Number uint64
	At     time.Time // receipt
	Time   time.Time // the feed's own; zero if the entry has none
	Kind   Kind
	Label  string
	// Text is the text, or no less than the first [MaxText] bytes of it. Size is how many bytes it has where that is more
	// than what is here.
	Text []byte
	Size int
}

// Entries is a log. Its entries are numbered without holes from First up to, and not
// including, End: End grows as entries are appended, First as they are evicted.
// Neither ever falls. Entry and Kind are called only for numbers in between.
type Entries interface {
	First() uint64
	End() uint64
	Entry(n uint64) Entry
	// Kind returns the kind of an entry without reading its text.
	Kind(n uint64) Kind
}

// Model is the state of the widget. The zero Model is not usable; see [New]. It
// is not safe for concurrent use.
type Model struct {
	// Keys are the keys that Update handles.
	Keys KeyMap

	th       *theme.Theme
	entries  Entries
	location *time.Location
	width    int
	height   int
	focused  bool
	now      time.Time

	// first and end are the bounds of entries at the last Refresh.
	first, end uint64
	// top is the number of the topmost entry of the window, of which the first cut
	// lines are above it. cursor is the number of the entry under the cursor, or near
	// it if filters hide that one. Live, all three follow from end.
	top    uint64
	cut    int
	cursor uint64
	// line is the line of the window that the selected entry of a frozen log has, and
	// keeps when other entries are shown around it.
	line int
	skip int // cells scrolled sideways
	wrap bool

	frozen   bool
	frozenAt time.Time
	// until bounds what a frozen window shows: the end of the log when it was frozen,
	// or what has been scrolled to since.
	until uint64
	// missed counts the entries of a frozen log that were evicted before they could be
	// read, as far as the filters let them pass.
	missed uint64

	filters   []filter
	passing   scanner // for the entries that pass the filters
	suspended bool    // the filters, to show an entry in its context
	search    *pattern.Pattern
	hits      scanner // for the entries that the search finds
	jump      pendingJump
	marks     entrySet
	note      string // a word in the title, until the next key
	text      *line

	times      timeColumn
	columns    columns
	labelWidth int  // widest label so far
	wider      bool // a visible entry goes on beyond the right edge

	body      []string // the window's lines, formatted
	bodyDirty bool
	view      string
	boxDirty  bool
}

// New returns an empty live log that shows local time.
func New(th *theme.Theme) Model {
	return Model{Keys: DefaultKeyMap(), th: th, location: time.Local, text: &line{glyphs: th.Glyphs}, bodyDirty: true}
}

// Restyle must be called when the theme has been overwritten. With other glyphs, other
// text stands on the screen: filters and search scan it anew.
func (m *Model) Restyle() {
	m.bodyDirty = true
	if m.text.glyphs == m.th.Glyphs {
		return
	}
	m.text.glyphs = m.th.Glyphs
	m.labelWidth = 0
	m.columns.reset()
	m.rearrange(m.startFilters)
}

// SetSize sets the size of the whole widget in cells, border included. Any size
// is allowed.
func (m *Model) SetSize(width, height int) {
	if width == m.width && height == m.height {
		return
	}
	m.width, m.height = width, height
	m.clampWindow()
	m.bodyDirty = true
}

// SetEntries shows another log, from its end, live. A nil log is empty. The numbers
// of the entries of one log mean nothing in another, so nothing is frozen or marked
// any more; filters and search are applied to the other log.
func (m *Model) SetEntries(entries Entries) {
	m.entries = entries
	m.labelWidth, m.skip = 0, 0
	m.columns.reset()
	m.first, m.end = m.bounds()
	m.frozen = false
	m.marks = entrySet{}
	m.startFilters()
	m.startSearch()
	m.Live()
	m.bodyDirty = true
}

// SetFocused sets whether this pane has the focus.
func (m *Model) SetFocused(focused bool) {
	if focused == m.focused {
		return
	}
	m.focused = focused
	m.bodyDirty = true
}

// SetLocation sets the time zone of the receive times.
func (m *Model) SetLocation(location *time.Location) {
	if location == m.location {
		return
	}
	m.location = location
	m.bodyDirty = true
}

// SetNow sets the time, for the clock in the title of a frozen log. A key that
// freezes the log does so at the time last set.
func (m *Model) SetNow(now time.Time) {
	if m.frozen && now.Sub(m.frozenAt)/time.Second != m.now.Sub(m.frozenAt)/time.Second {
		m.boxDirty = true
	}
	m.now = now
}

// Refresh is to be called when entries were appended or evicted, before the next
// View: until then the widget uses the bounds of the last Refresh.
func (m *Model) Refresh() {
	first, end := m.bounds()
	if first == m.first && end == m.end {
		return
	}
	oldFirst, oldEnd := m.first, m.end
	m.first, m.end = first, end
	if m.frozen {
		m.evict(oldFirst)
		m.boxDirty = true // the counts in the title
	} else {
		m.bodyDirty = true
	}
	m.dropEvicted()
	m.arrive(oldEnd)
	m.clampWindow()
	m.workJump(arrivals)
}

// Frozen reports whether the log stands still.
func (m *Model) Frozen() bool { return m.frozen }

// View returns the widget as height lines of width cells, or "" if either is 0 or
// less. It returns the same string until something that it shows has changed.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.bodyDirty {
		m.formatBody()
		m.bodyDirty, m.boxDirty = false, true
	}
	if m.boxDirty {
		m.view = theme.Box(m.title(), m.body, m.width, m.height, m.focused, m.th)
		m.boxDirty = false
	}
	return m.view
}

// bounds are those of the log, which may be nil.
func (m *Model) bounds() (first, end uint64) {
	if m.entries == nil {
		return 0, 0
	}
	return m.entries.First(), m.entries.End()
}
