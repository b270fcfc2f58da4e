package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/theme"
)

// narrow is the width below which a question has only the keys that answer it, and what has space of its text.
const narrow = 30

// accept and deny are the keys that answer a question. They are not remapped: they are what its line says.
var (
	accept = key.NewBinding(key.WithKeys("y", "Y", "enter"), key.WithHelp("y", "yes"))
	deny   = key.NewBinding(key.WithKeys("n", "N", "esc", "q"), key.WithHelp("n", "no"))
)

// Question is answered with yes or no, in the bottom line.
type Question struct {
	theme *theme.Theme
	text  string
	yes   func() tea.Cmd
	also  key.Binding
	width int
}

// NewQuestion returns a question that runs yes if that is the answer. also is a key that counts as yes too, the one that asked;
// it may be the zero Binding.
func NewQuestion(th *theme.Theme, text string, also key.Binding, yes func() tea.Cmd) *Question {
	return &Question{theme: th, text: text, also: also, yes: yes}
}

// Update implements Dialog.
func (q *Question) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case SizeMsg:
		q.width, q.theme = msg.Width, msg.Theme
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, accept, q.also):
			return q.yes(), false
		case key.Matches(msg, deny):
			return nil, false
		}
	}
	return nil, true
}

// View implements Dialog.
func (q *Question) View() string { return "" }

// Footer implements Dialog.
func (q *Question) Footer() string {
	th, keys := q.theme, accept.Help().Key
	asked := func(cells int) string { return th.Warn.Render(th.Glyphs.Text(q.text, max(cells, 0))) }
	if q.width < narrow {
		keys += "/n "
		return th.Glyphs.Fit(keys+asked(q.width-len(keys)), q.width)
	}
	if also := q.also.Help().Key; also != "" {
		keys += " or " + also
	}
	keys = "  " + keys + " yes   n no"
	return th.Glyphs.Fit(" "+asked(q.width-1-len(keys))+keys, q.width) // what is asked may be longer than the line
}
