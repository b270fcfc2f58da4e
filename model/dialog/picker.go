package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// Picker chooses a symbol to subscribe: one of those that are known, or whatever is typed.
//
// It is not a bubbles/list: that one has always an item under its cursor, where here the line that is typed can be what is
// chosen; it filters by a line of its own, behind a key; and it turns pages where this one scrolls.
type Picker struct {
	theme    *theme.Theme
	keys     Keys
	title    string
	in       Input
	symbols  []string
	matching []string // the symbols that have what is typed in them
	cursor   cursor   // in matching; -1: on what is typed
	choose   func(symbols []string) tea.Cmd
	size     SizeMsg
}

// NewPicker returns a picker that passes what is chosen to choose, at least one symbol.
func NewPicker(th *theme.Theme, keys Keys, title string, symbols []string, choose func(symbols []string) tea.Cmd) *Picker {
	p := &Picker{theme: th, keys: keys, title: title, in: NewInput(th, "symbol: "), symbols: symbols, choose: choose}
	p.match()
	return p
}

// match finds the symbols that have what is typed in them, and puts the cursor on the first one.
func (p *Picker) match() {
	typed := strings.ToLower(p.in.Value())
	p.matching = p.matching[:0]
	for _, symbol := range p.symbols {
		if strings.Contains(strings.ToLower(symbol), typed) {
			p.matching = append(p.matching, symbol)
		}
	}
	p.move(0)
}

func (p *Picker) move(to int) {
	p.cursor.move(to, -1, len(p.matching))
	p.cursor.scroll(max(p.cursor.at, 0), max(p.rows(), 1), len(p.matching))
}

// rows returns how many symbols fit.
func (p *Picker) rows() int {
	_, h := theme.Inner(p.size.Width, p.size.Height)
	return h - 3
}

// Update implements Dialog.
func (p *Picker) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case SizeMsg:
		p.size, p.theme, p.in.theme = msg, msg.Theme, msg.Theme
		w, _ := theme.Inner(msg.Width, msg.Height)
		if msg.Height == 0 {
			w = msg.Width
		}
		p.in.SetWidth(w)
		p.move(p.cursor.at)
		return nil, true
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, p.keys.Back):
			return nil, false
		case msg.Code == tea.KeyUp:
			p.move(p.cursor.at - 1)
			return nil, true
		case msg.Code == tea.KeyDown:
			p.move(p.cursor.at + 1)
			return nil, true
		case msg.Code == tea.KeyEnter:
			symbols := strings.Fields(p.in.Value())
			if p.cursor.at >= 0 {
				symbols = p.matching[p.cursor.at : p.cursor.at+1]
			}
			if len(symbols) == 0 {
				return nil, true
			}
			return p.choose(symbols), false
		}
	}
	before := p.in.Value()
	cmd := p.in.Update(msg)
	if p.in.Value() != before {
		p.match()
	}
	return cmd, true
}

// View implements Dialog.
func (p *Picker) View() string {
	if p.size.Height == 0 {
		return ""
	}
	th := p.theme
	w, h := theme.Inner(p.size.Width, p.size.Height)
	body := []string{p.in.View(w), ""}
	for i := p.cursor.top; i < len(p.matching) && len(body) < h-1; i++ {
		symbol := th.Glyphs.Text(p.matching[i], max(w-2, 0))
		line := "  " + symbol
		if i == p.cursor.at {
			line = th.Cursor.Render(th.Glyphs.Fit(th.Glyphs.Signs().Cursor+" "+symbol, w))
		}
		body = append(body, line)
	}
	if len(p.matching) == 0 {
		hint := "  enter asks the server for it: nothing known by this name"
		if p.in.Value() == "" {
			hint = "  type any symbol of the feed: all that is known is subscribed"
		}
		body = append(body, th.Dim.Render(hint))
	}
	for len(body) < h-1 {
		body = append(body, "")
	}
	body = append(body, th.Dim.Render("enter subscribe  up and down choose; above the first: as typed  esc back"))
	return theme.Box(p.title, body, p.size.Width, p.size.Height, true, th)
}

// Footer implements Dialog. Where there is no space for the box, it is the line that is typed.
func (p *Picker) Footer() string {
	if p.size.Height == 0 {
		return p.in.View(p.size.Width)
	}
	return footer.View(p.theme, []key.Binding{
		key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "subscribe")),
		footer.Describe(p.keys.Back, "back"),
	}, p.size.Width)
}
