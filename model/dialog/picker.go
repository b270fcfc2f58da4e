package dialog

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// Choice is what a [Picker] is for, in words.
type Choice struct {
	Title   string
	Prompt  string // before what is typed
	Verb    string // what enter does
	Unknown string // what enter does with what is typed, where nothing known has it
	Empty   string // what there is to do where nothing is known
}

// Picker chooses one of those that are known, or whatever is typed.
//
// It is not a bubbles/list: that one has always an item under its cursor, where here the line that is typed can be what is
// chosen; it filters by a line of its own, behind a key; and it turns pages where this one scrolls.
type Picker struct {
	theme    *theme.Theme
	keys     Keys
	choice   Choice
	in       Input
	known    []string
	matching []string // those of known that have what is typed in them, the best first
	cursor   cursor   // in matching; -1: on what is typed
	choose   func(chosen []string) tea.Cmd
	size     SizeMsg
}

// NewPicker returns a picker that passes what is chosen to choose: one of those that are known, or the words that are typed, at least
// one.
func NewPicker(th *theme.Theme, keys Keys, choice Choice, known []string, choose func(chosen []string) tea.Cmd) *Picker {
	p := &Picker{theme: th, keys: keys, choice: choice, in: NewInput(th, choice.Prompt), known: known, choose: choose}
	p.match()
	return p
}

// match finds those that have what is typed in them, and puts the cursor on the first one: one that is what is typed, or else one
// that begins with it; of these one in which the case is the same.
func (p *Picker) match() {
	typed := p.in.Value()
	lower := strings.ToLower(typed)
	p.matching = p.matching[:0]
	for _, one := range p.known {
		if strings.Contains(strings.ToLower(one), lower) {
			p.matching = append(p.matching, one)
		}
	}
	unlike := func(one string) (rank int) {
		if !strings.Contains(one, typed) {
			rank++
		}
		switch folded := strings.ToLower(one); {
		case folded == lower:
		case strings.HasPrefix(folded, lower):
			rank += 2
		default:
			rank += 4
		}
		return rank
	}
	slices.SortStableFunc(p.matching, func(a, b string) int { return cmp.Compare(unlike(a), unlike(b)) })
	p.move(0)
}

func (p *Picker) move(to int) {
	p.cursor.move(to, -1, len(p.matching))
	p.cursor.scroll(max(p.cursor.at, 0), max(p.rows(), 1), len(p.matching))
}

// rows returns how many of them fit.
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
			chosen := strings.Fields(p.in.Value())
			if p.cursor.at >= 0 {
				chosen = p.matching[p.cursor.at : p.cursor.at+1]
			}
			if len(chosen) == 0 {
				return nil, true
			}
			return p.choose(chosen), false
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
		one := th.Glyphs.Text(p.matching[i], max(w-2, 0))
		line := "  " + one
		if i == p.cursor.at {
			line = th.Cursor.Render(th.Glyphs.Fit(th.Glyphs.Signs().Cursor+" "+one, w))
		}
		body = append(body, line)
	}
	if len(p.matching) == 0 {
		hint := p.choice.Unknown
		if p.in.Value() == "" {
			hint = p.choice.Empty
		}
		body = append(body, th.Dim.Render("  "+hint))
	}
	for len(body) < h-1 {
		body = append(body, "")
	}
	body = append(body, th.Dim.Render("enter "+p.choice.Verb+"  up and down choose; above the first: as typed  esc back"))
	return theme.Box(p.choice.Title, body, p.size.Width, p.size.Height, true, th)
}

// Footer implements Dialog. Where there is no space for the box, it is the line that is typed.
func (p *Picker) Footer() string {
	if p.size.Height == 0 {
		return p.in.View(p.size.Width)
	}
	return footer.View(p.theme, []key.Binding{
		key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", p.choice.Verb)),
		footer.Describe(p.keys.Back, "back"),
	}, p.size.Width)
}
