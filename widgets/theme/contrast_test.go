package theme

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// rgb is a colour in linear light, 0 to 1 each.
type rgb [3]float64

func hex(c uint32) rgb {
	return toLinear(color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff})
}

// toLinear removes the gamma of sRGB from a colour, as WCAG 2.2 does for its relative luminance:
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
func toLinear(c color.Color) (l rgb) {
	r, g, b, _ := c.RGBA()
	for i, v := range [...]uint32{r, g, b} {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			l[i] = s / 12.92
		} else {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return l
}

func (l rgb) luminance() float64 { return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] }

// contrast is the ratio of https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// deuteranope is how a person without cones for green sees a colour: the matrix for a severity of 1.0 of Machado,
// Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6),
// 2009.
func (l rgb) deuteranope() (seen rgb) {
	for i, row := range [3]rgb{
		{0.367322, 0.860646, -0.227968},
		{0.280085, 0.672501, 0.047413},
		{-0.011820, 0.042940, 0.968881},
	} {
		seen[i] = min(max(row[0]*l[0]+row[1]*l[1]+row[2]*l[2], 0), 1)
	}
	return seen
}

// difference is the distance of two colours in CIE 1976 L*a*b* under D65, in which 2.3 is about the least that can be
// seen.
func difference(a, b rgb) float64 {
	x, y := a.lab(), b.lab()
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

func (l rgb) lab() [3]float64 {
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*l[0] + 0.3575761*l[1] + 0.1804375*l[2]) / 0.95047)
	y := f(0.2126729*l[0] + 0.7151522*l[1] + 0.0721750*l[2])
	z := f((0.0193339*l[0] + 0.1191920*l[1] + 0.9503041*l[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// The sixteen colours as two kinds of terminals have them by default: XTerm-col.ad of xterm, and
// default_red, default_grn and default_blu of the Linux console, which are those of the VGA.
var sixteen = map[string][16]uint32{
	"xterm": {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	},
	"vga": {
		0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
		0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
	},
}

// seen is a colour of a theme on a terminal. The terminal's own text is what stands out most from the background.
func seen(c color.Color, terminal string, background rgb) rgb {
	switch c := c.(type) {
	case nil, lipgloss.NoColor:
		if background.luminance() < 0.18 {
			return hex(0xffffff)
		}
		return hex(0)
	case ansi.BasicColor:
		return hex(sixteen[terminal][c])
	case ansi.IndexedColor:
		return toLinear(c)
	default:
		panic(fmt.Sprintf("a colour that costs more than it has to: %T", c))
	}
}

var (
	blacks = []rgb{hex(0x000000), hex(0x1e1e1e)} // that of most terminals, and of most editors
	whites = []rgb{hex(0xffffff), hex(0xfdf6e3)} // the same, and Solarized's
)

// measured are the palettes with the backgrounds that they are for. The sixteen colours are measured on the black and
// white that belong to them.
var measured = []struct {
	name string
	palette
	on     []rgb
	read   float64 // the least contrast of what is read
	basic  bool    // it is of the sixteen
	differ float64 // of what a deuteranope has to distinguish; 0: not made for that
}{
	{"dark", dark, blacks, 4.5, false, 0},
	{"light", light, whites, 4.5, false, 0},
	{"deuteranopia on dark", safeDark, blacks, 4.5, false, 40},
	{"deuteranopia on light", safeLight, whites, 4.5, false, 40},
	{"ansi on dark", ansiDark, blacks[:1], 4.5, true, 0},
	{"ansi on light", ansiLight, whites[:1], 4.5, true, 30},
	{"ansi deuteranopia on dark", ansiSafeDark, blacks[:1], 4.5, true, 30},
	{"ansi on anything", ansiUnknown, []rgb{blacks[0], whites[0]}, 3, true, 40},
}

func (p *palette) terminals(basic bool) []string {
	if basic {
		return []string{"xterm", "vga"}
	}
	return []string{"any"}
}

func TestContrast(t *testing.T) {
	for _, m := range measured {
		for _, terminal := range m.terminals(m.basic) {
			for _, on := range m.on {
				check := func(what string, c color.Color, on rgb, least float64) {
					if ratio := contrast(seen(c, terminal, on), on); ratio < least {
						t.Errorf("%s: %s has a contrast of %.2f on %.3f of %s, want %.1f", m.name, what, ratio, on.luminance(), terminal, least)
					}
				}
				for what, c := range map[string]color.Color{
					"dim": m.dim, "good": m.good, "warn": m.warn, "bad": m.bad, "up": m.up, "down": m.down, "label": m.label, "sent": m.sent,
				} {
					check(what, c, on, m.read)
				}
				// What shows where something is, and is not read, has to be seen: WCAG 2.2, 1.4.11.
				check("border", m.border, on, 3)
				check("focus", m.focus, on, 3)
				for i, c := range m.series {
					least := 3.0
					if !m.basic {
						least = 4.5 // names of series are in it
					}
					check(fmt.Sprint("series ", i), c, on, least)
				}
				if m.area != nil { // what is read there are figures of the chart
					area := seen(m.area, terminal, on)
					for i, c := range m.series {
						check(fmt.Sprint("trace ", i, " on its area"), c, area, 3)
					}
					for what, c := range map[string]color.Color{"a level": m.warn, "a rise": m.up, "a fall": m.down, "the crosshair": m.focus} {
						check(what+" on the area", c, area, 3)
					}
					check("the area", nil, area, 4.5)
				}
				check("match", m.match, seen(m.matchOn, terminal, on), 4.5)
				check("raised", m.raised, seen(m.raisedOn, terminal, on), 4.5)
				check("raised, as a place", m.raisedOn, on, 3)
			}
		}
	}
}

// Bold text is read at 3:1, and all other text in a palette of less contrast is in the terminal's own colour.
func TestLittleContrastIsBold(t *testing.T) {
	for _, m := range measured {
		if m.read >= 4.5 {
			continue
		}
		th := m.theme()
		for name, style := range readable(th) {
			if _, own := style.GetForeground().(lipgloss.NoColor); !own && !style.GetBold() {
				t.Errorf("%s: %s is neither bold nor in the terminal's own colour", m.name, name)
			}
		}
	}
}

func readable(th *Theme) map[string]lipgloss.Style {
	return map[string]lipgloss.Style{
		"Text": th.Text, "Dim": th.Dim, "Title": th.Title, "Key": th.Key, "Good": th.Good, "Warn": th.Warn, "Bad": th.Bad,
		"Acknowledged": th.Acknowledged, "Up": th.Up, "Down": th.Down, "Label": th.Label, "Sent": th.Sent,
	}
}

func TestDeuteranopia(t *testing.T) {
	for _, m := range measured {
		if m.differ == 0 {
			continue
		}
		for _, terminal := range m.terminals(m.basic) {
			for _, on := range m.on {
				for _, pair := range []struct {
					what string
					a, b color.Color
				}{
					{"up and down", m.up, m.down}, {"good and bad", m.good, m.bad}, {"good and warn", m.good, m.warn}, {"warn and bad", m.warn, m.bad},
				} {
					a, b := seen(pair.a, terminal, on), seen(pair.b, terminal, on)
					if d := difference(a.deuteranope(), b.deuteranope()); d < m.differ {
						t.Errorf("%s on %s: %s differ by %.0f, want %.0f", m.name, terminal, pair.what, d, m.differ)
					}
				}
			}
		}
	}
}

// The traces on one chart differ by their colours, and from rise and fall; the signs on them do so for those
// who see no colours, or have only sixteen.
func TestSeriesDiffer(t *testing.T) {
	for _, m := range measured {
		if m.basic {
			continue
		}
		for i, a := range m.series {
			others := append([]color.Color{m.up, m.down}, m.series[:i]...)
			for j, b := range others {
				x, y := seen(a, "any", m.on[0]), seen(b, "any", m.on[0])
				if d := difference(x, y); d < 25 {
					t.Errorf("%s: series %d differs from colour %d by %.0f, want 25", m.name, i, j, d)
				}
				if d := difference(x.deuteranope(), y.deuteranope()); m.differ > 0 && d < 25 {
					t.Errorf("%s: to a deuteranope, series %d differs from colour %d by %.0f, want 25", m.name, i, j, d)
				}
			}
		}
	}
}

// Nothing is lost where there are 256 colours only: see fixed.
func TestFixedColoursAreOfTheCube(t *testing.T) {
	for _, m := range measured {
		if m.basic {
			continue
		}
		for _, c := range append(m.series[:], m.dim, m.border, m.focus, m.good, m.warn, m.bad, m.up, m.down, m.label, m.sent, m.match, m.matchOn, m.raised, m.raisedOn, m.area, m.oldArea, m.grid) {
			if i, ok := c.(ansi.IndexedColor); !ok || i < 16 {
				t.Errorf("%s has %v, which is no fixed colour of the 256", m.name, c)
			}
		}
	}
}
