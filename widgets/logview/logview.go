// Package logview is the scrolling message log.
//
// It is a window on entries that its owner keeps: it holds no entry, fetches only
// those that are visible, and sanitises and formats them as they are drawn. Live,
// it follows the end of the log. Pinned, the entries on the screen stay where they
// are, whatever is appended, and the title counts what arrived meanwhile and what
// the history could not keep. Moving the cursor pins the log. A log that is shown as it was
// at a moment is one whose entries end there; see [Model.Show].
//
// Filters hide entries and a search finds some. Both keep one bit for every entry,
// and scan the entries in slices that the owner gives it: see [Model.Work].
// The package starts no goroutine.
//
// The package does not depend on what a message is, where it came from or why it was kept.
package logview

import (
	"fmt"
	"sockeye/widgets/entryset"
	"time"

	"sockeye/widgets/theme"
)

// Model is the widget. The zero Model is not usable; see [New]. Its copies share what they show. It
// is not safe for concurrent use.
type Model struct {
	th      *theme.Theme
	width   int
	height  int
	focused bool
	budget  int // lines

	log      *source
	text     *line
	filters  *filters
	search   *search
	scanning *scanning
	window   *window
	jumps    *jumps
	format   *formatter
	body     *body
	heading  *heading
	redraw   *redraw
	view     string
}

// unlimited is a budget of more lines than any screen has.
const unlimited = 1 << 20

// New returns an empty live log that shows local time.
func New(th *theme.Theme) Model {
	own := *th // which the parts of the log share
	th = &own
	log, redraw := &source{}, &redraw{body: true}
	scanned := &line{glyphs: th.Glyphs}
	places := &places{th: th}
	filters := &filters{log: log, text: scanned}
	search := &search{log: log, filters: filters, text: scanned, places: places}
	table := &table{th: th, log: log}
	format := &formatter{th: th, location: time.Local, search: search, places: places, table: table}
	window := &window{log: log, shown: filters}
	window.lines = func(n uint64) int {
		if !format.wrap || format.width <= 0 {
			return 1
		}
		return format.lines(log.entries.Entry(n))
	}
	jumps := &jumps{th: th, log: log, window: window, search: search, shown: filters, redraw: redraw}
	return Model{
		th: th, budget: unlimited,
		log: log, text: scanned, filters: filters, search: search, window: window, jumps: jumps, format: format, redraw: redraw,
		scanning: &scanning{log: log, window: window, filters: filters, search: search, redraw: redraw},
		body:     &body{th: th, log: log, shown: filters, window: window, marks: &jumps.marks, format: format},
		heading:  &heading{th: th, log: log, filters: filters, search: search, window: window, jumps: jumps, format: format},
	}
}

// SetTheme sets the styles. With other glyphs, other text stands on the screen: filters and search scan it anew.
func (m *Model) SetTheme(th *theme.Theme) {
	*m.th = *th
	m.redraw.body = true
	if m.text.glyphs == m.th.Glyphs {
		return
	}
	m.text.glyphs = m.th.Glyphs
	m.format.labelWidth, m.format.names = 0, nil
	m.format.places.reset()
	m.format.table.reset()
	m.rearrange(m.filters.restart)
}

// SetColumns sets the names of the columns in which events show their values, and shows a table where there is space for one.
// Without names, there is none: events show their texts. main is the index of the column that is in the window if not all of them
// have space, unless the operator moves them.
func (m *Model) SetColumns(names []string, main int) {
	m.format.table.set(names, main)
	m.reform()
}

// Tabular reports whether events are rows of a table.
func (m *Model) Tabular() bool { return m.format.tabular }

// reform shows the same entries in another form, with the one under the cursor where it is.
func (m *Model) reform() {
	m.window.holdCursor()
	m.chooseForm()
	m.window.place()
	m.redraw.body = true
}

// chooseForm decides whether events are rows of a table, of which the heading takes a line.
func (m *Model) chooseForm() {
	f := m.format
	width, height := theme.Inner(m.width, m.height)
	f.tabular = len(f.table.names) > 0 && !f.table.raw && !f.wrap && height >= tableLines && width >= tableCells
	if f.tabular {
		height--
	}
	f.width, m.window.height = width, height
	f.height = m.window.page()
}

