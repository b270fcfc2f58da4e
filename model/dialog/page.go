package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// Page is a text in a box that can be scrolled.
type Page struct {
	theme *theme.Theme
	keys  Keys
	title string
	text  func(width int) []string
	shown viewport.Model
	size  SizeMsg
}

// NewPage returns a page. text returns its lines for a width; they are made anew when the size changes, or the theme.
func NewPage(th *theme.Theme, keys Keys, title string, text func(width int) []string) *Page {
	p := &Page{theme: th, keys: keys, title: title, text: text, shown: viewport.New()}
	p.shown.KeyMap = viewport.KeyMap{
		Up: keys.Up, Down: keys.Down, PageUp: keys.PageUp, PageDown: footer.Join(keys.PageDown, keys.PinPage, " "),
		HalfPageUp: keys.HalfUp, HalfPageDown: keys.HalfDown,
	}
	return p
}

// Update implements Dialog.
func (p *Page) Update(msg tea.Msg) (cmd tea.Cmd, open bool) {
	switch msg := msg.(type) {
	case SizeMsg:
		p.size, p.theme = msg, msg.Theme
		w, h := theme.Inner(msg.Width, msg.Height)
		p.shown.SetWidth(w)
		p.shown.SetHeight(h)
		p.shown.SetContentLines(p.text(w))
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, p.keys.Back, p.keys.Quit, p.keys.Help):
			return nil, false
		case key.Matches(msg, p.keys.Top):
			p.shown.GotoTop()
		case key.Matches(msg, p.keys.Bottom):
			p.shown.GotoBottom()
		}
	}
	p.shown, cmd = p.shown.Update(msg)
	return cmd, true
}

// View implements Dialog.
func (p *Page) View() string {
	if p.size.Height == 0 {
		return ""
	}
	return theme.Box(p.title, strings.Split(p.shown.View(), "\n"), p.size.Width, p.size.Height, true, p.theme)
}

// Footer implements Dialog.
func (p *Page) Footer() string {
	return footer.View(p.theme, []key.Binding{
		footer.Describe(footer.Join(p.keys.Down, p.keys.Up, " "), "scroll"), footer.Describe(p.keys.Back, "back"),
	}, p.size.Width)
}
