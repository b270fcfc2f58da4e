package inspect

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// A pen writes one line, piece by piece, until there is no space.
type pen struct {
	glyphs text.Glyphs

	b     strings.Builder
	space int  // cells left
	used  int  // cells written
	plain bool // one style for the whole line: the cursor's
}

// add writes text of our own.
func (p *pen) add(text string, style lipgloss.Style) {
	p.write(p.glyphs.Text(text, p.space), style)
}

// addText writes text from the network in at most so many cells.
func (p *pen) addText(raw []byte, cells int, style lipgloss.Style) {
	shown, _, _ := p.glyphs.AppendText(nil, raw, 0, min(cells, p.space))
	p.write(string(shown), style)
}

// write writes sanitised text that there is space for.
func (p *pen) write(text string, style lipgloss.Style) {
	if text == "" {
		return
	}
	cells := ansi.StringWidth(text)
	p.space -= cells
	p.used += cells
	if p.plain {
		p.b.WriteString(text)
		return
	}
	p.b.WriteString(style.Render(text))
}

// join appends what another pen wrote, for which there is space.
func (p *pen) join(other *pen) {
	p.b.WriteString(other.b.String())
	p.space -= other.used
	p.used += other.used
}

// finish fills the line up and returns it.
func (p *pen) finish(th *theme.Theme) string {
	text := p.b.String() + strings.Repeat(" ", max(p.space, 0))
	if p.plain {
		return th.Cursor.Render(text)
	}
	return text
}
