package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Prompt is a line that is typed, in the bottom line: a command, a search, a filter.
type Prompt struct {
	theme *theme.Theme
	keys  Keys
	in    Input
	width int
	done  func(line string) tea.Cmd

	complete Completion // nil: there is none
	offers   []string   // what the last completion found, if it was more than one word
	hint     func(line string) string

	alternatives []string // lines that the prompt may have begun with; nil: there is one

	lines Lines  // earlier ones; nil: there are none
	shown int    // the one that is shown; lines.Len() is the line that is being typed
	typed string // that line, while another one is shown
}

// Completion returns what the last word of a line can become; or where that has to be looked up, which may wait for a disk,
// what does so and sends an [OffersMsg].
type Completion func(line string) (words []string, lookup tea.Cmd)

// OffersMsg is what the last word of a line can become.
type OffersMsg struct {
	Line  string // as it was when it was asked; to another one it is nothing
	Words []string
}

// Lines are lines that were typed before, oldest first.
type Lines interface {
	Len() int
	At(i int) string
}

// NewPrompt returns a prompt behind a label, in which a text stands already. done runs with the line that is entered.
func NewPrompt(th *theme.Theme, keys Keys, label, typed string, done func(line string) tea.Cmd) *Prompt {
	p := &Prompt{theme: th, keys: keys, in: NewInput(th, label), done: done}
	p.in.SetValue(typed)
	return p
}

// SetCompletion has the tab key complete words.
//
// The suggestions of bubbles/textinput v2.2.1 are not used: they complete the whole line instead of its last word, to the
// first suggestion instead of as far as all agree, show none of the others, and use the keys that show earlier lines.
func (p *Prompt) SetCompletion(c Completion) { p.complete = c }

// SetHint has what a function says of a line stand behind it, as far as there is space, where nothing else does; "" is nothing.
func (p *Prompt) SetHint(hint func(line string) string) { p.hint = hint }

// SetAlternatives has the tab key show the next of some lines, one of which the prompt began with, until another one is typed.
func (p *Prompt) SetAlternatives(lines []string) { p.alternatives = lines }

// SetLines has the keys up and down show earlier lines.
func (p *Prompt) SetLines(lines Lines) { p.lines, p.shown = lines, lines.Len() }

// Value returns the line as far as it is typed.
func (p *Prompt) Value() string { return p.in.Value() }

// Update implements Dialog.
func (p *Prompt) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case SizeMsg:
		p.width, p.theme, p.in.theme = msg.Width, msg.Theme, msg.Theme
		p.in.SetWidth(msg.Width)
		return nil, true
	case RefreshMsg:
		return nil, true
	case OffersMsg:
		if p.complete != nil && msg.Line == p.in.Value() {
			p.extend(msg.Words)
		}
		return nil, true
	case tea.KeyPressMsg:
		switch {
		case msg.Code == tea.KeyEnter:
			return p.done(p.in.Value()), false
		case key.Matches(msg, p.keys.Back), msg.Code == tea.KeyBackspace && p.in.Value() == "":
			return nil, false
		case msg.Code == tea.KeyTab:
			return p.completeWord(), true
		case msg.Code == tea.KeyUp && p.lines != nil:
			p.show(p.shown - 1)
			return nil, true
		case msg.Code == tea.KeyDown && p.lines != nil:
			p.show(p.shown + 1)
			return nil, true
		}
	}
	p.offers = nil
	return p.in.Update(msg), true
}

// show shows an earlier line, or the one that is being typed.
func (p *Prompt) show(i int) {
	if p.shown == p.lines.Len() {
		p.typed = p.in.Value()
	}
	p.shown = min(max(i, 0), p.lines.Len())
	line := p.typed
	if p.shown < p.lines.Len() {
		line = p.lines.At(p.shown)
	}
	p.in.SetValue(line)
}

// alternative returns the line that the tab key shows instead of the one that the prompt has; "": there is none.
func (p *Prompt) alternative() string {
	i := slices.Index(p.alternatives, p.in.Value())
	if i < 0 || len(p.alternatives) == 1 {
		return ""
	}
	return p.alternatives[(i+1)%len(p.alternatives)]
}

// completeWord completes the last word, at once or when what it can become was looked up.
func (p *Prompt) completeWord() tea.Cmd {
	if other := p.alternative(); other != "" {
		p.in.SetValue(other)
		return nil
	}
	if p.complete == nil {
		return nil
	}
	words, lookup := p.complete(p.in.Value())
	if lookup != nil {
		return lookup
	}
	p.extend(words)
	return nil
}

// longestWord is the longest word that is offered, in cells.
const longestWord = 1000

// extend completes the last word to what all agree on of what it can become, and offers these words where they are several.
func (p *Prompt) extend(all []string) {
	words := strings.Split(p.in.Value(), " ")
	last := words[len(words)-1]
	var found []string
	for _, c := range all {
		if text.Sanitize(c, longestWord) != c || strings.Contains(c, " ") {
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
		words[len(words)-1] = commonPrefix(found)
		p.offers = found
	}
	p.in.SetValue(strings.Join(words, " "))
}

// commonPrefix returns what all words begin with, in either case.
func commonPrefix(words []string) string {
	prefix := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(strings.ToLower(w), strings.ToLower(prefix)) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return strings.ToValidUTF8(prefix, "")
}

// View implements Dialog.
func (p *Prompt) View() string { return "" }

// Footer implements Dialog: the line, with what it or its last word can become behind it.
func (p *Prompt) Footer() string {
	var offers []string
	for _, o := range p.offers {
		offers = append(offers, p.theme.Glyphs.Text(o, 40))
	}
	if other := p.alternative(); other != "" {
		offers = []string{"tab: " + p.theme.Glyphs.Text(other, longestWord)}
	}
	if len(offers) == 0 && p.hint != nil {
		if hint := p.hint(p.in.Value()); hint != "" {
			offers = []string{p.theme.Glyphs.Text(hint, longestWord)}
		}
	}
	if len(offers) == 0 {
		return p.in.View(p.width)
	}
	line := p.in.View(max(min(len(p.in.Prompt())+len([]rune(p.in.Value()))+2, p.width), 1))
	return p.theme.Glyphs.Fit(line+"  "+p.theme.Dim.Render(strings.Join(offers, "  ")), p.width)
}
