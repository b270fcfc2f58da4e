// Package watchlist is the table of subscriptions and labels: the state of each, its last value
// and how that changes, how often it has events and how long ago the last one was.
//
// It shows the rows it is handed, in their order, and keeps a cursor among them. It subscribes to
// nothing, reads no clock and does no I/O.
package watchlist

import (
	"fmt"
	"slices"
	"strings"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
)

// Model is the watchlist. It is used through a pointer and by one goroutine.
//
// It is not the table of bubbles v2.2.1, whose columns have fixed widths, whose cells have one style, whose cursor is on a place and
// not on a label, and which is given the text of all rows and not only of those that are visible. It takes 1.2 ms to draw 12
// rows, this one 0.3 ms (BenchmarkViewDirty).
type Model struct {
	theme         *theme.Theme
	columns       *columnSet
	order         string // "by rate"; "": that of the preset
	width, height int
	focused       bool
	isTicker      bool
	footer        string

	rows     []Row
	cursor   int    // index of the selected row; 0 if there is none
	top      int    // index of the first visible row
	selected string // the selected row's label, which outlives the rows

	view  string
	dirty bool
}

// New returns an empty watchlist of size 0 in the styles of th.
func New(th *theme.Theme) Model {
	return Model{theme: th, columns: newColumnSet(nil), dirty: true}
}

// SetTheme sets the styles.
func (m *Model) SetTheme(th *theme.Theme) { m.theme, m.dirty = th, true }

// SetColumns sets the names of the values that have columns of their own, from left to right, beside the latest one of each row.
// Any bytes, sanitised here. Those for which there is no space are left out, the last first.
func (m *Model) SetColumns(names []string) {
	if !slices.Equal(names, m.columns.names) {
		m.columns, m.dirty = newColumnSet(names), true
	}
}

// SetOrder sets what the title says of the order of the rows: the name of an [Order], "" for that of the preset.
func (m *Model) SetOrder(name string) {
	if m.order != name {
		m.order, m.dirty = name, true
	}
}

// SetSize sets the space for the watchlist in cells, its border included. Any size is allowed.
func (m *Model) SetSize(width, height int) {
	if m.width == width && m.height == height {
		return
	}
	m.width, m.height, m.dirty = width, height, true
	m.scroll()
}

// SetFocused sets whether the watchlist has the focus, which shows in its border and its cursor.
func (m *Model) SetFocused(focused bool) {
	if m.focused == focused {
		return
	}
	m.focused, m.dirty = focused, true
}

// SetFooter sets the line below the rows, "" for none. Any bytes, sanitised here.
func (m *Model) SetFooter(footer string) {
	if m.footer == footer {
		return
	}
	m.footer, m.dirty = footer, true
	m.scroll()
}

// SetRows replaces the rows. The watchlist keeps the slice until the next call, and the caller does not
// change it meanwhile, but for the figures of those that are [Model.Visible], until the next View. The selected label stays selected, and where it is on the screen, wherever it
// has moved; if it is gone, what is now in its place is selected.
func (m *Model) SetRows(rows []Row) {
	m.rows, m.dirty = rows, true
	if len(rows) == 0 {
		m.cursor, m.top = 0, 0
		return // and the selected label is kept, as a reconnect empties the table and fills it again
	}
	found := m.find(m.selected)
	m.top += found - m.cursor
	m.selectRow(found)
}

// find returns the index of the row with the label: the cursor's if it has it, else the first, else
// the one nearest to the cursor.
func (m *Model) find(label string) int {
	if m.cursor < len(m.rows) && m.rows[m.cursor].Label == label {
		return m.cursor
	}
	for i := range m.rows {
		if m.rows[i].Label == label {
			return i
		}
	}
	return min(m.cursor, len(m.rows)-1)
}

// Visible returns which rows are on the screen, from included and to not.
func (m *Model) Visible() (from, to int) {
	return m.top, max(min(m.top+m.layout().rows, len(m.rows)), m.top)
}

// Selected returns the index of the row under the cursor in the rows last set. It reports false if
// there are none.
func (m *Model) Selected() (int, bool) {
	return m.cursor, len(m.rows) > 0
}

// Select puts the cursor on the row with the index, or on the nearest one that there is.
func (m *Model) Select(i int) { m.selectRow(i) }

