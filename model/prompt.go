package model

import (
	"net/url"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
	"sockeye/widgets/text"
)

// prompt is a line that is typed: a command, a search, a filter.
type prompt struct {
	m    *Model
	in   dialog.Input
	size dialog.SizeMsg
	done func(line string) tea.Cmd
	// complete returns what the last word can become, or a search for it, which may wait for a disk; nil where nothing is
	// known. Only commands remember lines.
	complete func(words []string) (found []string, search func() []string)

	offers  []string // what the last tab found, if it was more than one
	recall  int      // place in the lines of before; its Len is the line that is being typed
	typed   string   // that line, while another one is shown
	recalls bool
}

// newPrompt returns a prompt with nothing typed.
func (m *Model) newPrompt(text string) *prompt {
	return &prompt{m: m, in: dialog.NewInput(m.options.Theme, text)}
}

// openCommand opens the command line.
func (m *Model) openCommand(text string) {
	p := m.newPrompt(":")
	p.recalls, p.recall, p.complete = true, m.options.Recall.Len(), m.completions
	p.in.SetValue(text)
	p.done = func(line string) tea.Cmd {
		line = strings.TrimSpace(line)
		if m.tab().feed.Preset().Redact(line) == line && !hasPassword(line) { // a secret is kept nowhere
			if m.options.Recall.Add(line) {
				return tea.Batch(m.saveRecall, m.execute(line))
			}
		}
		return m.execute(line)
	}
	m.open(p)
}

// hasPassword reports whether a line holds an address with a user and a password.
func hasPassword(line string) bool {
	for word := range strings.FieldsSeq(line) {
		if u, err := url.Parse(word); err == nil && u.User != nil || err != nil && strings.Contains(word, "@") {
			return true
		}
	}
	return false
}

// Update implements dialog.Dialog.
func (p *prompt) Update(msg tea.Msg) (tea.Cmd, bool) {
	m := p.m
	switch msg := msg.(type) {
	case dialog.SizeMsg:
		p.size = msg
		p.in.SetWidth(msg.Width)
		return nil, true
	case dialog.RefreshMsg:
		return nil, true
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case press.Code == tea.KeyEnter:
			return p.done(p.in.Value()), false
		case key.Matches(press, m.keys.Peel), press.Code == tea.KeyBackspace && p.in.Value() == "":
			return nil, false
		case press.Code == tea.KeyTab:
			return p.complement(m), true
		case press.Code == tea.KeyUp && p.recalls:
			p.walk(m, -1)
			return nil, true
		case press.Code == tea.KeyDown && p.recalls:
			p.walk(m, 1)
			return nil, true
		}
	}
	p.offers = nil
	return p.in.Update(msg), true
}

// walk shows a line of before.
func (p *prompt) walk(m *Model, step int) {
	lines := m.options.Recall
	if p.recall == lines.Len() {
		p.typed = p.in.Value()
	}
	p.recall = min(max(p.recall+step, 0), lines.Len())
	text := p.typed
	if p.recall < lines.Len() {
		text = lines.At(p.recall)
	}
	p.in.SetValue(text)
}

// complement completes the last word, at once or when a search for what it can become is done.
func (p *prompt) complement(m *Model) tea.Cmd {
	if p.complete == nil {
		return nil
	}
	line := p.in.Value()
	all, search := p.complete(strings.Split(line, " "))
	if search == nil {
		p.extend(all)
		return nil
	}
	return m.searchFiles(p, line, search)
}

// extend completes the last word to what it can become, as far as that is clear, and offers what it can become where it is not.
func (p *prompt) extend(all []string) {
	words := strings.Split(p.in.Value(), " ")
	last := words[len(words)-1]
	var found []string
	for _, c := range all {
		if text.Text(c, 1000) != c || strings.Contains(c, " ") {
			continue // a label may hold anything, and cannot be typed then
		}
		if strings.HasPrefix(strings.ToLower(c), strings.ToLower(last)) {
			found = append(found, c)
		}
	}
	p.offers = nil
	switch len(found) {
	case 0:
		return
	case 1:
		words[len(words)-1] = found[0]
		if !strings.HasSuffix(found[0], "/") { // a folder goes on
			words = append(words, "")
		}
	default:
		words[len(words)-1] = common(found)
		p.offers = found
	}
	p.in.SetValue(strings.Join(words, " "))
}

// common returns what all words begin with.
func common(words []string) string {
	prefix := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(strings.ToLower(w), strings.ToLower(prefix)) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return strings.ToValidUTF8(prefix, "")
}

// View implements dialog.Dialog.
func (p *prompt) View() string { return "" }

// Footer is the prompt as the bottom line of the screen, with what it can become behind it.
func (p *prompt) Footer() string {
	m, width := p.m, p.size.Width
	if len(p.offers) == 0 {
		return p.in.View(width)
	}
	line := p.in.View(max(min(len(p.in.Prompt())+len([]rune(p.in.Value()))+2, width), 1))
	var offers []string
	for _, o := range p.offers {
		offers = append(offers, m.options.Theme.Glyphs.Text(o, 40))
	}
	return m.options.Theme.Glyphs.Fit(line+"  "+m.options.Theme.Dim.Render(strings.Join(offers, "  ")), width)
}
