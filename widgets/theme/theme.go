package theme

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/text"
)

// Theme holds the styles of the screen by what they mean, and the glyphs that it is
// drawn with. A style never shows anything that a word or a sign beside it does not show
// as well. A theme does not change once it is in use: widgets share it, and are given another by SetTheme.
//
// There are no styles for the parts of JSON alone: names have that of a label, numbers that of a chart, and signs are dim.
type Theme struct {
	Text   lipgloss.Style // what is read: always in the terminal's own colour, at no cost
	Dim    lipgloss.Style // secondary text: times, units, hints
	New    lipgloss.Style // a value beside such that are as before, which are dim: text, or bold where they have no colour
	Title  lipgloss.Style // names of panes
	Border lipgloss.Style // borders of panes
	Focus  lipgloss.Style // the border of the pane that has the keys
	Cursor lipgloss.Style // the row under the cursor, of the pane that has the keys
	Key    lipgloss.Style // a key to press
	Match  lipgloss.Style // what a search found, in a row under the cursor too

	Good lipgloss.Style // live, open
	Warn lipgloss.Style // stale, pending, frozen, trying again
	Bad  lipgloss.Style // rejected, failed, disconnected, lost

	Old lipgloss.Style // says that what is shown is not of now

	Raised       lipgloss.Style // an alert that is not acknowledged
	Acknowledged lipgloss.Style // one that is known of, and still raised

	Up   lipgloss.Style // a value that rose
	Down lipgloss.Style // a value that fell

	Label   lipgloss.Style               // the label of an event
	Sent    lipgloss.Style               // what went out
	Chart   lipgloss.Style               // the trace of a chart, or a sparkline
	Series  [SeriesStyles]lipgloss.Style // several traces on one chart, the first of them like Chart
	Area    lipgloss.Style               // the ground under a trace; see HasArea
	OldArea lipgloss.Style               // the same, of what is not of now
	Grid    lipgloss.Style               // lines behind a trace, which are not read

	Glyphs text.Glyphs
}

// HasArea reports whether there is a colour for the ground under a trace, on which everything that is read has contrast.
func (th *Theme) HasArea() bool {
	_, none := th.Area.GetBackground().(lipgloss.NoColor)
	return !none
}

// SeriesStyles is in how many styles the series of a chart are drawn.
const SeriesStyles = 6

// Background is what a theme is drawn on, which is the terminal's own.
type Background uint8

// The kinds of backgrounds. Of the zero one nothing is known.
const (
	UnknownBackground Background = iota
	DarkBackground
	LightBackground
)

// Depth is how many colours a terminal has.
type Depth uint8

// The depths of colour. A terminal of 256 colours shows the same as one of all: the
// themes use no others.
const (
	ManyColours Depth = iota // 256 or more
	SixteenColours
	NoColours // or NO_COLOR is set, to whatever value: https://no-color.org
)

// Appearance is what there is to choose of a screen. The zero Appearance is the theme auto
// on a background of which nothing is known.
type Appearance struct {
	Theme      string // one of [Names]; "" is auto
	Background Background
	Depth      Depth
	Glyphs     text.Glyphs
	// SwapUpDown gives what rises the style of what falls, and the other way round, as
	// is the custom in East Asia.
	SwapUpDown bool
}

var themeNames = []string{"auto", "dark", "light", "ansi", "deuteranopia", "mono"}

// Names returns the names that an [Appearance] may have, the default one first.
//
//   - auto is dark or light by the background, or ansi if that is not known.
//   - dark and light have fixed colours out of the 256, of which at least 4.5:1 of
//     contrast is left on any background that is dark, or light.
//   - ansi has the sixteen colours that the terminal's owner may have chosen, and the
//     terminal's own for text. On the default colours of xterm and of the VGA they have
//     4.5:1 if the background is known; no colour among them has that on black and on
//     white alike, so else it is 3:1, which is enough for bold text.
//   - deuteranopia distinguishes rise from fall, and good from bad, by blue and orange and by
//     how light they are.
//   - mono has no colours, but bold, reverse, faint and underlined text.
//
// A terminal of sixteen colours is given those of ansi under any name, for that the
// renderer would put in place of fixed colours are too light on white; one that has
// none is given mono.
func Names() []string { return slices.Clone(themeNames) }