// SetSize sets the size of the whole widget in cells, border included. Any size
// is allowed.
func (m *Model) SetSize(width, height int) {
	if width == m.width && height == m.height {
		return
	}
	if width != m.width || m.window.state != live {
		m.redraw.body = true
	}
	m.redraw.arrivals = true
	m.width, m.height = width, height
	m.chooseForm()
	m.format.narrow = width < shortUnder
	m.window.clamp()
}

// SetEntries shows another log, from its end, live. A nil log is empty. The numbers
// of the entries of one log mean nothing in another, so the log is not stopped and nothing is marked
// any more; filters and search are applied to the other log.
func (m *Model) SetEntries(entries Entries) {
	m.log.entries = entries
	m.log.refresh()
	m.format.labelWidth, m.format.names, m.format.skip = 0, nil, 0
	m.format.places.reset()
	m.format.table.reset()
	m.window.state = live
	m.jumps.marks = entryset.Set{}
	m.filters.restart()
	m.search.restart()
	m.Resume()
	m.redraw.body = true
}

// SetFocused sets whether this pane has the focus.
func (m *Model) SetFocused(focused bool) {
	if focused == m.focused {
		return
	}
	m.focused, m.body.highlights = focused, focused
	m.redraw.box = true
	if m.window.state != live { // the entry under the cursor has another style
		m.redraw.body = true
	}
}

// SetLocation sets the time zone of the receive times.
func (m *Model) SetLocation(location *time.Location) {
	if location == m.format.location {
		return
	}
	m.format.location = location
	m.redraw.body = true
}

// SetKeys sets the keys that the title names: of Bottom, and of ToggleContext. "" is none.
func (m *Model) SetKeys(bottom, context string) {
	m.heading.bottom, m.heading.context = bottom, context
	m.redraw.box = true
}

// SetMoment sets what the title says of a log that is shown as it was at a moment: for how long that has been so, and what has
// come since, or nothing. Without either, the log is shown as it is.
func (m *Model) SetMoment(since, fresh string) {
	if h := m.heading; since != h.since || fresh != h.fresh {
		h.since, h.fresh = since, fresh
		m.redraw.box = true
	}
}

// SetBudget sets how many lines a live log may change with the next View because entries arrived. Of more of them, the last
// are shown below what was shown before; a sign is in front of the first, and the border says that entries were left out.
// What a key has changed is shown whole, and so is a log that is not live. With 0, the widget is blank.
func (m *Model) SetBudget(lines int) {
	if (lines == 0) != (m.budget == 0) { // nothing is on the screen, or will be
		m.body.reset()
		m.redraw.body, m.redraw.arrivals = false, true
	}
	m.budget = lines
}

// SetHighlight sets whether the parts of messages that are JSON have styles of their own. A line that has costs up to two and a half
// times as many bytes on its way to the terminal: 328 for 146 at 120 cells.
func (m *Model) SetHighlight(on bool) {
	if m.format.highlight != on {
		m.format.highlight, m.redraw.body = on, true
	}
}

// Redraw has the next View show all entries of the window, whatever the budget: for when the screen shows something else
// in their place.
func (m *Model) Redraw() { m.redraw.body = true }

// Show shows the entries of the log as of another moment: those that there are, or were then. The numbers of the entries are
// the same.
func (m *Model) Show(entries Entries) {
	m.log.entries = entries
	m.Refresh()
}

// Refresh is to be called when entries were appended or evicted, before the next
// View: until then the widget uses the bounds of the last Refresh.
func (m *Model) Refresh() {
	first, end := m.log.first, m.log.end
	if !m.log.refresh() {
		return
	}
	if m.window.state == live {
		m.redraw.arrivals = true
	} else {
		m.redraw.moved(m.window.evict(first))
		m.redraw.box = true // the counts in the title
	}
	m.dropEvicted()
	m.filterMore(func() { m.scanning.arrive(end) })
	m.window.clamp()
	m.jumps.work(arrivals)
}

// View returns the widget as height lines of width cells, or "" if either is 0 or
// less. It returns the same string until something that it shows has changed.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.budget == 0 {
		return blank(m.width, m.height)
	}
	m.refreshBody()
	if m.redraw.box {
		lines := m.body.texts
		if m.format.tabular {
			lines = append([]string{m.format.columns()}, lines...)
		}
		border := theme.Border{Title: m.heading.title(m.width), Note: m.body.note(), Focused: m.focused}
		m.view = border.Box(lines, m.width, m.height, m.th)
		m.redraw.box = false
	}
	return m.view
}