// selectRow puts the cursor on the row with the index nearest to i, and scrolls it into view.
func (m *Model) selectRow(i int) {
	if len(m.rows) == 0 {
		return
	}
	m.cursor = min(max(i, 0), len(m.rows)-1)
	m.selected, m.dirty = m.rows[m.cursor].Label, true
	m.scroll()
}

// scroll moves the visible rows as little as is needed for the cursor to be among them and for the space
// to be filled.
func (m *Model) scroll() {
	visible := m.layout().rows
	m.top = min(max(m.top, m.cursor-visible+1), m.cursor)
	m.top = max(min(m.top, len(m.rows)-visible), 0)
}

// View returns the watchlist as exactly as many lines and cells as its size says, or "" if that has no
// area. It draws only if something it shows has changed since the last call, and only formats the rows
// that are visible.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.dirty {
		m.view, m.dirty = m.render(), false
	}
	return m.view
}

// At returns the index of the row that stands in a line of the watchlist, which are counted from 0 with its border; false if
// that has none.
func (m *Model) At(line int) (row int, ok bool) {
	l := m.layout()
	_, body := theme.Inner(m.width, m.height)
	line -= (m.height - body) / 2
	if l.titled {
		line--
	}
	row = m.top + line
	return row, line >= 0 && line < l.rows && row < len(m.rows)
}

// Slices returns how many values a sparkline has: in a wide watchlist more, which change more often.
func (m *Model) Slices() int {
	const (
		few, many = 12, 30
		wide      = 70 // cells
	)
	if m.width >= wide {
		return many
	}
	return few
}

// layout is how the watchlist divides the lines of its body.
type layout struct {
	width  int
	titled bool
	rows   int
	footed bool
}

// layout divides the lines. The rows come first; the titles and the footer follow as there is space.
func (m *Model) layout() layout {
	if m.isTicker {
		return layout{width: m.width, rows: min(tickerMost, max(m.height, 1)) * m.tickerOf(m.top, m.width).perLine}
	}
	width, height := theme.Inner(m.width, m.height)
	l := layout{width: width, rows: height}
	if l.rows >= 3 {
		l.titled = true
		l.rows--
	}
	if l.rows >= 4 && m.footer != "" {
		l.footed = true
		l.rows--
	}
	return l
}

// render draws the watchlist from nothing.
func (m *Model) render() string {
	if m.isTicker {
		return m.renderTicker()
	}
	l := m.layout()
	from, to := m.Visible()
	visible := m.rows[from:to]
	t := m.columns.newTable(visible, l.width, m.theme.Glyphs)

	var body []string
	if l.titled && len(m.rows) > 0 {
		body = append(body, t.titles(m.theme))
	}
	for i := range visible {
		body = append(body, t.row(&visible[i], m.top+i == m.cursor, m.focused, m.theme))
	}
	if len(m.rows) == 0 && l.rows > 0 {
		body = append(body, m.theme.Dim.Render(m.theme.Glyphs.Fit("  no subscriptions", l.width)))
	}
	if l.footed {
		above := l.rows
		if l.titled {
			above++
		}
		for len(body) < above {
			body = append(body, "")
		}
		body = append(body, " "+m.theme.Dim.Render(m.theme.Glyphs.Text(m.footer, l.width-1)))
	}
	box := theme.Border{Title: m.title(l), Note: m.note(t), Focused: m.focused}
	return box.Box(body, m.width, m.height, m.theme)
}

// note is the reason of the selected row, if its line has no space for the whole of it.
func (m *Model) note(t *table) string {
	if len(m.rows) == 0 || !m.rows[m.cursor].inWords() {
		return ""
	}
	r := &m.rows[m.cursor]
	if _, _, cut := t.sentence(r); !cut {
		return ""
	}
	return r.State.record().style(m.theme).Render(m.theme.Glyphs.Text(r.Reason, theme.EdgeSpace(m.width)))
}

// title names the pane, and says where the cursor is if not all rows are visible.
func (m *Model) title(l layout) string {
	title := m.theme.Title.Render("WATCHLIST")
	if m.order != "" {
		title += "  " + m.theme.Dim.Render(m.theme.Glyphs.Signs().Unfolded+" "+m.order)
	}
	if len(m.rows) > l.rows {
		position := fmt.Sprintf("%s/%s", format.Count(uint64(m.cursor+1)), format.Count(uint64(len(m.rows))))
		title += strings.Repeat(" ", 2) + m.theme.Dim.Render(position)
	}
	return title
}