// made are the themes that were made, *Theme by [Appearance]. One takes 15 KiB, and a server has hundreds of screens.
var made sync.Map

// New returns the theme of an appearance, which all that ask for it share. The error is that there is no such theme, and
// lists those that there are.
func New(a Appearance) (*Theme, error) {
	if a.Theme == "" {
		a.Theme = themeNames[0]
	}
	if !slices.Contains(themeNames, a.Theme) {
		return nil, fmt.Errorf("no theme %q: choose one of %s", text.Sanitize(a.Theme, 40), strings.Join(themeNames, ", "))
	}
	th, ok := made.Load(a)
	if !ok {
		th, _ = made.LoadOrStore(a, newTheme(a))
	}
	return th.(*Theme), nil
}

// newTheme returns the theme of an appearance that has a name.
func newTheme(a Appearance) *Theme {
	th := monoTheme()
	if p := paletteOf(a.Theme, a.Background, a.Depth); p != nil {
		th = p.theme()
	}
	if a.SwapUpDown {
		th.Up, th.Down = th.Down, th.Up
	}
	th.Glyphs = a.Glyphs
	return th
}

// PastValue returns the style of a value among such that are of now, which it is not: dim, and faint where there is no colour for
// that, as it would be drawn as they are.
func (th *Theme) PastValue() lipgloss.Style {
	if _, none := th.Dim.GetForeground().(lipgloss.NoColor); none {
		return th.Dim.Faint(true)
	}
	return th.Dim
}

// Dimmed returns the theme for what is not of now: all of it is as [Theme.PastValue], but for where the keys are. Series are
// distinguished by their colours, which are faint.
func (th *Theme) Dimmed() *Theme {
	old := *th
	dim := th.PastValue()
	for _, s := range []*lipgloss.Style{
		&old.Text, &old.Dim, &old.New, &old.Title, &old.Good, &old.Warn, &old.Bad, &old.Acknowledged, &old.Up, &old.Down, &old.Label, &old.Chart,
	} {
		*s = dim
	}
	for i := range old.Series {
		old.Series[i] = th.Series[i].Faint(true)
	}
	old.Series[0] = old.Chart
	old.Area = th.OldArea
	return &old
}

// Default returns the theme for terminals of which nothing is known.
func Default() *Theme { return ansiUnknown.theme() }

// paletteOf returns the palette of a theme; nil is no colours.
func paletteOf(name string, on Background, depth Depth) *palette {
	switch name {
	case "dark":
		on = DarkBackground
	case "light":
		on = LightBackground
	}
	few := depth == SixteenColours || name == "ansi" || on == UnknownBackground
	safe := name == "deuteranopia"
	switch {
	case name == "mono" || depth == NoColours:
		return nil
	case on == UnknownBackground:
		return &ansiUnknown
	case on == LightBackground && few:
		return &ansiLight
	case on == LightBackground && safe:
		return &safeLight
	case on == LightBackground:
		return &light
	case few && safe:
		return &ansiSafeDark
	case few:
		return &ansiDark
	case safe:
		return &safeDark
	default:
		return &dark
	}
}

// monoTheme returns the theme without colours. What must be read is never faint,
// as terminals differ in how faint that is.
func monoTheme() *Theme {
	plain := lipgloss.NewStyle()
	bold, underlined, reverse := plain.Bold(true), plain.Underline(true), plain.Reverse(true)
	return &Theme{
		Text: plain, Dim: plain, New: bold, Title: bold, Border: plain.Faint(true), Focus: bold,
		Cursor: reverse, Key: bold, Match: bold.Underline(true),
		Good: plain, Warn: bold, Bad: bold.Underline(true),
		Old: reverse, Raised: reverse.Bold(true), Acknowledged: underlined,
		Up: bold, Down: plain,
		Label: plain, Sent: plain, Chart: plain, Grid: plain.Faint(true),
		Series: [SeriesStyles]lipgloss.Style{plain, bold, plain, bold, plain, bold},
	}
}
