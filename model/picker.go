package model

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/draw"
)

// picker chooses a symbol to subscribe: one that the feed has and is not subscribed, or whatever is typed.
type picker struct {
	in      textinput.Model
	symbols []string
	cursor  int // in the matching symbols; -1: what is typed
}

func newPicker(symbols []string) *picker {
	p := &picker{in: input("symbol: "), symbols: symbols, cursor: -1}
	if len(symbols) > 0 {
		p.cursor = 0
	}
	return p
}

// matching returns the symbols that hold what is typed.
func (p *picker) matching() (found []string) {
	typed := strings.ToLower(p.in.Value())
	for _, symbol := range p.symbols {
		if strings.Contains(strings.ToLower(symbol), typed) {
			found = append(found, symbol)
		}
	}
	return found
}

func (p *picker) press(m *Model, msg tea.Msg) (tea.Cmd, bool) {
	found := p.matching()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(press, m.keys.Peel):
			return nil, false
		case press.Code == tea.KeyUp:
			p.cursor = max(p.cursor-1, -1)
			return nil, true
		case press.Code == tea.KeyDown:
			p.cursor = min(p.cursor+1, len(found)-1)
			return nil, true
		case press.Code == tea.KeyEnter:
			symbols := strings.Fields(p.in.Value())
			if p.cursor >= 0 && p.cursor < len(found) {
				symbols = found[p.cursor : p.cursor+1]
			}
			if len(symbols) == 0 {
				return nil, true
			}
			return m.await(m.tab().feed.Subscribe(symbols...), m.complaint), false
		}
	}
	before := p.in.Value()
	var cmd tea.Cmd
	p.in, cmd = p.in.Update(msg)
	if after := p.in.Value(); after != before {
		p.cursor = -1 // what is typed, unless it is part of something known
		if len(p.matching()) > 0 {
			p.cursor = 0
		}
	}
	return cmd, true
}

// view is the picker as a box over the body of the screen.
func (p *picker) view(m *Model, width, height int) string {
	th := m.options.Theme
	w, h := draw.Inner(width, height)
	body := []string{m.typed(&p.in, w), ""}
	found := p.matching()
	first := max(0, p.cursor-(h-4)+1)
	for i := first; i < len(found) && len(body) < h-1; i++ {
		text := "  " + th.Glyphs.Text(found[i], max(w-2, 0))
		if i == p.cursor {
			text = th.Cursor.Render(th.Glyphs.Fit(th.Glyphs.Signs().Cursor+" "+th.Glyphs.Text(found[i], max(w-2, 0)), w))
		}
		body = append(body, text)
	}
	if len(found) == 0 {
		hint := "  nothing known by this name: enter asks the server for it"
		if p.in.Value() == "" {
			hint = "  all that is known is subscribed: type any symbol that the feed has"
		}
		body = append(body, th.Dim.Render(hint))
	}
	for len(body) < h-1 {
		body = append(body, "")
	}
	body = append(body, th.Dim.Render("enter subscribe  up and down choose; above the first: as typed  esc back"))
	return draw.Box("SUBSCRIBE on "+th.Glyphs.Text(m.tab().name, 30), body, width, height, true, th)
}
