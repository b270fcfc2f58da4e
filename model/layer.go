package model

import (
	"fmt"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/draw"
)

// A layer lies over the screen and has all keys until it is peeled off. At most one is open.
type layer interface {
	// press answers to a key or a paste, and reports whether the layer stays.
	press(m *Model, msg tea.Msg) (cmd tea.Cmd, stays bool)
}

// input returns a line editor for a layer.
func input(prompt string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	styles := in.Styles()
	styles.Cursor.Blink = false // a blink is bytes over the wire
	in.SetStyles(styles)
	in.KeyMap.Paste.SetEnabled(false) // it is the clipboard of this machine, and the operator's is elsewhere
	in.Focus()
	return in
}

// longestPaste bounds what is pasted into a line, in bytes: what is longer was hardly meant for it.
const longestPaste = 64 << 10

// longestLine is beyond what anybody types and pastes, in cells.
const longestLine = 1 << 22

// paste hands what was pasted to the layer that is open, all of it or nothing.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if len(msg.Content) <= longestPaste {
		return m.pressLayer(msg)
	}
	m.layer = nil
	m.complain(fmt.Errorf("%s bytes were pasted, and a line takes %s: nothing was done with them",
		draw.Count(uint64(len(msg.Content))), draw.Count(longestPaste)))
	return nil
}

// typed returns a line editor in so many cells. A line may hold whatever was pasted but control characters: it is shown
// as text from the network is, and stays as it was pasted.
func (m *Model) typed(in *textinput.Model, cells int) string {
	g := m.options.Theme.Glyphs
	shown := func(text string) string { return g.Text(text, longestLine) }
	in.SetWidth(max(cells-len(in.Prompt)-1, 1))
	editor := *in
	if text := shown(in.Value()); text != in.Value() {
		editor.Reset()
		editor.SetValue(text)
		editor.SetCursor(utf8.RuneCountInString(shown(string([]rune(in.Value())[:in.Position()]))))
	}
	return g.Fit(editor.View(), cells)
}
