package terminaltest

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/hinshun/vt10x"
)

// A picture is drawn in cells of this size, in pixels, with the baseline of a line so far below its top.
const (
	cellWidth  = 8.4
	cellHeight = 17
	baseline   = 13
	margin     = 10
)

// The colours of a terminal in which no others were set: dark, as the answer to the question for its background says.
const (
	pictureGround = "#000000"
	pictureText   = "#d8d8d8"
)

// Picture returns what is on the screen as an image in SVG, with its colours. Each run of cells of one style is as wide as
// its cells whatever the font is, so that the grid holds.
func (o *Operator) Picture() string { return o.emulator.picture() }

func (e *emulator) picture() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.vt.Lock()
	defer e.vt.Unlock()
	columns, rows := e.vt.Size()
	width, height := float64(columns)*cellWidth+2*margin, float64(rows)*cellHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" shape-rendering="crispEdges" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%g" height="%g" rx="8" fill="%s"/>`+"\n", width, height, pictureGround)
	for y := range rows {
		for x := 0; x < columns; {
			first := e.vt.Cell(x, y)
			var text strings.Builder
			from := x
			for ; x < columns; x++ {
				cell := e.vt.Cell(x, y)
				if cell.FG != first.FG || cell.BG != first.BG || bold(cell) != bold(first) {
					break
				}
				text.WriteRune(max(cell.Char, ' ')) // a cell that nothing was written to holds a zero
			}
			e.run(&b, from, y, x-from, first, text.String())
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// run draws cells of one style.
func (e *emulator) run(b *strings.Builder, x, y, cells int, style vt10x.Glyph, text string) {
	left, top := float64(x)*cellWidth+margin, float64(y)*cellHeight+margin
	if style.BG != vt10x.DefaultBG {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%d" fill="%s"/>`, left, top, float64(cells)*cellWidth, cellHeight, colour(style.BG))
	}
	// Blanks at the ends are left out: they would be stretched with the rest.
	trimmed := strings.TrimLeft(text, " ")
	left += float64(len(text)-len(trimmed)) * cellWidth
	trimmed = strings.TrimRight(trimmed, " ")
	if trimmed == "" {
		return
	}
	weight := ""
	if bold(style) {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="%s"%s>`,
		left, top+baseline, float64(len([]rune(trimmed)))*cellWidth, colour(style.FG), weight)
	_ = xml.EscapeText(b, []byte(trimmed)) // writing to a strings.Builder cannot fail
	b.WriteString("</text>\n")
}

// boldMode is the bit of vt10x for bold, which it keeps to itself.
const boldMode = 1 << 2

func bold(cell vt10x.Glyph) bool { return cell.Mode&boldMode != 0 }

// colour returns a colour as SVG has it. The first sixteen are those of xterm's default palette, the others those that
// xterm has fixed: a cube of six levels and a ramp of grey.
func colour(c vt10x.Color) string {
	named := [...]string{
		"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
		"#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
	}
	level := func(n int) int {
		if n == 0 {
			return 0
		}
		return 55 + 40*n
	}
	switch n := int(c); {
	case c == vt10x.DefaultFG:
		return pictureText
	case c == vt10x.DefaultBG:
		return pictureGround
	case n < len(named):
		return named[n]
	case n < 232:
		n -= 16
		return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
	case n < 256:
		grey := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	default:
		return fmt.Sprintf("#%06x", n&0xffffff)
	}
}
