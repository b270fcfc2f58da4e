// Package inspect is the inspector of one message: a folding tree with exact numbers, the text as it came, or its
// bytes; and what has changed since the message before.
//
// It shows the message that it is handed, parses it as far as a screen can need, and formats what is visible.
// Folds and the cursor go by path, so that stepping from message to message keeps the place. It fetches no message,
// reads no clock and does no I/O. Messages are hostile: their number of values, depth and size are bounded here, and
// nothing of them is shown but through widgets/text.
package inspect

import (
	"fmt"
	"strings"
	"time"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Message is the message to inspect. The inspector keeps Raw and Previous until the next call of
// [Model.SetMessage]; the caller does not change them meanwhile.
type Message struct {
	Number   uint64    // counts the messages of a feed
	Title    string    // the label; any bytes, sanitised here
	At       time.Time // when it was received
	Time     time.Time // when the feed says that it was sent; zero: it does not
	Raw      []byte    // any bytes
	Previous []byte    // the message before of the same label; nil: there is none
	// Name returns what the preset calls the value at a path, "" where it has no name for it. It is called for the lines that are
	// seen. nil: nothing has a name.
	Name func(path string) string
}

// A mode is a way to show a message.
type mode uint8

const (
	asTree mode = iota
	asText
	asHex
	modes
)

// Model is the inspector. It is used through a pointer and by one goroutine. The zero Model is not usable; see [New].
type Model struct {
	// ReadNumber reads text as the preset of the feed does, so that what can be charted here can be charted there; nil: nothing
	// is a number.
	ReadNumber func(text []byte) (v float64, ok bool)
	// ReadTime reads text as a time likewise; nil: nothing is a time.
	ReadTime func(text []byte) (at time.Time, ok bool)

	th            *theme.Theme
	location      *time.Location
	width, height int
	focused       bool
	footer        string

	msg    Message
	set    bool // there is a message
	isText bool
	tree   tree
	// wanted is the mode that was chosen; see shown for the one that the message allows.
	wanted mode
	differ bool // differences are wanted
	top    int  // the first visible line

	prose      []string // the message as text in lines of proseWidth cells, once it is needed
	proseLeft  int      // bytes that are not in prose
	proseWidth int      // 0: not wrapped yet

	view  string
	dirty bool
}

// New returns an inspector without a message, of size 0, that shows local time in the styles of th.
func New(th *theme.Theme) Model {
	return Model{th: th, location: time.Local, tree: tree{folds: make(map[place]bool)}, dirty: true}
}

// SetTheme sets the styles.
func (m *Model) SetTheme(th *theme.Theme) {
	m.th = th
	m.prose, m.proseWidth, m.dirty = nil, 0, true // for other glyphs wrap in other places
	m.clampWindow()
}

// SetSize sets the size of the whole inspector in cells, border included. Any size will do.
func (m *Model) SetSize(width, height int) {
	if m.width == width && m.height == height {
		return
	}
	m.width, m.height, m.dirty = width, height, true
	m.clampWindow()
}

// SetFocused sets whether this pane has the focus, which shows in its border and its cursor.
func (m *Model) SetFocused(focused bool) {
	if m.focused == focused {
		return
	}
	m.focused, m.dirty = focused, true
}

// SetLocation sets the time zone of the times.
func (m *Model) SetLocation(location *time.Location) {
	if m.location == location {
		return
	}
	m.location, m.dirty = location, true
}

// SetFooter sets the line below the message, "" for none. Any bytes, sanitised here. It is dropped where there are
// fewer than four lines.
func (m *Model) SetFooter(footer string) {
	if m.footer == footer {
		return
	}
	m.footer, m.dirty = footer, true
	m.clampWindow()
}

// SetMessage shows another message. What is folded stays folded, and the cursor stays on the same path and the same
// line of the screen; where that path is missing, it is on the nearest container around, until it is there again.
func (m *Model) SetMessage(msg Message) {
	m.msg, m.set, m.dirty = msg, true, true
	m.prose, m.proseWidth = nil, 0
	m.isText = isText(msg.Raw)
	m.read()
}

// Clear shows no message any more, and keeps nothing of the last one but which places are folded and where the cursor was.
func (m *Model) Clear() {
	if m.set {
		m.SetMessage(Message{})
		m.set = false
	}
}

// read parses the message, and the one before if it is needed. The cursor stays where it is on the screen.
func (m *Model) read() {
	doc := readDocument(m.msg.Raw)
	var before *document
	if m.differ && doc != nil && m.msg.Previous != nil {
		before = readDocument(m.msg.Previous)
	}
	onScreen := m.tree.cursor - m.top
	m.tree.show(doc, before)
	if m.shown() == asTree {
		m.top = m.tree.cursor - onScreen
	}
	m.dirty = true
	m.clampWindow()
}

// Path returns the path of the value under the cursor in the preset language: "1.3", "data.0.price", "$" for the
// whole message. It is "" where no tree is shown, on what was left out of it, and where the language has no word for
// the place. Of members of one name it is the path of them all. It is not sanitised.
func (m *Model) Path() string {
	l, ok := m.selected()
	if !ok {
		return ""
	}
	return l.doc.path(l.node)
}

// Value returns the scalar under the cursor as text: a string without quotes and escapes, anything else as it is
// written. It reports false if there is none, or it was too long to be read whole. Of a value that is gone it is
// what it was. It is not sanitised.
func (m *Model) Value() (text string, ok bool) {
	l, ok := m.selected()
	if !ok {
		return "", false
	}
	return l.doc.text(l.node)
}

// Literal is Value as it stands in the message: of a string, what is between the quotes, with its escapes.
func (m *Model) Literal() (text string, ok bool) {
	l, ok := m.selected()
	if !ok {
		return "", false
	}
	return l.doc.literal(l.node)
}

// Number returns the scalar under the cursor as a number, as ReadNumber reads it. It reports false if it is none.
func (m *Model) Number() (float64, bool) {
	text, ok := m.Value()
	if !ok {
		return 0, false
	}
	return m.readNumber(text)
}

// NumberAt is a number of the message, and where it stands.
type NumberAt struct {
	Path string // in the preset language, as of [Model.Path]
	Name string // what the preset calls it, or ""
	Text string // as it is written; any bytes
}

// Numbers returns the first numbers of the message, so many at most, as ReadNumber reads them.
func (m *Model) Numbers(most int) (all []NumberAt) {
	doc := m.tree.doc
	if doc == nil {
		return nil
	}
	for i := range doc.nodes {
		if len(all) == most {
			break
		}
		text, ok := doc.text(int32(i))
		if _, isNumber := m.readNumber(text); !ok || !isNumber {
			continue
		}
		if path := doc.path(int32(i)); path != "" {
			n := NumberAt{Path: path, Text: text}
			if m.msg.Name != nil {
				n.Name = m.msg.Name(path)
			}
			all = append(all, n)
		}
	}
	return all
}

func (m *Model) readNumber(text string) (float64, bool) {
	if m.ReadNumber == nil {
		return 0, false
	}
	return m.ReadNumber([]byte(text))
}

// selected returns the value under the cursor, if a cursor is shown.
func (m *Model) selected() (line, bool) {
	if m.shown() != asTree {
		return line{}, false
	}
	return m.tree.selected()
}

// shown is the mode in which the message is shown: the one wanted if the message allows it. What is not JSON is
// text, what is not text is hex.
func (m *Model) shown() mode {
	switch {
	case m.wanted == asTree && m.tree.doc != nil:
		return asTree
	case m.wanted == asHex || !m.isText:
		return asHex
	default:
		return asText
	}
}

// View returns the inspector as height lines of width cells, or "" if either is 0 or less. It returns the same string
// until something that it shows has changed.
func (m *Model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.dirty {
		m.view, m.dirty = m.render(), false
	}
	return m.view
}

// space is what the body has for the message, and whether the footer is below it.
func (m *Model) space() (width, height int, footed bool) {
	width, height = theme.Inner(m.width, m.height)
	if m.footer != "" && height >= 4 {
		return width, height - 1, true
	}
	return width, height, false
}

// length is the number of lines of the message as it is shown.
func (m *Model) length() int {
	width, _, _ := m.space()
	switch m.shown() {
	case asTree:
		return len(m.tree.lines)
	case asHex:
		return newHexRows(m.msg.Raw, width).len()
	}
	if width > 0 && m.proseWidth != width {
		m.prose, m.proseLeft = wrap(m.msg.Raw, width, m.th.Glyphs)
		m.proseWidth = width
	}
	if m.proseLeft > 0 {
		return len(m.prose) + 1
	}
	return len(m.prose)
}

// clampWindow moves the window to where there are lines, and to where the cursor is.
func (m *Model) clampWindow() {
	_, height, _ := m.space()
	height = max(height, 1)
	if m.shown() == asTree {
		m.top = min(max(m.top, m.tree.cursor-height+1), m.tree.cursor)
	}
	m.top = max(min(m.top, m.length()-height), 0)
}

// render draws the inspector from nothing.
func (m *Model) render() string {
	width, height, footed := m.space()
	var body []string
	switch {
	case !m.set:
		body = []string{m.th.Dim.Render(m.th.Glyphs.Fit(" no message", width))}
	case len(m.msg.Raw) == 0:
		body = []string{m.th.Dim.Render(m.th.Glyphs.Fit(" empty", width))}
	case m.shown() == asTree:
		body = m.formatTree(width, height)
	default:
		body = m.formatRows(width, height)
	}
	if footed {
		for len(body) < height {
			body = append(body, "")
		}
		body = append(body, " "+m.th.Dim.Render(m.th.Glyphs.Text(m.footer, width-1)))
	}
	return theme.Box(m.title(height), body, m.width, m.height, m.focused, m.th)
}

// formatRows formats the visible rows of text or hex.
func (m *Model) formatRows(width, height int) []string {
	length := m.length() // which wraps the text
	hexed := newHexRows(m.msg.Raw, width)
	var body []string
	for i := m.top; i < min(m.top+height, length); i++ {
		p := text.NewLine(m.th.Glyphs, width)
		switch {
		case m.shown() == asHex:
			hexed.add(p, i, m)
		case i < len(m.prose):
			p.Add(m.prose[i], m.th.Text)
		default:
			p.Add(fmt.Sprintf("%s %s more: see the bytes", m.th.Glyphs.Signs().More, format.Bytes(uint64(m.proseLeft))), m.th.Warn)
		}
		body = append(body, p.Fill())
	}
	return body
}

// title names the message and says how it is shown, what it is, and where the window is if not all is visible.
func (m *Model) title(height int) string {
	const labelCells = 24
	if !m.set {
		return m.th.Title.Render("MESSAGE")
	}
	parts := []string{m.th.Title.Render(fmt.Sprintf("MESSAGE #%d", m.msg.Number))}
	size := format.Bytes(uint64(len(m.msg.Raw)))
	switch m.shown() {
	case asText:
		parts = append(parts, "raw "+size)
	case asHex:
		parts = append(parts, "hex "+size)
	case asTree:
		switch {
		case !m.differ:
		case m.msg.Previous == nil:
			parts = append(parts, m.th.Warn.Render("difference: none before"))
		case m.tree.before == nil:
			parts = append(parts, m.th.Warn.Render("difference: not JSON before"))
		default:
			parts = append(parts, m.th.Warn.Render("difference"))
		}
	}
	if m.msg.Title != "" {
		parts = append(parts, m.th.Label.Render(m.th.Glyphs.Text(m.msg.Title, labelCells)))
	}
	if !m.msg.At.IsZero() {
		parts = append(parts, m.th.Dim.Render(m.msg.At.In(m.location).Format(clock)))
	}
	if length := m.length(); length > height {
		last := min(m.top+height, length)
		parts = append(parts, m.th.Dim.Render(format.Count(uint64(last))+"/"+format.Count(uint64(length))))
	}
	return strings.Join(parts, "  ")
}
