package dialog

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/theme"
)

// LongestPaste bounds what is pasted into a line, in bytes: what is longer was hardly meant for it.
const LongestPaste = 64 << 10

// LongestLine is longer than any line that is typed or pasted, in cells.
const LongestLine = 1 << 22

// Input is a line editor. A line may hold whatever was pasted but control characters: it is shown as text from the network
// is, and stays as it was pasted.
type Input struct {
	editor textinput.Model
	theme  *theme.Theme
}

// NewInput returns a line editor behind a prompt.
func NewInput(th *theme.Theme, prompt string) Input {
	in := textinput.New()
	in.Prompt = prompt
	styles := in.Styles()
	styles.Cursor.Blink = false // a blink is bytes over the wire
	in.SetStyles(styles)
	in.KeyMap.Paste.SetEnabled(false) // it is the clipboard of this machine, and the operator's is elsewhere
	in.Focus()
	return Input{editor: in, theme: th}
}

// Update edits the line.
func (in *Input) Update(msg tea.Msg) (cmd tea.Cmd) {
	in.editor, cmd = in.editor.Update(msg)
	return cmd
}

// Value returns the line as it was typed.
func (in *Input) Value() string { return in.editor.Value() }

// SetValue sets the line, with the cursor behind it.
func (in *Input) SetValue(text string) {
	in.editor.SetValue(text)
	in.editor.CursorEnd()
}

// Prompt returns what stands before the line.
func (in *Input) Prompt() string { return in.editor.Prompt }

// SetWidth sets how many cells the line has, with its prompt.
func (in *Input) SetWidth(cells int) {
	in.editor.SetWidth(max(cells-len(in.editor.Prompt)-1, 1))
	in.editor.SetCursor(in.editor.Position()) // what is seen of a longer line depends on the width
}

// View returns the line in so many cells, at most as many as SetWidth had.
func (in *Input) View(cells int) string {
	shown := func(text string) string { return in.theme.Glyphs.Text(text, LongestLine) }
	line := Input{editor: in.editor}
	if text := shown(in.Value()); text != in.Value() {
		line.editor.Reset()
		line.editor.SetValue(text)
		line.editor.SetCursor(utf8.RuneCountInString(shown(string([]rune(in.Value())[:in.editor.Position()]))))
	}
	if width := max(cells-len(in.editor.Prompt)-1, 1); width != line.editor.Width() {
		line.SetWidth(cells)
	}
	return in.theme.Glyphs.Fit(line.editor.View(), cells)
}