// refreshBody formats what has changed in the window.
func (m *Model) refreshBody() {
	if m.redraw.body || m.redraw.arrivals {
		m.body.refresh(m.budget, m.redraw.body)
		*m.redraw = redraw{box: true}
	}
}

// dropEvicted drops what is known of evicted entries.
func (m *Model) dropEvicted() {
	m.scanning.dropEvicted()
	m.jumps.marks.Drop(m.log.first)
}

// Live reports whether the log follows its end.
func (m *Model) Live() bool { return m.window.state == live }

// Pin stops the log where it is, if it is live: at the selected entry, or before the first one where there is none.
func (m *Model) Pin() {
	m.redraw.moved(m.Live())
	m.jumps.cancel()
	m.jumps.say("")
	m.window.pin()
}

// Resume follows the end of the log again, as far as the filters show it.
func (m *Model) Resume() {
	m.redraw.moved(!m.Live())
	m.jumps.cancel()
	m.jumps.say("")
	m.window.state = live
	if m.filters.suspended {
		m.filters.suspended = false
		m.search.restart()
	}
	m.dropEvicted()
	m.window.resume()
}

// Selected returns the number of the entry under the cursor. Live, that is the last
// one that is shown. It reports false if there is none.
func (m *Model) Selected() (uint64, bool) { return m.window.selected() }

// Goto pins the log to entry n, or the nearest one that is kept
// and shown. Unless it is in the window already, the window opens around it. In a
// log without entries it does nothing.
func (m *Model) Goto(n uint64) { m.redraw.moved(m.window.goTo(n)) }

// Up moves the cursor n entries towards the first one, and pins the log.
func (m *Model) Up(n int) { m.redraw.moved(m.window.move(-max(n, 0))) }

// Down moves the cursor n entries towards the end, into what is new. A live log is
// at its end already.
func (m *Model) Down(n int) { m.redraw.moved(m.window.move(max(n, 0))) }

// AddFilter hides the events, and other messages, that do not match a regular
// expression, or if exclude is set, those that do. It applies to what stands on the
// screen: the label, a space and the text, sanitised. Case counts if the
// expression has an upper-case letter. All filters have to let an entry pass;
// notices, gaps, troubles and alerts are never hidden. A filter that stands already is
// not added again.
//
// The entries are scanned by [Model.Work]. The error is that of the expression, and
// leaves the filters as they were.
func (m *Model) AddFilter(text string, exclude bool) error {
	p, err := compile(text)
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	if added := (filter{p, exclude}); !m.filters.have(added) {
		list := m.filters.list
		m.setFilters(append(list[:len(list):len(list)], added))
	}
	return nil
}

// ClearFilters shows all entries again.
func (m *Model) ClearFilters() {
	if len(m.filters.list) > 0 {
		m.setFilters(nil)
	}
}

// Filters returns the filters in the order in which they were added, those that
// exclude with a "!" before them.
func (m *Model) Filters() []string {
	var texts []string
	for _, f := range m.filters.list {
		texts = append(texts, f.String())
	}
	return texts
}

// Hidden returns how many of the kept entries the filters hide. Entries that have not
// been scanned yet are neither hidden nor shown.
func (m *Model) Hidden() int { return m.filters.hidden() }

// SetSearch searches the entries that the filters show for a regular expression, and
// highlights what it finds. It applies to the label, a space and the text, as
// filters do, and case counts if the expression has an upper-case letter. "" ends
// the search.
//
// The entries are scanned by [Model.Work]. The error is that of the expression, and
// leaves the search as it was.
func (m *Model) SetSearch(text string) error {
	if text == "" {
		m.search.set(nil)
	} else {
		p, err := compile(text)
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		m.search.set(p)
	}
	m.jumps.cancel()
	m.jumps.say("")
	m.redraw.body = true
	return nil
}

// Search returns the expression of the search, or "".
func (m *Model) Search() string {
	if m.search.pattern == nil {
		return ""
	}
	return m.search.pattern.String()
}

func (m *Model) setFilters(list []filter) {
	m.jumps.say("") // it was about what was shown before
	m.rearrange(func() {
		m.filters.list, m.filters.suspended = list, false
		m.filters.restart()
	})
}

// rearrange changes which entries are shown, with the entry under the cursor where it
// is on the screen.
func (m *Model) rearrange(change func()) {
	m.window.holdCursor()
	change()
	m.search.restart()
	m.window.place()
	m.redraw.body = true
}
