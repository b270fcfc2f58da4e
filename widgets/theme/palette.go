package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// A palette is the colours of a theme; nil is the terminal's own.
type palette struct {
	dim, border, focus color.Color
	good, warn, bad    color.Color
	up, down           color.Color
	label, sent        color.Color
	series             [SeriesStyles]color.Color
	area, oldArea      color.Color // nil: there is none
	grid               color.Color // nil is faint

	// What stands on a ground of its own has the contrast of the two colours, whatever
	// the background.
	match, matchOn   color.Color
	raised, raisedOn color.Color

	// bold states make up for colours that have little contrast on one of two
	// backgrounds.
	bold bool
}

// fixed returns a colour of the 256 that a terminal's owner does not choose: 16 to 231
// are a cube of 6 by 6 by 6 with the levels 00 5f 87 af d7 ff, 232 to 255 greys. They
// cost fewer bytes than any other fixed colours, and nothing is lost where there are no
// more of them than that.
func fixed(n uint8) color.Color { return lipgloss.ANSIColor(n) }

func fixedSeries(numbers ...uint8) (series [SeriesStyles]color.Color) {
	for i, n := range numbers {
		series[i] = fixed(n)
	}
	return series
}

var dark = palette{
	dim: fixed(246), border: fixed(242), focus: fixed(81),
	good: fixed(114), warn: fixed(221), bad: fixed(210),
	up: fixed(114), down: fixed(210),
	label: fixed(117), sent: fixed(182),
	series: fixedSeries(75, 220, 183, 80, 215, 252),
	area:   fixed(24), oldArea: fixed(237), grid: fixed(240),
	match: fixed(16), matchOn: fixed(227),
	raised: fixed(16), raisedOn: fixed(210),
}

var light = palette{
	dim: fixed(241), border: fixed(244), focus: fixed(26),
	good: fixed(22), warn: fixed(94), bad: fixed(160),
	up: fixed(22), down: fixed(160),
	label: fixed(24), sent: fixed(90),
	series: fixedSeries(26, 94, 127, 23, 57, 238),
	area:   fixed(153), oldArea: fixed(254), grid: fixed(250),
	match: fixed(16), matchOn: fixed(227),
	raised: fixed(231), raisedOn: fixed(160),
}

// Blue and orange lie far apart for those who do not distinguish red from green; the
// third state differs from both in lightness.
var safeDark = palette{
	dim: fixed(246), border: fixed(242), focus: fixed(81),
	good: fixed(75), warn: fixed(229), bad: fixed(208),
	up: fixed(75), down: fixed(208),
	label: fixed(117), sent: fixed(252),
	series: fixedSeries(51, 226, 36, 203, 192, 194),
	area:   fixed(18), oldArea: fixed(237), grid: fixed(240),
	match: fixed(16), matchOn: fixed(227),
	raised: fixed(16), raisedOn: fixed(208),
}

var safeLight = palette{
	dim: fixed(241), border: fixed(244), focus: fixed(26),
	good: fixed(26), warn: fixed(94), bad: fixed(125),
	up: fixed(26), down: fixed(94),
	label: fixed(24), sent: fixed(238),
	series: fixedSeries(21, 127, 23, 161, 17, 16),
	area:   fixed(189), oldArea: fixed(254), grid: fixed(250),
	match: fixed(16), matchOn: fixed(227),
	raised: fixed(231), raisedOn: fixed(125),
}

// Of the sixteen, these have contrast on black.
var ansiDark = palette{
	focus: lipgloss.BrightCyan,
	good:  lipgloss.BrightGreen, warn: lipgloss.BrightYellow, bad: lipgloss.BrightRed,
	up: lipgloss.BrightGreen, down: lipgloss.BrightRed,
	label: lipgloss.BrightCyan, sent: lipgloss.BrightMagenta,
	series: [...]color.Color{
		lipgloss.BrightCyan, lipgloss.BrightYellow, lipgloss.BrightMagenta, nil, lipgloss.BrightBlue, lipgloss.White,
	},
	match: lipgloss.Black, matchOn: lipgloss.BrightYellow,
	raised: lipgloss.Black, raisedOn: lipgloss.BrightRed,
}

var ansiSafeDark = palette{
	focus: lipgloss.BrightCyan,
	good:  lipgloss.Cyan, warn: lipgloss.BrightWhite, bad: lipgloss.BrightYellow,
	up: lipgloss.Cyan, down: lipgloss.BrightYellow,
	label: lipgloss.BrightCyan,
	series: [...]color.Color{
		lipgloss.BrightMagenta, nil, lipgloss.BrightBlue, lipgloss.BrightRed, lipgloss.White, lipgloss.BrightGreen,
	},
	match: lipgloss.Black, matchOn: lipgloss.BrightYellow,
	raised: lipgloss.Black, raisedOn: lipgloss.BrightYellow,
}

// These have contrast on white, on which the sixteen have no readable green or yellow.
var ansiLight = palette{
	focus: lipgloss.Blue,
	good:  lipgloss.Blue, warn: lipgloss.Magenta, bad: lipgloss.Red,
	up: lipgloss.Blue, down: lipgloss.Red,
	label: lipgloss.Blue, sent: lipgloss.Magenta,
	series: [...]color.Color{
		lipgloss.BrightBlue, lipgloss.Magenta, nil, lipgloss.BrightBlack, lipgloss.BrightRed, lipgloss.Black,
	},
	match: lipgloss.Black, matchOn: lipgloss.BrightYellow,
	raised: lipgloss.Black, raisedOn: lipgloss.BrightRed,
}

// These have some contrast on both.
var ansiUnknown = palette{
	focus: lipgloss.BrightBlue,
	good:  lipgloss.BrightBlue, bad: lipgloss.BrightRed,
	up: lipgloss.BrightBlue, down: lipgloss.BrightRed,
	series: [...]color.Color{lipgloss.Magenta, lipgloss.BrightBlue, nil, lipgloss.BrightRed, lipgloss.Magenta, nil},
	match:  lipgloss.Black, matchOn: lipgloss.BrightYellow,
	raised: lipgloss.Black, raisedOn: lipgloss.BrightRed,
	bold: true,
}

// theme returns the styles that the palette makes.
func (p *palette) theme() *Theme {
	plain := lipgloss.NewStyle()
	in := func(c color.Color) lipgloss.Style {
		if c == nil {
			return plain
		}
		return plain.Foreground(c)
	}
	state := func(c color.Color) lipgloss.Style { return in(c).Bold(p.bold) }
	th := &Theme{
		Text: plain, Dim: in(p.dim), New: plain.Bold(p.dim == nil), Title: plain.Bold(true), Border: in(p.border), Focus: in(p.focus).Bold(p.bold),
		Cursor: plain.Reverse(true), Key: plain.Bold(true), Match: in(p.match).Background(p.matchOn),
		Good: state(p.good), Warn: state(p.warn), Bad: state(p.bad),
		Old:    state(p.warn).Reverse(true),
		Raised: in(p.raised).Background(p.raisedOn), Acknowledged: state(p.bad).Underline(true),
		Up: state(p.up), Down: state(p.down),
		Label: in(p.label), Sent: in(p.sent), Chart: in(p.series[0]),
	}
	if p.area != nil {
		th.Area, th.OldArea = plain.Background(p.area), plain.Background(p.oldArea)
	}
	if th.Grid = in(p.grid); p.grid == nil {
		th.Grid = plain.Faint(true)
	}
	if p.border == nil {
		th.Border = plain.Faint(true) // a border is not read
	}
	for i, c := range p.series {
		th.Series[i] = in(c)
	}
	return th
}
