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
	texts []func(width int) []string
	at    int // the text that is shown
	shown viewport.Model
	size  SizeMsg
}

// NewPage returns a page of texts, of which the key of the help shows the next one, and closes the page after the last. A text returns
// its lines for a width; they are made anew when the size changes, or the theme.
func NewPage(th *theme.Theme, keys Keys, title string, texts ...func(width int) []string) *Page {
	p := &Page{theme: th, keys: keys, title: title, texts: texts, shown: viewport.New()}
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
		p.refresh()
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, p.keys.Help) && p.at < len(p.texts)-1:
			p.at++
			p.refresh()
			p.shown.GotoTop()
			return nil, true
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

// refresh makes the lines of the text that is shown.
func (p *Page) refresh() {
	w, h := theme.Inner(p.size.Width, p.size.Height)
	p.shown.SetWidth(w)
	p.shown.SetHeight(h)
	p.shown.SetContentLines(p.texts[p.at](w))
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
	keys := []key.Binding{footer.Describe(footer.Join(p.keys.Down, p.keys.Up, " "), "scroll"), footer.Describe(p.keys.Back, "back")}
	if p.at < len(p.texts)-1 {
		keys = append(keys, footer.Describe(p.keys.Help, "all panes, and names for `ui.keys`"))
	}
	return footer.View(p.theme, keys, p.size.Width)
}
