package model

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/footer"
	"sockeye/widgets/theme"
)

// picture is what the lines of the screen are put together from. It is values alone: drawing can change nothing.
type picture struct {
	theme         *theme.Theme
	width, height int
	layout        layout.Layout

	header string
	panes  [layout.Panes]string // as large as their places; of those that are shown
	tiny   []string             // the whole screen, where there is no space for panes

	box    string // of the dialog that is open; "": none lies over the panes
	line   string // its bottom line
	notice dialog.Notices
	keys   []key.Binding // that do something, the most wanted ones first
}

// screen returns the lines of the screen.
func (p *picture) screen() string {
	switch {
	case p.width <= 0 || p.height <= 0:
		return ""
	case p.layout.Tiny() && p.box != "": // one that can do with so little
		return p.box + "\n" + p.bottom()
	case p.layout.Tiny():
		return p.small()
	}
	return strings.Join([]string{p.header, p.body(), p.bottom()}, "\n")
}

// body is what lies between the header and the bottom line.
func (p *picture) body() string {
	if p.box != "" {
		return p.box
	}
	var rows []string // of panes that stand side by side
	for i, one := range p.layout.Shown {
		if i > 0 && p.layout.Rects[one].Y == p.layout.Rects[p.layout.Shown[i-1]].Y {
			rows[len(rows)-1] = beside(rows[len(rows)-1], p.panes[one])
			continue
		}
		rows = append(rows, p.panes[one])
	}
	return strings.Join(rows, "\n")
}

// beside puts two blocks of equal height side by side. Their lines are as wide as they say they are, so nothing
// is measured.
func beside(left, right string) string {
	l, r := strings.Split(left, "\n"), strings.Split(right, "\n")
	var b strings.Builder
	for i := range min(len(l), len(r)) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l[i])
		b.WriteString(r[i])
	}
	return b.String()
}

// bottom is the last line: the prompt, a question, a notice, or the keys.
func (p *picture) bottom() string {
	g := p.theme.Glyphs
	switch {
	case p.line != "" && p.box == "": // the dialog is in this line, and nowhere else
		return p.line
	case p.notice.Text != "":
		style := p.theme.Text
		if p.notice.Bad {
			style = p.theme.Bad
		}
		return g.Fit(" "+style.Render(g.Text(p.notice.Text, max(p.width-2, 0))), p.width)
	case p.line != "":
		return p.line
	}
	return footer.View(p.theme, p.keys, p.width)
}

// small is a screen without panes. Its last line is what is typed, asked or said, if something is.
func (p *picture) small() string {
	lines := make([]string, p.height)
	copy(lines, p.tiny)
	if p.line != "" || p.notice.Text != "" {
		lines[p.height-1] = p.bottom()
	}
	for i := range lines {
		lines[i] = p.theme.Glyphs.Fit(lines[i], p.width)
	}
	return strings.Join(lines, "\n")
}

// blank is a pane with nothing in it.
func blank(of layout.Rect) string {
	line := strings.Repeat(" ", of.Width)
	return line + strings.Repeat("\n"+line, max(of.Height-1, 0))
}
