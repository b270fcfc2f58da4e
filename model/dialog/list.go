package dialog

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// Line is a line of a [List].
type Line struct {
	ID    any    // comparable, by which the cursor finds its line again; nil: it passes over the line
	Text  string // without styles, sanitized
	More  string // behind it, dim
	Style lipgloss.Style
}

// Content is what a [List] shows and does.
type Content struct {
	Title  string
	Lines  func(width int) []Line // what there is now; at least one line has an ID
	Footer []key.Binding
	// Press answers to a key that does not move the cursor, which is on the line of that ID.
	Press func(l *List, id any, press tea.KeyPressMsg) (cmd tea.Cmd, open bool)
}

// List is a box with lines of which one is under the cursor. The cursor stays on its line, whatever comes before it.
//
// It is neither a bubbles/list nor a table. Both have their cursor on a place: what comes in above would put another alert
// under it, between two keys. In neither are there lines over which the cursor passes, as headings are.
type List struct {
	theme   *theme.Theme
	keys    Keys
	content Content
	size    SizeMsg
	lines   []Line
	places  []int // of lines with an ID
	id      any   // of the line with the cursor
	cursor  cursor
}

// NewList returns a list, with the cursor on the first line.
func NewList(th *theme.Theme, keys Keys, content Content) *List {
	return &List{theme: th, keys: keys, content: content}
}

// refresh reads what there is now, and finds the line with the cursor, or what has taken its place.
func (l *List) refresh() {
	w, _ := theme.Inner(l.size.Width, l.size.Height)
	l.lines, l.places = l.content.Lines(w), l.places[:0]
	at := l.cursor.at
	for i := range l.lines {
		id := l.lines[i].ID
		if id == nil {
			continue
		}
		if id == l.id {
			at = len(l.places)
		}
		l.places = append(l.places, i)
	}
	l.Move(at)
}

// At returns the place of the cursor, among the lines that it can be on.
func (l *List) At() int { return l.cursor.at }

// Move moves the cursor to a place among the lines that it can be on.
func (l *List) Move(to int) {
	l.cursor.move(to, 0, len(l.places))
	l.id = l.lines[l.places[l.cursor.at]].ID
	line := l.places[l.cursor.at]
	if l.cursor.at == 0 {
		line = 0 // with what stands above the first one
	}
	l.cursor.scroll(line, l.page(), len(l.lines))
	l.cursor.top = max(l.cursor.top, l.places[l.cursor.at]-l.page()+1)
}

// page returns how many lines fit.
func (l *List) page() int {
	_, h := theme.Inner(l.size.Width, l.size.Height)
	return max(h, 1)
}

// Update implements Dialog.
func (l *List) Update(msg tea.Msg) (cmd tea.Cmd, open bool) {
	switch msg := msg.(type) {
	case SizeMsg:
		l.size, l.theme = msg, msg.Theme
		l.refresh()
	case RefreshMsg:
		l.refresh()
	case tea.KeyPressMsg:
		l.refresh()
		if key.Matches(msg, l.keys.Back, l.keys.Quit) {
			return nil, false
		}
		if by, moves := l.keys.Step(msg, l.page()); moves {
			l.Move(l.cursor.at + by)
			return nil, true
		}
		if cmd, open = l.content.Press(l, l.id, msg); open {
			l.refresh()
		}
		return cmd, open
	}
	return nil, true
}

// View implements Dialog.
func (l *List) View() string {
	if l.size.Height == 0 {
		return ""
	}
	th := l.theme
	w, h := theme.Inner(l.size.Width, l.size.Height)
	body := slices.Grow([]string(nil), h)
	for i := l.cursor.top; i < min(l.cursor.top+h, len(l.lines)); i++ {
		line := &l.lines[i]
		if i == l.places[l.cursor.at] {
			body = append(body, th.Cursor.Render(th.Glyphs.Fit(line.Text+line.More, w)))
			continue
		}
		text := line.Style.Render(line.Text)
		if line.More != "" {
			text += th.Dim.Render(line.More)
		}
		body = append(body, text)
	}
	return theme.Box(l.content.Title, body, l.size.Width, l.size.Height, true, th)
}

// Footer implements Dialog.
func (l *List) Footer() string { return footer.View(l.theme, l.content.Footer, l.size.Width) }
